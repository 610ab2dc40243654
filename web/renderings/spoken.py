"""An Answer as an operator reads it out: half a minute at most, no digits, a draft called a draft."""

from collections.abc import Mapping
from typing import Any

from web.renderings.figures_said import worked_out
from web.renderings.numbers_said import in_speech
from web.renderings.standing import clause_of, draft_of, title_of

LONGEST = 120  # characters: some thirty seconds


def spoken(answer: Mapping[str, Any]) -> str:
    """Return the script; the Answer's own first lines where it holds no measure."""
    if not answer["measures"]:
        return _cut(in_speech(answer["text"].replace("\n", "")), LONGEST)
    measure = answer["measures"][0]
    draft = draft_of(measure)
    parts = [  # (how soon it is left out, words): 0 never is
        (0, f"{draft}里写的是：" if draft else ""),
        (0, _sentence(measure["summary"])),
        (1, _result(answer)),
        (2, _outcome(measure)),
        (0, "这份文件还没正式印发，以印发的为准。" if draft else _unsure(measure)),
        (3, f"依据是{title_of(measure)}{clause_of(measure)}。"),
        (4, f"具体可以问{measure['departments'][0]}。" if measure["departments"] else ""),
    ]
    return _fitted([(rank, in_speech(words)) for rank, words in parts if words])


def _fitted(parts: list[tuple[int, str]]) -> str:
    """Return the parts in their order, those that matter least left out until the whole is short enough."""
    chosen: set[int] = set()
    room = LONGEST
    for index in sorted(range(len(parts)), key=lambda index: parts[index][0]):
        rank, words = parts[index]
        if rank == 0 or len(words) <= room:
            chosen.add(index)
            room -= len(words)
    return "".join(words for index, (_, words) in enumerate(parts) if index in chosen)


def _result(answer: Mapping[str, Any]) -> str:
    words = worked_out(answer)
    return f"按您的情况算，{words}。" if words else ""


def _outcome(measure: Mapping[str, Any]) -> str:
    if measure["eligibility"] == "not_eligible":
        reason = measure["reasons"][0] if measure["reasons"] else ""
        return f"按您说的不符合，要求是{reason}。" if reason else "按您说的不符合。"
    return {"eligible": "您说的情况，写明的条件都符合。", "need_info": "还要看具体条件。"}.get(
        measure["eligibility"], ""
    )


def _unsure(measure: Mapping[str, Any]) -> str:
    if measure["status"] == "unknown":
        return "这份文件现在是否有效，还要核实。"
    return "这份文件已经失效。" if measure["status"] == "expired" else ""


def _sentence(words: str) -> str:
    return words if words.endswith(("。", "！", "？")) else words + "。"


def _cut(words: str, longest: int) -> str:
    """Return whole sentences within a length, the first one cut where even that is too long."""
    kept = ""
    for sentence in words.replace("。", "。\n").split("\n"):
        if len(kept) + len(sentence) > longest:
            break
        kept += sentence
    return kept or words[: longest - 1] + "…"
