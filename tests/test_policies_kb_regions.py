"""Places: the tree of the official list, the names people use, and how names in a text are settled."""

import time
from functools import lru_cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies_kb.regions import NATION, Mention, Regions, names_of, official_names, official_regions


@lru_cache(maxsize=1)
def china() -> Regions:
    """Return all places with their names, built once."""
    return Regions(official_regions(), official_names())


@pytest.mark.parametrize(
    ("code", "parent", "level"),
    [
        pytest.param("500154", "500000", "county", id="a-district-of-a-municipality-hangs-on-the-municipality"),
        pytest.param("429004", "420000", "county", id="a-county-run-by-the-province-hangs-on-the-province"),
        pytest.param("420802", "420800", "county", id="a-district-hangs-on-its-city"),
        pytest.param("420800", "420000", "city", id="a-city-hangs-on-its-province"),
        pytest.param("710000", NATION, "province", id="taiwan-is-there"),
        pytest.param(NATION, "", "nation", id="the-nation-is-the-root"),
    ],
)
def test_place_in_the_tree(code: str, parent: str, level: str) -> None:
    region = china().get(code)
    assert region is not None
    assert (region.parent, region.level) == (parent, level)


def test_every_place_leads_up_to_the_nation() -> None:
    regions = official_regions()
    assert all(china().chain(region.code)[-1] == NATION for region in regions)
    assert len(regions) > 3000


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("620722", "民乐"), ("420800", "荆门"), ("630000", "青海"), ("150000", "内蒙古"), ("450000", "广西"),
        ("630121", "大通"), ("420802", "东宝"), ("650000", "新疆"), ("622926", "东乡"), ("632500", "海南州"),
    ],
)  # fmt: skip
def test_short_name_of(code: str, short: str) -> None:
    region = china().get(code)
    assert region is not None
    assert {short, region.name} <= names_of(region)


@pytest.mark.parametrize("code", ["630203", "410311", "140302"])
def test_a_short_name_that_is_an_everyday_word_is_none(code: str) -> None:
    region = china().get(code)
    assert region is not None
    assert not names_of(region) & {"平安", "洛龙区的", "城区"}


