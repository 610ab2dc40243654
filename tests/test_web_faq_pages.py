"""The FAQ pages are valid, small, hang together, and say what the chat says, figure by figure, for every measure."""

import json
import re
from functools import lru_cache
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from policies_kb.answer import measure_part
from policies_kb.assessing import assess
from policies_kb.figures import Figure
from policies_kb.wording import DRAFT_LEAD
from tests.faq_site import PUBLIC, PageReader, the_site
from tests.knowledge import TODAY, the_assistant, the_base
from web.faq.searching import CLOSING, INDEX, LARGEST, OPENING

LARGEST_PAGE = 60 * 1024
FIGURE = re.compile(r'<div><dt>(.*?)</dt><dd><data value="(.*?)">(.*?)</data></dd></div>')
CHAT = re.compile(r'<a class="ask" href="(.*?)">按我家')


@lru_cache(maxsize=1)
def pages() -> dict[str, str]:
    """Return the text of every page by its path."""
    folder = the_site()
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}


@lru_cache(maxsize=1)
def readers() -> dict[str, PageReader]:
    return {path: PageReader(text) for path, text in pages().items()}


def target_of(path: str, link: str) -> tuple[str, str]:
    """Return the page and the anchor that a link within the site leads to."""
    parts = urlsplit(link)
    return normpath(join(dirname(path), unquote(parts.path))) if parts.path else path, parts.fragment


def test_every_page_is_valid_html() -> None:
    for path, text in pages().items():
        try:
            html5lib.HTMLParser(strict=True).parse(text)
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{path}: {error}")


def test_every_element_is_closed_where_it_was_opened_and_ids_are_told_once() -> None:
    wrong = [
        path for path, page in readers().items() if page.misnested or page.open or len(set(page.ids)) < len(page.ids)
    ]
    assert wrong == []


def test_no_page_runs_or_styles_anything_of_its_own() -> None:
    assert {path: page.inline for path, page in readers().items() if page.inline} == {}


def test_no_page_is_large_and_each_has_one_heading() -> None:
    assert [path for path, text in pages().items() if len(text.encode()) > LARGEST_PAGE] == []
    assert [path for path, page in readers().items() if page.tags.count("h1") != 1] == []


def test_every_link_within_the_site_leads_somewhere() -> None:
    folder, broken = the_site(), set()
    for path, page in readers().items():
        for link in page.links:
            if urlsplit(link).scheme in ("http", "https", "tel"):
                continue
            to, anchor = target_of(path, link)
            known = readers()[to].ids if to in readers() else []
            if not (folder / to).is_file() or (anchor and anchor not in known):
                broken.add((path, link))
    assert broken == set()


def test_links_to_elsewhere_lead_to_the_chat_alone() -> None:
    elsewhere = {link for page in readers().values() for link in page.links if link.startswith("http")}
    assert [link for link in elsewhere if not link.startswith(f"{PUBLIC}/")] == []


def test_every_page_is_reached_from_the_home_page() -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        path = waiting.pop()
        found = {target_of(path, link)[0] for link in readers()[path].links if not urlsplit(link).scheme}
        waiting += (found & readers().keys()) - reached
        reached |= found
    assert readers().keys() - reached == {"404.html"}


def test_the_figures_of_every_measure_are_those_of_its_answer() -> None:
    base = the_base()
    assert len(base.measures) > 600
    for name, measure in base.measures.items():
        text = pages()[f"measures/{name}.html"].split('<section class="example"')[0]
        on_page = [tuple(unescape(part) for part in found) for found in FIGURE.findall(text)]
        figures = measure_part(assess(measure, {}, base, TODAY))["figures"]
        wanted = [(figure["label"], str(figure["value"]), str(Figure(**figure))) for figure in figures]
        assert on_page == wanted, name


def test_the_question_handed_to_the_chat_finds_every_measure_with_the_figures_of_its_page() -> None:
    assistant, first = the_assistant(), 0
    for name, measure in the_base().measures.items():
        text = pages()[f"measures/{name}.html"]
        told = parse_qs(urlsplit(unescape(CHAT.findall(text)[0])).query)
        region = told.get("region", [None])[0]
        assert region == (None if measure.document.region == "000000" else measure.document.region)
        answer = assistant.reply(told["q"][0], context={"region": region}).answer
        part = next((one for one in answer["measures"] if one["id"] == name), None)
        assert part, f"{name}: {told['q'][0]} is answered with {[one['id'] for one in answer['measures']]}"
        said = [str(Figure(**figure)) for figure in part["figures"] if not figure["computed"]]
        shown = [unescape(found[2]) for found in FIGURE.findall(text)]
        assert shown[: len(said)] == said, name
        first += answer["measures"][0]["id"] == name
    assert first > 0.9 * len(the_base().measures)


