"""Judges the replies to the last turn of a case: kind, place, clauses, figures, words."""

import re
from typing import Any

UNITS = {"天": "(?:天|日)", "月": "(?:个月|月)", "岁": "(?:周岁|岁)", "年": "(?:年|周年)"}


class Reply:
    """What the replies to one message say, by their Answer and by their text."""

    def __init__(self, replies: list[dict[str, Any]]) -> None:
        answers = [reply["answer"] for reply in replies if reply.get("answer")]
        self.text = _plain("\n".join(reply["text"] for reply in replies))
        self.kinds = [answer["kind"] for answer in answers]
        self.regions = [answer["region"]["code"] for answer in answers if answer.get("region")]
        self.measures = [measure for answer in answers for measure in answer["measures"]]
        self.missing = [fact for answer in answers for fact in answer["missing_facts"]]
        self.figures = [figure for measure in self.measures for figure in measure["figures"]]
        for answer in answers:
            self.figures += (answer.get("calculation") or {}).get("results", [])

    def gives(self, figure: dict[str, Any]) -> bool:
        """Whether a figure is among the Answer's figures or stands in the text."""
        wanted = {str(figure["value"]), str(float(figure["value"])) if _is_number(figure["value"]) else ""}
        for given in self.figures:
            values = {str(given["value"]), str(given.get("max"))}
            values |= {str(float(value)) for value in (given["value"], given.get("max")) if _is_number(value)}
            if given["unit"] == figure.get("unit", given["unit"]) and values & wanted:
                return True
        return self.says(figure)

    def says(self, figure: dict[str, Any]) -> bool:
        """Whether a figure stands in the text, with its unit."""
        if figure.get("unit") == "date":
            year, month, day = str(figure["value"]).split("-")
            return bool(re.search(rf"{year}[-年]0?{int(month)}[-月]0?{int(day)}(?!\d)", self.text))
        unit = UNITS.get(figure.get("unit", ""), re.escape(figure.get("unit", "")))
        return bool(re.search(rf"(?<![\d.]){float(figure['value']):.10g}(?:\.0+)?{unit}", self.text))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _plain(text: str) -> str:
    text = re.sub(r"(\d+(?:\.\d+)?)万(?=元)", lambda match: f"{float(match[1]) * 10000:.10g}", text)
    return text.replace("％", "%").replace(" ", "")


def faults(expect: dict[str, Any], reply: Reply) -> list[str]:
    """Return what is wrong with a reply; a figure that must not be given is named as 'wrong figure'."""
    cites = {(measure["document"], str(measure["clause"])) for measure in reply.measures}
    wanted = {tuple(cite) for cite in expect.get("cites", [])}
    any_of = {tuple(cite) for cite in expect.get("cites_any", [])}
    kinds = expect.get("kind", reply.kinds)
    words = [_plain(word) for word in expect.get("text_any", [])]
    checks = {
        "kind": not set(reply.kinds).isdisjoint([kinds] if isinstance(kinds, str) else kinds),
        "region": "region" not in expect or expect["region"] in reply.regions,
        "clause": wanted <= cites and (not any_of or bool(any_of & cites)),
        "figure": all(reply.gives(figure) for figure in expect.get("figures", [])),
        "wrong figure": not any(reply.says(figure) for figure in expect.get("not_figures", [])),
        "words": not words or any(word in reply.text for word in words),
        "all words": all(_plain(word) in reply.text for word in expect.get("text_all", [])),
        "forbidden words": not any(_plain(word) in reply.text for word in expect.get("text_none", [])),
        "missing fact": not expect.get("missing_any") or bool(set(expect["missing_any"]) & set(reply.missing)),
        "a dump": len(reply.measures) <= expect.get("max_measures", 6),
    }
    return [name for name, right in checks.items() if not right]