def test_no_name_is_shorter_than_two_characters() -> None:
    assert all(len(name) > 1 for name in official_names())


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        pytest.param("甘肃张掖民乐县的产假", "甘肃张掖民乐县", {"620722"}, id="three-levels-are-one-mention"),
        pytest.param("湖北荆门掇刀区", "湖北荆门掇刀区", {"420804"}, id="province-city-district"),
        pytest.param("安徽淮南田家庵", "安徽淮南田家庵", {"340403"}, id="short-names-in-a-row"),
        pytest.param("荆门的东宝区", "荆门的东宝区", {"420802"}, id="with-de-between"),
        pytest.param("重庆开县", "重庆开县", {"500154"}, id="the-former-name"),
        pytest.param("开州区", "开州区", {"500154"}, id="full-name"),
        pytest.param("漳河新区", "漳河新区", {"420800"}, id="a-new-district-belongs-to-its-city"),
        pytest.param("北京朝阳区", "北京朝阳区", {"110105"}, id="homonym-behind-its-city"),
        pytest.param("辽宁朝阳", "辽宁朝阳", {"211300"}, id="homonym-behind-its-province"),
        pytest.param("朝阳区", "朝阳区", {"110105", "220104"}, id="homonym-alone-stays-open"),
        pytest.param("江苏徐州鼓楼区", "江苏徐州鼓楼区", {"320302"}, id="homonym-behind-two-levels"),
        pytest.param("南山", "南山", {"230404", "440305"}, id="short-homonym-stays-open"),
        pytest.param("海南产假", "海南", {"460000"}, id="a-province-wins-alone"),
        pytest.param("青海海南州", "青海海南州", {"632500"}, id="the-prefecture-behind-its-province"),
        pytest.param("恩施产假", "恩施", {"422800"}, id="the-prefecture-contains-the-city-of-its-name"),
        pytest.param("青海平安", "青海平安", {"630203"}, id="an-everyday-word-counts-behind-its-province"),
        pytest.param("荆们", "荆们", {"420800"}, id="typing-slip"),
        pytest.param("清海", "清海", {"630000"}, id="typing-slip-of-a-province"),
        pytest.param("敏乐", "敏乐", {"620722"}, id="typing-slip-of-a-county"),
        pytest.param("史院乡", "史院乡", {"340403"}, id="a-township-stands-for-its-district"),
        pytest.param("永固镇", "永固镇", {"620722"}, id="a-town-with-a-county-far-away-in-its-name"),
        pytest.param("淮滨街道", "淮滨街道", {"340403"}, id="a-street-with-the-name-of-another-county"),
        pytest.param("汉丰街道", "汉丰街道", {"500154"}, id="a-street"),
        pytest.param("钟祥柴湖镇", "钟祥柴湖镇", {"420881"}, id="a-town-behind-its-county"),
        pytest.param("恰卜恰镇", "恰卜恰镇", {"632521"}, id="a-town-of-qinghai"),
        pytest.param("山南新区", "山南新区", {"340400"}, id="a-new-district-is-not-the-city-of-its-name"),
        pytest.param("六坝镇", "六坝镇", {"620722", "620321"}, id="a-town-that-two-counties-have-stays-open"),
        pytest.param("张掖六坝镇", "张掖六坝镇", {"620722"}, id="a-town-of-two-counties-behind-its-city"),
        pytest.param("开州长沙镇", "开州长沙镇", {"500154"}, id="a-town-with-the-name-of-a-city"),
        pytest.param("开州区临江镇", "开州区", {"500154"}, id="a-town-with-the-name-of-a-far-county-is-passed-over"),
        pytest.param("荆门掇刀区麻城镇", "荆门掇刀区", {"420804"}, id="another-such-town"),
    ],
)
def test_one_place_in(text: str, words: str, codes: set[str]) -> None:
    mentions = china().find(text)
    assert [(one.text, set(one.codes)) for one in mentions] == [(words, codes)]


@pytest.mark.parametrize(
    "text",
    [
        *("平安回家", "打开县政府网站", "离开县城", "和平共处", "城区的孩子", "市和县里的钱", "我们学民乐", ""),
        *("江南古镇旅游", "住在临江镇", "朝阳街道"),
    ],
)
def test_no_place_in(text: str) -> None:
    assert china().find(text) == []


def test_a_homonym_is_settled_by_an_earlier_mention() -> None:
    mentions = china().find("我在北京，住朝阳区那边")
    assert [one.codes for one in mentions] == [("110000",), ("110105",)]


def test_two_provinces_joined_by_and_stay_two() -> None:
    assert [one.codes for one in china().find("青海和海南")] == [("630000",), ("460000",)]


def test_names_and_relations() -> None:
    regions = china()
    assert regions.full_name("620722") == "甘肃省张掖市民乐县"
    assert regions.chain("420802") == ["420802", "420800", "420000", NATION]
    assert regions.within("420802", "420800")
    assert not regions.within("420800", "420802")
    assert (regions.get("1"), regions.name("1"), regions.full_name("1"), regions.chain("1")) == (None, "", "", [])


def test_a_name_without_a_known_code_is_a_decoy() -> None:
    regions = Regions(official_regions(), {"民乐团": ("",), "民乐": ("620722",)})
    assert regions.find("民乐团在民乐") == [Mention(4, 6, "民乐", ("620722",))]


def test_finding_is_fast() -> None:
    text = ("我老公是民乐户口，我户口在山丹，老二在民乐县医院生的，生育补贴有我的吗" * 6)[:200]
    china().find(text)
    started = time.perf_counter()
    for _ in range(20):
        china().find(text)
    assert (time.perf_counter() - started) / 20 < 0.002


@given(st.text(alphabet=st.sampled_from("甘肃张掖民乐县北京朝阳区鼓楼海南青州荆门市的，、 产假"), max_size=40))
def test_mentions_lie_in_order_and_say_their_words(text: str) -> None:
    mentions = china().find(text)
    assert all(text[one.start : one.end] == one.text and one.codes for one in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))
