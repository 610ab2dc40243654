"""A build of the FAQ pages writes what changed and no more, tells the changes, and leaves the old site if it fails."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from policies_kb.compile import load_sources
from policies_kb.errors import SourceError, StoreError
from tests.faq_site import PageReader, build_into, changed_knowledge, settings_for, small_knowledge, without
from tests.knowledge import BROKEN
from web.faq import __main__ as command
from web.faq import links, measures
from web.faq.entries import StrayFigure
from web.faq.links import BrokenLinks
from web.faq.publishing import Busy, beside, in_place_of

ALLOWANCE = "jingmen/third-child-monthly-allowance"
PAGE, PAST = f"measures/{ALLOWANCE}.html", f"measures/{ALLOWANCE}.history.html"
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
NEXT_DAY = "2026-11-23"


def doubled(data: dict[str, Any]) -> None:
    data["amount"] |= {"value": 1000, "printed": "1000元"}
    data["summary"] = data["summary"].replace("500", "1000")


def inode(path: Path) -> int:
    return path.stat().st_ino


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site built once, not to be changed."""
    target = tmp_path_factory.mktemp("first") / "faq"
    build_into(target, small_knowledge())
    return target


@pytest.fixture
def site(first: Path, tmp_path: Path) -> Path:
    """Give a copy of a built site with its state."""
    target = tmp_path / "faq"
    shutil.copytree(first, target)
    shutil.copytree(beside(first, "state"), beside(target, "state"))
    return target


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[Callable[[dict[str, Any]], None]], Path]:
    return lambda change: changed_knowledge(tmp_path, ALLOWANCE, change)


def test_a_build_that_changes_nothing_writes_nothing(site: Path) -> None:
    before = inode(site / PAGE)
    report = build_into(site, small_knowledge())
    assert (report.counts.written, report.changes) == (0, 0)
    assert inode(site / PAGE) == before


def test_a_changed_figure_is_written_where_it_stands_and_nowhere_else(site: Path, changed: Callable[..., Path]) -> None:
    other = site / "places/000000/cash.html"
    before = inode(other)
    report = build_into(site, changed(doubled))
    assert 3 < report.counts.written < 20
    assert report.counts.taken_over > 200
    assert inode(other) == before
    assert "每月1000元" in (site / PAGE).read_text("utf-8")
    assert "每月1000元" in (site / "places/420800/cash.html").read_text("utf-8")
    still = {path for path in site.rglob("*.html") if "三孩每月育儿补贴 每月500元" in path.read_text("utf-8")}
    assert still <= {site / "updates.html", site / "index.html"}


def test_a_changed_figure_is_told_in_the_list_and_the_feed_and_its_past_stays(
    site: Path, changed: Callable[..., Path]
) -> None:
    report = build_into(site, changed(doubled), NEXT_DAY)
    assert report.changes == 1
    listed = (site / "updates.html").read_text("utf-8")
    assert "三孩每月育儿补贴 每月500元" in listed
    assert "三孩每月育儿补贴 每月1000元" in listed
    entry = ElementTree.parse(site / "updates.atom").getroot().find("atom:entry", ATOM)
    assert entry is not None
    assert "数变了" in (entry.findtext("atom:title", "", ATOM))
    assert entry.findtext("atom:updated", "", ATOM).startswith(NEXT_DAY)
    past = (site / PAST).read_text("utf-8")
    assert past.index("每月1000元") < past.index("每月500元")
    assert f"{PAST.split('/')[-1]}" in (site / PAGE).read_text("utf-8")


def test_past_versions_stay_from_build_to_build(site: Path, changed: Callable[..., Path]) -> None:
    build_into(site, changed(doubled), NEXT_DAY)
    report = build_into(site, changed(lambda data: data.update(title="三孩补贴改名")), "2026-11-24")
    assert report.changes == 1
    assert "文字改了" in (site / "updates.html").read_text("utf-8")
    assert "每月500元" in (site / PAST).read_text("utf-8")
    report = build_into(site, changed(lambda data: None), "2026-11-25")
    assert report.changes == 0
    assert "每月500元" in (site / PAST).read_text("utf-8")


def test_only_what_changed_counts_as_modified(site: Path, changed: Callable[..., Path]) -> None:
    build_into(site, changed(doubled), NEXT_DAY)
    days = {url[0].text.split("/faq/")[1]: url[1].text for url in ElementTree.parse(site / "sitemap-1.xml").getroot()}
    assert days[PAGE] == NEXT_DAY
    assert days["places/000000/cash.html"] == "2026-11-22"


