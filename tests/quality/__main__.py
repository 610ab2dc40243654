"""Measures what the assistant does with what it has not learnt from: python -m tests.quality

Intents are held out by voice, measures by document. It is no test: it prints tables and writes build/quality.json.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policies_kb.settings import ROOT
from tests.quality import report
from tests.quality.finding import groups, measure_finding
from tests.quality.intents import CONFIGURED, PEOPLE, Guesses, measure_intents
from tests.quality.scores import Hit

OUT = ROOT / "build" / "quality.json"
DIET_VOICES = ("operator",)


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality", description="量一量：没有学过的话，意图认对多少、措施找对多少。"
    )
    parser.add_argument("--only", choices=("intents", "finding"), help="只量意图，或者只量找措施")
    parser.add_argument("--quick", action="store_true", help="不训练 Rasa，只比 scikit-learn 的几种（不到一分钟）")
    parser.add_argument(
        "--diet", nargs="*", choices=PEOPLE, default=list(DIET_VOICES), help="DIET 留出哪几种人（每种要训练几分钟）"
    )
    parser.add_argument("--leave-out", nargs="*", choices=list(groups()), default=[], help="只留出这几组文件")
    parser.add_argument("--most", type=int, default=300, help="每组最多问几句，0 表示全部")
    parser.add_argument("--out", type=Path, default=OUT, help="结果写到哪里")
    return parser.parse_args()


def print_intents(measured: Mapping[str, Guesses]) -> None:
    """Print the tables about intents."""
    judged = measured.get(CONFIGURED) or list(measured.values())[-1]
    people = report.of_people(judged)
    parts = [report.intent_table(measured), report.same_voices_table(measured)]
    for lines in [*parts, report.weakest_table(people), report.confusion_table(people)]:
        print("", *lines, sep="\n")


def print_finding(found: Mapping[str, Sequence[Hit]]) -> None:
    """Print the table about finding."""
    print("", *report.finding_table(found), sep="\n")


def keep(path: Path, data: Mapping[str, Any]) -> None:
    """Write what was measured; what an earlier run measured of the other kind stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    before = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    whole = before | {part: figures for part, figures in data.items() if figures}
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1), "utf-8")


def main() -> int:
    """Return the exit status: 0 when everything was measured."""
    wanted, since = options(), time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - since:6.1f} 秒] {text}", flush=True)

    measured: dict[str, Guesses] = {}
    found: dict[str, list[Hit]] = {}
    with tempfile.TemporaryDirectory(prefix="quality-") as folder:
        if wanted.only != "intents":
            found = measure_finding(Path(folder), wanted.most, say, wanted.leave_out)
        if wanted.only != "finding":
            diet = [] if wanted.quick else wanted.diet
            measured = measure_intents(Path(folder), not wanted.quick, diet, say)
    keep(wanted.out, report.as_data(measured, found))
    say(f"量完了，明细在 {wanted.out}")
    if measured:
        print_intents(measured)
    if found:
        print_finding(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
