"""The leaflets: A4, in Chinese letters, with a code that leads to the chat, and taken down when they no longer hold."""

import subprocess
from pathlib import Path

import pytest

from tests.faq_site import PUBLIC, build_into, changed_knowledge, small_knowledge
from web.faq.leaflets import UnknownLeaflet

JINGMEN = "leaflets/420800.pdf"


def text_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return "".join(done.stdout.split())


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site with a place's and an audience's leaflet."""
    target = tmp_path_factory.mktemp("printed") / "faq"
    build_into(target, small_knowledge(), leaflets=("420800", "for-employers"))
    return target


def test_a_leaflet_says_what_the_place_gives_with_clause_standing_and_telephone(printed: Path) -> None:
    text = text_of(printed / JINGMEN)
    wanted = [
        "荆门市",
        "三孩家庭每月500元",
        "第13条",
        "是否现行有效不能确定",
        "截至2026年11月22日",
        "12345",
        "每孩每年3600元",
    ]
    assert [words for words in wanted if words not in text] == []
    assert f"{PUBLIC}/?region=420800" in text
    assert "托位" not in text  # what nurseries get is not offered to parents


def test_a_leaflet_is_a4_with_its_letters_in_it(printed: Path) -> None:
    told = subprocess.run(["pdfinfo", printed / JINGMEN], capture_output=True, text=True, check=True).stdout
    assert "A4" in told
    assert "Title:           荆门市" in told
    fonts = subprocess.run(["pdffonts", printed / JINGMEN], capture_output=True, text=True, check=True).stdout
    assert [line.split()[-5] for line in fonts.splitlines()[2:]] == ["yes"] * len(fonts.splitlines()[2:])


def test_an_audience_has_its_own(printed: Path) -> None:
    text = text_of(printed / "leaflets/for-employers.pdf")
    assert text.startswith("给用人单位")
    assert "依据：" in text


def test_pages_lead_to_the_leaflets_that_were_made(printed: Path) -> None:
    assert f"../../{JINGMEN}" in (printed / "places/420800/index.html").read_text("utf-8")
    assert "../leaflets/for-employers.pdf" in (printed / "audiences/employers.html").read_text("utf-8")
    assert "leaflets/" not in (printed / "places/420000/index.html").read_text("utf-8")


def test_a_leaflet_stays_while_it_holds_and_goes_when_it_does_not(printed: Path, tmp_path: Path) -> None:
    before = (printed / JINGMEN).read_bytes()
    report = build_into(printed, small_knowledge(), "2026-12-01")
    assert (report.leaflets, report.dropped) == (2, [])
    assert (printed / JINGMEN).read_bytes() == before
    other = changed_knowledge(
        tmp_path, "jingmen/third-child-monthly-allowance", lambda data: data.update(title="三孩每月补贴")
    )
    report = build_into(printed, other, "2026-12-01")
    assert (report.leaflets, report.dropped) == (1, ["420800"])
    assert not (printed / JINGMEN).exists()
    assert "leaflets/" not in (printed / "places/420800/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["999999", "for-nobody", "110000", "../x"])
def test_what_is_neither_place_nor_audience_has_no_leaflet(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownLeaflet):
        build_into(tmp_path / "faq", small_knowledge(), leaflets=(name,))
    assert not (tmp_path / "faq").exists()
