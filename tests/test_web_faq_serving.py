"""The chat server gives the FAQ pages under /faq, and says how to make them when there are none."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.faq_site import the_site
from web import create_app


@pytest.fixture
def client(web_settings: dict[str, str]) -> FlaskClient:
    return create_app(web_settings | {"POLICY_FAQ": str(the_site())}).test_client()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        pytest.param("/faq/", "text/html; charset=utf-8", id="home"),
        pytest.param("/faq/places/420800/", "text/html; charset=utf-8", id="folder"),
        pytest.param(
            "/faq/measures/jingmen/third-child-monthly-allowance.html", "text/html; charset=utf-8", id="measure"
        ),
        pytest.param("/faq/updates.atom", "application/atom+xml; charset=utf-8", id="feed"),
        pytest.param("/faq/assets/faq.css", "text/css; charset=utf-8", id="style"),
    ],
)
def test_a_file_of_the_site_is_given_with_its_type(client: FlaskClient, path: str, kind: str) -> None:
    with client.get(path) as response:
        assert (response.status_code, response.content_type) == (200, kind)
        assert response.data


@pytest.mark.parametrize("path", ["/faq", "/faq/places/420800"])
def test_a_folder_is_given_with_a_slash_so_that_its_links_hold(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.status_code in (302, 308)
        assert response.location.endswith(f"{path}/")


@pytest.mark.parametrize(
    "path", ["/faq/nothing.html", "/faq/places/", "/faq/../secret", "/faq/%2e%2e/%2e%2e/etc/passwd", "/faq//etc/passwd"]
)
def test_a_wrong_address_gets_the_page_of_the_site(client: FlaskClient, path: str) -> None:
    with client.get(path, follow_redirects=True) as response:
        assert response.status_code == 404
        assert "root:" not in response.text
        assert "没有这个页面" in response.text


def test_a_site_that_was_not_built_is_told_how_to_build(web_settings: dict[str, str], tmp_path: Path) -> None:
    app = create_app(web_settings | {"POLICY_FAQ": str(tmp_path / "none")})
    with app.test_client().get("/faq/") as response:
        assert response.status_code == 404
        assert "make faq" in response.text