def test_drafts_and_what_institutions_get_are_marked_on_their_pages() -> None:
    for name, measure in the_base().measures.items():
        text = pages()[f"measures/{name}.html"]
        status, institutions = measure.document.status, measure.for_institutions
        assert status not in DRAFT_LEAD or text.count("尚未正式印发") > 1, name
        assert ("截至2026年11月22日有效" in text) == (status == "in_force"), name
        assert not institutions or f"给{institutions}</span>" in text, name
        assert all(gap in unescape(text) for gap in measure.data.get("unstated", [])), name


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param(
            "measures/jingmen/third-child-monthly-allowance.html",
            ["2026年5月1日", "约18000元", "第三个孩子"],
            id="month",
        ),
        pytest.param(
            "measures/qinghai-regulation/maternity-leave.html", ["98 + 90 = 188天", "2026年12月1日"], id="leave"
        ),
        pytest.param("measures/minle/place-building-grant.html", ["30属于“30到49”这一档：20000元"], id="bracket"),
    ],
)
def test_an_example_is_worked_out(path: str, words: list[str]) -> None:
    example = unescape(pages()[path]).split('<section class="example"')[1]
    assert [word for word in words if word not in example] == []


def test_what_is_over_has_no_example() -> None:
    assert 'class="example"' not in pages()["measures/hubei-marriage-leave/marriage-leave-before-2025.html"]


def test_a_county_shows_its_own_questions_and_marks_what_it_inherits() -> None:
    text = pages()["places/620722/index.html"]
    assert '<span class="tag">全国</span>' in text
    assert '<span class="tag">甘肃省</span>' in text
    own = [name for name, one in the_base().measures.items() if one.document.region == "620722"]
    assert [name for name in own if f"measures/{name}.html" not in text] == []
    assert "measures/jingmen/" not in text


def test_a_place_without_documents_says_so_and_shows_what_holds_there() -> None:
    text = pages()["places/620700/index.html"]
    assert "张掖市自己的文件这里没有收录" in text
    assert "measures/gansu-regulation/maternity-leave.html" in text


def test_places_are_compared_in_their_official_order() -> None:
    rows = re.findall(r'<th scope="row">(.*?)</th>', pages()["compare/maternity_leave.html"])
    assert rows[0] == "全国"
    codes = [the_base().regions.find(name)[0].code for name in rows if name != "全国"]
    assert codes == sorted(codes)
    assert len(set(codes)) > 4


def test_the_birth_guide_goes_from_before_the_birth_to_school_by_the_days_of_the_measures() -> None:
    text = unescape(pages()["places/420800/birth.html"])
    stages = re.findall(r'<h2 id="(\w+)"', text)
    assert stages == ["planning", "pregnant", "baby", "toddler", "kindergarten", "school"]
    assert "预产期是2027年2月1日" in text
    assert "最晚2027年5月1日" in text  # 90 days for the insurance, the day of the birth counted


def test_machines_read_questions_and_services() -> None:
    questions = readers()["places/420800/cash.html"].data[0]
    assert questions["@type"] == "FAQPage"
    assert len(questions["mainEntity"]) > 3
    service = readers()["measures/jingmen/third-child-monthly-allowance.html"].data[0]["@graph"][0]
    assert (service["@type"], service["areaServed"]["name"]) == ("GovernmentService", "湖北省荆门市")
    assert [path for path, page in readers().items() if path.startswith("measures/") and len(page.data) != 1] == []


def test_each_page_names_its_own_address() -> None:
    for path, text in pages().items():
        assert (f'<link rel="canonical" href="{PUBLIC}/faq/{path}">' in text) == (path != "404.html")


def test_the_site_map_lists_every_page_once() -> None:
    listed = []
    for part in ElementTree.parse(the_site() / "sitemap.xml").getroot():
        name = part[0].text.removeprefix(f"{PUBLIC}/faq/")
        listed += [url[0].text.removeprefix(f"{PUBLIC}/faq/") for url in ElementTree.parse(the_site() / name).getroot()]
    assert sorted(listed) == sorted(pages().keys() - {"404.html"})


def test_the_search_holds_every_measure_and_stays_small() -> None:
    path = the_site() / "assets" / INDEX
    assert path.stat().st_size <= LARGEST
    text = path.read_text("utf-8")
    rows = json.loads(text.removeprefix(OPENING).removesuffix(CLOSING))["rows"]
    assert {f"{row[1]}.html" for row in rows} >= {f"measures/{name}.html" for name in the_base().measures}
    assert all((Path(the_site()) / f"{row[1]}.html").is_file() for row in rows)
