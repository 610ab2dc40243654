"""Measures this assistant next to Rasa as it comes, on one machine in one run: python -m tests.bench

Both are trained from data/, keep their conversations in SQLite and are asked over Rasa's REST channel; the Flask side
is left out. Both run while either is asked, in turns, so that whatever else the machine does weighs on both alike.
"""

import argparse
import shutil
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import FrameType

from tests.bench.load import BenchError, asked, conversation, copy_conversation, measure
from tests.bench.report import LOADS, LONG, MANY, Load, Sheet, aims, table
from tests.bench.sides import OUT, Running, Side, running, sides, trained_seconds
from tests.bench.stats import Measured, pooled

MESSAGES = {1: 24, MANY: 96}  # by clients, in each round
ROUNDS = 3
HELD = "held"  # the conversation of which all long ones are copies
NAMES = {"stock": "原装 Rasa", "assistant": "善育通"}


class Bench:
    """One run: trains, starts, asks both sides in turns, ends them."""

    def __init__(self, folder: Path, again: bool) -> None:
        """folder takes what is written meanwhile; again trains even when the models are fresh."""
        self._folder, self._again = folder, again
        self._since = time.monotonic()

    def say(self, text: str) -> None:
        """Print one line of progress."""
        print(f"[{time.monotonic() - self._since:6.1f} 秒] {text}", flush=True)

    def run(self) -> tuple[Sheet, Sheet]:
        """Return what was measured: stock, assistant."""
        both = sides()
        training = [self._train(side) for side in both]
        with ExitStack() as stack:
            answering = [self._start(side, stack) for side in both]
            measured = self._measure(list(zip(both, answering, strict=True)))
            first, second = (
                Sheet(loads, one.processes.megabytes(), seconds, one.ready_seconds, now)
                for loads, one, (seconds, now) in zip(measured, answering, training, strict=True)
            )
            self.say("量完了，停下全部进程")
        return first, second

    def _train(self, side: Side) -> tuple[float, bool]:
        self.say(f"{NAMES[side.name]}：训练（没有变化就用 build/bench 里现成的；DIET 要几分钟）")
        seconds, now = trained_seconds(side, self._folder / f"{side.name}-training", self._again)
        self.say(f"{NAMES[side.name]}：训练用时 {seconds:.0f} 秒{'' if now else '（以前训练的）'}")
        return seconds, now

    def _start(self, side: Side, stack: ExitStack) -> Running:
        self.say(f"{NAMES[side.name]}：启动")
        one = stack.enter_context(running(side, self._folder / side.name))
        self.say(f"{NAMES[side.name]}：{one.ready_seconds:.0f} 秒后答出第一题；热身，再谈 {LONG - 1} 轮")
        measure(one.port, asked(f"warm-{n}" for n in range(4 * MANY)), MANY)
        measure(one.port, [(HELD, message) for message in conversation(LONG - 1)], 1)
        return one

    def _measure(self, both: list[tuple[Side, Running]]) -> list[dict[Load, Measured]]:
        parts: list[dict[Load, list[Measured]]] = [{load: [] for load in LOADS} for _ in both]
        for number in range(1, ROUNDS + 1):
            for load in LOADS:
                for part, (side, one) in zip(parts, both, strict=True):
                    part[load].append(self._round(one, load, number))
                    result = part[load][-1]
                    self.say(
                        f"第 {number}/{ROUNDS} 遍，{load[0]} 个客户端，第 {load[1]} 轮，{NAMES[side.name]}："
                        f"中位 {result.median_ms:.0f} 毫秒，每秒 {result.per_second:.1f} 条"
                    )
        return [{load: pooled(rounds) for load, rounds in part.items()} for part in parts]

    def _round(self, one: Running, load: Load, number: int) -> Measured:
        clients, turn = load
        senders = [f"{number}-{clients}-{turn}-{n}" for n in range(MESSAGES[clients])]
        if turn > 1:
            copy_conversation(one.database, HELD, senders)
        before = one.processes.cpu_seconds()
        measured = measure(one.port, asked(senders), clients)
        return replace(measured, cpu_seconds=one.processes.cpu_seconds() - before)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> int:
    """Return the exit status: 0 when both sides were measured, 1 when that failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="量一量：善育通和原装 Rasa 各有多快。")
    parser.add_argument("--train", action="store_true", help="两边都重新训练，好比训练用的时间")
    arguments = parser.parse_args()
    for wish in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, _end)
    folder = OUT / "run"  # stays until the next run: the logs tell what went wrong
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        stock, ours = Bench(folder, arguments.train).run()
    except BenchError as error:
        print(f"没有量完：{error}\n日志在 {folder}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 130
    print("", *table(stock, ours), "", *aims(stock, ours), sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
