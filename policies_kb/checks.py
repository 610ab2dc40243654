"""Checks of the sources beyond their shape: functions of the whole set, each with a broken file in the tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from policies_kb.numbers import walk
from policies_kb.source import Source

FAMILY = {"parents", "pregnant_women", "employees", "special_families", "low_income_families", "disabled_children"}
INSTITUTION = {"childcare_institutions", "kindergartens", "employers", "companies"}
NUMBER_TESTS = ("at_least", "above", "at_most", "below")


@dataclass
class Sources:
    """Everything that the checks look at: documents, vocabularies, region codes; and the ways people ask."""

    documents: list[Source]
    facts: dict[str, dict]
    benefits: dict[str, dict]
    region_codes: frozenset[str]
    asked: dict[str, list[str]] = field(default_factory=dict)

    def measures(self) -> Iterator[tuple[Source, int, dict]]:
        """Yield (source, index, measure) for every measure of every document."""
        for source in self.documents:
            for index, measure in enumerate(source.data["measures"]):
                yield source, index, measure

    def measure_ids(self) -> set[str]:
        """Return the full ids (document/measure) of all measures."""
        return {f"{source.data['id']}/{measure['id']}" for source, _, measure in self.measures()}


Check = Callable[[Sources], None]
CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Register a function as the check of that name."""

    def register(function: Check) -> Check:
        CHECKS[name] = function
        return function

    return register


def run_checks(sources: Sources) -> None:
    """Run every check; problems are added to the sources."""
    for function in CHECKS.values():
        function(sources)


def tests_of(measure: dict, path: tuple) -> Iterator[tuple[tuple, dict]]:
    """Yield (path, test) for every condition of a measure that names a fact."""
    for spot, value in walk(measure.get("who", {}), (*path, "who")):
        if isinstance(value, dict) and "fact" in value:
            yield spot, value


@check("document-id")
def document_id_is_the_file_name(sources: Sources) -> None:
    """A document's id is the name of its file."""
    for source in sources.documents:
        if source.data["id"] + ".yml" != source.name:
            source.add(
                "document-id",
                ("id",),
                f"编号 {source.data['id']} 和文件名不一样",
                f"写成 {source.name.removesuffix('.yml')}",
            )


@check("measure-id")
def measure_ids_are_unique(sources: Sources) -> None:
    """No two measures of a document share an id."""
    seen: set[str] = set()
    for source, index, measure in sources.measures():
        full = f"{source.data['id']}/{measure['id']}"
        if full in seen:
            source.add("measure-id", ("measures", index, "id"), f"编号 {measure['id']} 用了两次", "换一个没用过的编号")
        seen.add(full)


@check("clause-known")
def measures_stand_in_listed_clauses(sources: Sources) -> None:
    """A measure, a reason and an uncarried figure name a clause that the document lists."""
    for source in sources.documents:
        for part in ("measures", "without_measure", "not_carried"):
            listed = {*source.data["clauses"], *(["前言"] if part == "not_carried" else [])}
            for index, item in enumerate(source.data.get(part, [])):
                if item["clause"] not in listed:
                    source.add(
                        "clause-known",
                        (part, index, "clause"),
                        f"条款 {item['clause']} 不在 clauses 里",
                        "改成列出的条款，或补进 clauses",
                    )


@check("clause-covered")
def every_clause_is_accounted_for(sources: Sources) -> None:
    """Every listed clause has a measure or a reason why it has none."""
    for source in sources.documents:
        used = {item["clause"] for part in ("measures", "without_measure") for item in source.data.get(part, [])}
        for index, clause in enumerate(source.data["clauses"]):
            if clause not in used:
                source.add(
                    "clause-covered",
                    ("clauses", index),
                    f"条款 {clause} 没有措施，也没有写理由",
                    "加一条措施，或写进 without_measure",
                )


@check("benefit-known")
def benefits_are_in_the_vocabulary(sources: Sources) -> None:
    """A measure's benefit is in vocabulary/benefits.yml."""
    for source, index, measure in sources.measures():
        if measure["benefit"] not in sources.benefits:
            source.add(
                "benefit-known",
                ("measures", index, "benefit"),
                f"没有 {measure['benefit']} 这种待遇",
                "用 vocabulary/benefits.yml 里有的",
            )


@check("fact-known")
def facts_are_in_the_vocabulary(sources: Sources) -> None:
    """Conditions, amounts and payouts name facts from vocabulary/facts.yml only."""
    keys = {"fact", "by", "also_by", "of", "times", "each", "count", "when", "used_up_by", "from"}
    for source, index, measure in sources.measures():
        for part in ("who", "amount", "payout", "dates"):
            for spot, value in walk(measure.get(part, {}), ("measures", index, part)):
                if spot[-1] in keys and isinstance(value, str) and value not in sources.facts:
                    source.add("fact-known", spot, f"没有“{value}”这个家庭情况", "用 vocabulary/facts.yml 里有的")


@check("fact-operator")
def tests_fit_the_type_of_their_fact(sources: Sources) -> None:
    """Regions are tested by within, numbers and dates by bounds, the rest by is or in."""
    for source, index, measure in sources.measures():
        for spot, test in tests_of(measure, ("measures", index)):
            kind = sources.facts.get(test["fact"], {}).get("type")
            by_region = "within" in test or "any_within" in test
            by_bound = any(name in test for name in NUMBER_TESTS)
            if kind and (by_region != (kind == "region") or (by_bound and kind not in ("integer", "number", "date"))):
                source.add(
                    "fact-operator",
                    spot,
                    f"{test['fact']} 是 {kind}，不能这样比较",
                    "地区用 within，数和日期用 at_least 等，其余用 is 或 in",
                )


