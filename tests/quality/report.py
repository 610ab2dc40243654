"""What was measured, as tables to read and as data to keep."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from tests.quality.intents import PEOPLE, Guesses
from tests.quality.scores import Guess, Hit, accuracy, by_intent, confusions, coverage, share, surely_wrong, within

VOICES = {
    "mother": "妈妈",
    "father": "爸爸",
    "elder": "老人",
    "hr": "人事",
    "nursery": "托育",
    "operator": "坐席",
}
LOWEST = 8


def intent_table(measured: Mapping[str, Guesses]) -> list[str]:
    """Return a row for each model: accuracy for each held-out voice, for all people, and what it is worth."""
    head = ["模型", *VOICES.values(), "六种人合计", "九成把握时能答", "错里自信过头的"]
    return table(head, [_model_row(name, by_voice) for name, by_voice in measured.items()])


def _model_row(name: str, by_voice: Guesses) -> list[str]:
    cells = [percent(accuracy(by_voice[voice])) if voice in by_voice else "–" for voice in VOICES]
    people = of_people(by_voice)
    covered, threshold = coverage(people)
    at = f"{percent(covered)}（≥ {threshold:.2f}）" if threshold is not None else "0"
    return [name, *cells, f"{percent(accuracy(people))}（{len(people)} 句）", at, percent(surely_wrong(people))]


def of_people(by_voice: Guesses) -> list[Guess]:
    """Return the guesses for the voices of people; what nobody in particular says is left out."""
    return list(chain.from_iterable(by_voice.get(voice, []) for voice in PEOPLE))


def same_voices_table(measured: Mapping[str, Guesses]) -> list[str]:
    """Return the models compared on just the voices that all of them were asked."""
    shared = [voice for voice in PEOPLE if all(voice in by_voice for by_voice in measured.values())]
    rows = []
    for name, by_voice in measured.items():
        guesses = [guess for voice in shared for guess in by_voice[voice]]
        rows.append([name, percent(accuracy(guesses)), percent(coverage(guesses)[0]), percent(surely_wrong(guesses))])
    return table(
        ["模型", f"都问过的：{'、'.join(VOICES[v] for v in shared)}", "九成把握时能答", "错里自信过头的"], rows
    )


def weakest_table(guesses: Sequence[Guess]) -> list[str]:
    """Return the intents that are recognised worst."""
    rows = [[intent, percent(right), str(count)] for intent, (right, count) in by_intent(guesses).items()]
    return table(["最弱的意图", "认对", "句数"], rows[:LOWEST])


def confusion_table(guesses: Sequence[Guess]) -> list[str]:
    """Return the most frequent confusions."""
    return table(["意图", "当成了", "次数"], [[a, b, str(count)] for a, b, count in confusions(guesses, LOWEST)])


def finding_table(found: Mapping[str, Sequence[Hit]]) -> list[str]:
    """Return a row for each group of held-out documents: right clause first, in the first three, baseline."""
    rows = [_finding_row(name, hits) for name, hits in found.items()]
    rows.append(_finding_row("合计", list(chain.from_iterable(found.values()))))
    head = ["留出", "句数", "搜索第一", "搜索前三", "回答第一", "回答里有", "没有答", "BM25 第一", "BM25 前三"]
    return table(head, rows)


def _finding_row(name: str, hits: Sequence[Hit]) -> list[str]:
    shares = finding_shares(hits)
    return [name, str(len(hits)), *(percent(value) for value in shares.values())]


def finding_shares(hits: Sequence[Hit]) -> dict[str, float]:
    """Return the shares of one group of questions."""
    search, answer, baseline = ([getattr(hit, part) for hit in hits] for part in ("search", "answer", "baseline"))
    return {
        "search_first": within(search, 1),
        "search_three": within(search, 3),
        "answer_first": within(answer, 1),
        "answer_any": within(answer, 99),
        "unanswered": share(not hit.answered for hit in hits),
        "baseline_first": within(baseline, 1),
        "baseline_three": within(baseline, 3),
    }


def as_data(measured: Mapping[str, Guesses], found: Mapping[str, Sequence[Hit]]) -> dict[str, Any]:
    """Return all figures and what went wrong, as plain data."""
    return {
        "intents": {name: _model_data(by_voice) for name, by_voice in measured.items()},
        "finding": {
            name: finding_shares(hits) | {"asked": len(hits), "lost": _lost(hits)} for name, hits in found.items()
        },
    }


def _model_data(by_voice: Guesses) -> dict[str, Any]:
    people = of_people(by_voice)
    covered, threshold = coverage(people)
    return {
        "voices": {voice: accuracy(guesses) for voice, guesses in by_voice.items()},
        "people": accuracy(people),
        "asked": len(people),
        "coverage": {"precision": 0.9, "share": covered, "threshold": threshold},
        "surely_wrong": surely_wrong(people),
        "intents": {intent: {"right": right, "asked": n} for intent, (right, n) in by_intent(people).items()},
        "confusions": confusions(people, 40),
        "wrong": [[g.text, g.intent, g.guess, round(g.confidence, 3)] for g in people if not g.right],
    }


def _lost(hits: Sequence[Hit]) -> list[list[str]]:
    """Return the questions whose clause the search did not have in its first three, or had first but nobody said."""
    lost = ((hit, hit.search is None or hit.search > 2) for hit in hits)
    return [
        [hit.document, hit.text, "没找到" if missed else "找到了没答"]
        for hit, missed in lost
        if missed or (hit.search == 0 and not hit.answered)
    ]


def percent(value: float) -> str:
    """Return a share as people read it."""
    return f"{value:.1%}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a Markdown table."""
    return [f"| {' | '.join(line)} |" for line in (head, ["---"] * len(head), *rows)]
