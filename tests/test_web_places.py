"""The chat's places: those with documents of their own, and names that the assistant takes for these very places."""

import pytest
from flask.testing import FlaskClient

from policies_kb.reading import read
from policies_kb.regions import NATION, official_regions
from policies_kb.source import read_vocabulary
from tests.knowledge import TODAY, the_assistant
from web import create_app


@pytest.fixture
def client(web_settings: dict[str, str]) -> FlaskClient:
    return create_app(web_settings).test_client()


def test_the_places_with_documents_are_listed(client: FlaskClient) -> None:
    listed = {place["code"]: place["name"] for place in client.get("/api/places").json["places"]}
    assert listed == read_vocabulary("places")
    assert set(listed) == the_assistant().base.covered


@pytest.mark.parametrize(
    ("code", "name"),
    [
        pytest.param("420800", "荆门市", id="held"),
        pytest.param("420000", "湖北省", id="province"),
        pytest.param("110105", "北京市朝阳区", id="county-with-a-namesake"),
        pytest.param(NATION, "全国", id="nation"),
    ],
)
def test_a_code_has_its_name(client: FlaskClient, code: str, name: str) -> None:
    assert client.get(f"/api/places/{code}").json == {"code": code, "name": name}


@pytest.mark.parametrize("code", ["999999", "42", "abc", "420800x", "４２０８００"])
def test_an_unknown_code_is_no_place(client: FlaskClient, code: str) -> None:
    reply = client.get(f"/api/places/{code}")
    assert (reply.status_code, reply.json["error"]["code"]) == (404, "not_found")


def test_a_name_sent_alone_is_understood_as_this_very_place(client: FlaskClient) -> None:
    base = the_assistant().base
    codes = [region.code for region in official_regions() if region.code != NATION]
    names = {code: client.get(f"/api/places/{code}").json["name"] for code in codes}
    wrong = {name for code, name in names.items() if read(name, base.regions, TODAY, base.covered).region != code}
    assert wrong == set()