def test_what_is_withdrawn_is_told_and_stays_readable(site: Path, tmp_path: Path) -> None:
    lacking = without(small_knowledge(), tmp_path / "without.sqlite", ["cn-annual-leave"])
    report = build_into(site, lacking, NEXT_DAY)
    assert report.changes == 1
    assert not (site / "measures/cn-annual-leave/annual-leave-not-taken.html").exists()
    assert "现在不再收录" in (site / "measures/cn-annual-leave/annual-leave-not-taken.history.html").read_text("utf-8")
    back = build_into(site, small_knowledge(), "2026-11-24")
    assert back.changes == 1
    assert (site / "measures/cn-annual-leave/annual-leave-not-taken.html").is_file()


def test_a_new_document_is_one_change(site: Path) -> None:
    state = beside(site, "state") / "measures" / "hubei-regulation.json"
    state.unlink()
    report = build_into(site, small_knowledge(), NEXT_DAY)
    assert report.changes == 1
    assert "湖北省人口与计划生育条例" in (site / "updates.html").read_text("utf-8")


def test_a_figure_of_nobody_stops_the_build_and_the_old_site_stays(site: Path, changed: Callable[..., Path]) -> None:
    before = (site / PAGE).read_bytes()
    with pytest.raises(StrayFigure, match=r"jingmen\.yml"):
        build_into(site, changed(lambda data: data.update(notes=["另外再发777元。"])))
    assert (site / PAGE).read_bytes() == before
    assert not beside(site, "new").exists()


def test_a_broken_link_stops_the_build(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = inode(site)
    monkeypatch.setattr(measures, "compare_path", lambda benefit: "compare/nowhere.html")
    with pytest.raises(BrokenLinks, match="nowhere"):
        build_into(site, small_knowledge())
    assert inode(site) == before


def test_a_broken_source_is_named_with_file_and_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    broken = min(BROKEN.glob("*.yml"))
    folder = tmp_path / "documents"
    folder.mkdir()
    shutil.copyfile(broken, folder / "broken.yml")
    monkeypatch.setattr(command, "is_current", lambda path: False)
    monkeypatch.setattr(command, "load_sources", lambda: load_sources(folder))
    with pytest.raises(SourceError, match=r"broken\.yml:\d+"):
        command.require_current(settings_for())
    assert command.main(["--out", str(tmp_path / "faq")]) == 1
    assert "已发布的保持原样" in capsys.readouterr().err
    assert not (tmp_path / "faq").exists()


def test_an_older_knowledge_base_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "is_current", lambda path: False)
    with pytest.raises(StoreError, match="make build"):
        command.require_current(settings_for())


def test_two_builds_of_one_site_do_not_meet(tmp_path: Path) -> None:
    with in_place_of(tmp_path / "faq"), pytest.raises(Busy), in_place_of(tmp_path / "faq"):
        pass


def test_a_build_killed_while_it_moved_is_made_good(tmp_path: Path) -> None:
    old = tmp_path / "faq.old"
    old.mkdir()
    (old / "index.html").write_text("old")
    with pytest.raises(ZeroDivisionError), in_place_of(tmp_path / "faq"):
        raise ZeroDivisionError
    assert (tmp_path / "faq" / "index.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["faq", "faq.lock"]


def test_several_processes_build_the_same_site(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.faq.build.MANY", 1)
    target = tmp_path / "faq"
    report = build_into(target, small_knowledge(), workers=2)
    files = {path.relative_to(first) for path in first.rglob("*") if path.is_file()}
    assert files == {path.relative_to(target) for path in target.rglob("*") if path.is_file()}
    assert report.counts.written > 200
    assert [path for path in sorted(files) if (first / path).read_bytes() != (target / path).read_bytes()] == []


def test_addresses_elsewhere_are_tried_on_request_and_kept(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "links_elsewhere", lambda state, own: iter(["http://127.0.0.1:9/gone"]))
    report = build_into(site, small_knowledge(), check_sources=True)
    assert report.sources["http://127.0.0.1:9/gone"]["status"] == "ConnectionError"
    build_into(site, small_knowledge())
    kept = json.loads((beside(site, "state") / "sources" / "sources.json").read_text("utf-8"))
    assert kept == report.sources


def test_the_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in settings_for().values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(command, "require_current", lambda settings: None)
    assert command.main(["--out", str(tmp_path / "faq"), "--workers", "1"]) == 0
    assert "变化 0 处" in capsys.readouterr().out
    assert PageReader((tmp_path / "faq" / "index.html").read_text("utf-8")).misnested == []
