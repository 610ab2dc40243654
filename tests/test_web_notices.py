"""The privacy note says how long things are really kept, and how to have them removed."""

import re

import pytest

from web import create_app


@pytest.mark.parametrize(("days", "records"), [("7", "90"), ("30", "365")])
def test_the_days_are_those_of_the_settings(web_settings: dict[str, str], days: str, records: str) -> None:
    app = create_app(web_settings | {"POLICY_KEEP_DAYS": days, "POLICY_KEEP_RECORDS_DAYS": records})
    page = app.test_client().get("/privacy").get_data(as_text=True)
    assert {number for number in re.findall(r"(\d+)天", page)} == {days, records}
    assert "清除我的数据" in page


def test_the_note_needs_nothing_inline(web_settings: dict[str, str]) -> None:
    page = create_app(web_settings).test_client().get("/privacy").get_data(as_text=True)
    assert "style=" not in page and "<style" not in page and "<script" not in page and "http" not in page