@check("region-known")
def region_codes_exist(sources: Sources) -> None:
    """Every region code is in the official table."""
    for source in sources.documents:
        codes = [(("region",), source.data["region"])]
        for index, measure in enumerate(source.data["measures"]):
            for spot, test in tests_of(measure, ("measures", index)):
                codes += [((*spot, name), code) for name in ("within", "any_within") for code in test.get(name, [])]
        for spot, code in codes:
            if code not in sources.region_codes:
                source.add("region-known", spot, f"没有代码为 {code} 的地区", "查 GB/T 2260 的六位代码")


@check("dates-in-order")
def dates_exist_and_are_in_order(sources: Sources) -> None:
    """Dates exist in the calendar; a start is before its end; open ends are null, not far years."""
    for source in sources.documents:
        pairs = [((), source.data, "checked_on", "review_by")]
        pairs += [(("measures", i), m, "valid_from", "valid_to") for i, m in enumerate(source.data["measures"])]
        for path, holder, first, last in pairs:
            start, end = (_date(source, (*path, name), holder.get(name)) for name in (first, last))
            if start and end and start >= end:
                source.add("dates-in-order", (*path, last), f"{last} 不晚于 {first}", "把两个日期的先后改对")


def _date(source: Source, path: tuple, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        source.add("dates-in-order", path, f"没有 {value} 这一天", "写一个存在的日期")
        return None
    if not 1949 < found.year < 2100:
        source.add("dates-in-order", path, f"{value} 像是占位的日期", "没有期限就写 null")
        return None
    return found


@check("versions")
def versions_of_a_measure_do_not_overlap(sources: Sources) -> None:
    """Dated versions of one measure name the date that chooses and never hold on the same day."""
    groups: dict[tuple[str, str], list[tuple[Source, int, dict]]] = {}
    for source, index, measure in sources.measures():
        groups.setdefault((source.name, measure.get("version_of") or measure["id"]), []).append(
            (source, index, measure)
        )
    for group in groups.values():
        if len(group) < 2:
            continue
        spans = sorted(group, key=lambda item: item[2].get("valid_from") or "")
        for (_, _, before), (source, index, after) in pairwise(spans):
            end, start = before.get("valid_to"), after.get("valid_from")
            if end is None or start is None or start <= end:
                source.add(
                    "versions",
                    ("measures", index),
                    "和另一个版本的时间重叠",
                    "前一个写 valid_to，后一个的 valid_from 写在它之后",
                )
        for source, index, measure in group:
            if "version_by" not in measure:
                source.add("versions", ("measures", index), "没有写按哪个日期选版本", "补上 version_by")


@check("brackets")
def brackets_are_ordered_and_disjoint(sources: Sources) -> None:
    """Rows of a bracket table go upwards, have a lower bound each and do not overlap."""
    for source, index, measure in sources.measures():
        amount = measure.get("amount", {})
        if amount.get("kind") != "brackets":
            continue
        end: float | None = float("-inf")
        for row, bracket in enumerate(amount["rows"]):
            start = bracket.get("from", bracket.get("above"))
            if (
                start is None
                or end is None
                or start < end
                or (start == end and "above" not in bracket and amount["rows"][row - 1].get("to") == start)
            ):
                source.add(
                    "brackets",
                    ("measures", index, "amount", "rows", row),
                    "这一档和前一档接不上或重叠",
                    "从小到大写，每档写 from 或 above、below 或 to",
                )
            end = bracket.get("below", bracket.get("to"))


@check("relation-target")
def relations_point_at_measures(sources: Sources) -> None:
    """A related measure, a part of a sum and the base of a version exist."""
    known = sources.measure_ids()
    for source, index, measure in sources.measures():
        for part in ("relates", "amount", "dates"):
            for spot, value in walk(measure.get(part, []), ("measures", index, part)):
                if spot[-1] == "measure" and value not in known:
                    source.add("relation-target", spot, f"没有 {value} 这个措施", "写成 文件编号/措施编号")
        base = measure.get("version_of")
        if base and f"{source.data['id']}/{base}" not in known:
            source.add(
                "relation-target",
                ("measures", index, "version_of"),
                f"没有 {base} 这个措施",
                "写本文件里另一个版本的编号",
            )


@check("alias-unique")
def aliases_lead_to_one_measure(sources: Sources) -> None:
    """An alias belongs to one measure of a document and does not repeat a word of its benefit."""
    for source in sources.documents:
        seen: dict[str, str] = {}
        for index, measure in enumerate(source.data["measures"]):
            words = set(sources.benefits.get(measure["benefit"], {}).get("words", []))
            for spot, alias in enumerate(measure.get("aliases", [])):
                path = ("measures", index, "aliases", spot)
                if alias in seen and seen[alias] != measure.get("version_of", measure["id"]):
                    source.add("alias-unique", path, f"叫法“{alias}”已经属于 {seen[alias]}", "换一个只指这条措施的叫法")
                if alias in words:
                    source.add("alias-unique", path, f"“{alias}”是待遇的通用叫法", "删掉，通用叫法写在 benefits.yml")
                seen[alias] = measure["id"]


@check("audience-mixed")
def money_has_one_kind_of_payee(sources: Sources) -> None:
    """What is paid goes to families or to institutions, never to both in one measure."""
    for source, index, measure in sources.measures():
        audience = set(measure["audience"])
        if measure.get("amount") and audience & FAMILY and audience & INSTITUTION:
            source.add("audience-mixed", ("measures", index, "audience"), "一笔钱同时写给了家庭和机构", "拆成两条措施")
