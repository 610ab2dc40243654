"""Throws strange messages at the running assistant and says which replies break a promise: python -m tests.fuzz"""

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from policies_kb.settings import ROOT
from tests.fuzz.messages import make_messages
from tests.fuzz.run import Failure, send_all
from tests.running import RunningStack

OUT = ROOT / "build" / "fuzz-failures.json"
STEP, SHOWN = 250, 20


def options() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz",
        description="乱发消息：不许报错，不许掉进程，每个回答都要合乎约定，不许冒出来历不明的数，正经的问题照样答对。",
    )
    parser.add_argument("--messages", type=int, default=10_000, help="发几条（默认 10000）")
    parser.add_argument("--seed", type=int, default=1, help="随机种子，同一个种子发同样的消息（默认 1）")
    parser.add_argument("--chat", help="已经在运行的助手的网址；不填就自己启动一个")
    return parser.parse_args()


@contextmanager
def chat(address: str | None) -> Iterator[str]:
    """Give the address of a running assistant: the one named, or one that lives as long as this."""
    if address:
        yield address.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        stack = RunningStack(Path(folder))
        stack.start()
        try:
            yield stack.address
        finally:
            if stack.stop() != 0:
                raise SystemExit(f"助手没有撑住：\n{(stack.folder / 'serve.txt').read_text('utf-8')}")


def _end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Return the exit status: 0 when every reply kept its promises, 1 when one did not, 130 when stopped."""
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, _end)  # what was started ends, what was found is kept
    wanted, since = options(), time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - since:6.1f} 秒] {text}", flush=True)

    sent, failures, status = 0, [], 0
    say("启动助手" if not wanted.chat else f"连接 {wanted.chat}")
    with chat(wanted.chat) as address:
        try:
            for sent, failure in enumerate(send_all(address, make_messages(wanted.seed, wanted.messages)), 1):
                failures += [failure] if failure else []
                if sent % STEP == 0:
                    say(f"发了 {sent}/{wanted.messages} 条，不对的 {len(failures)} 条")
        except KeyboardInterrupt:
            status = 130
    keep(failures, wanted.seed)
    say(f"种子 {wanted.seed}，发了 {sent} 条，不对的 {len(failures)} 条" + (f"，都在 {OUT}" if failures else ""))
    show(failures)
    return status or int(bool(failures))


def show(failures: list[Failure]) -> None:
    """Print the first failures and how many there are of each kind of message."""
    for failure in failures[:SHOWN]:
        print(f"\n第 {failure.number} 条（{failure.kind}）：{failure.message[:120]}\n  " + "\n  ".join(failure.faults))
    if failures:
        print("\n按种类：", dict(Counter(failure.kind for failure in failures)))


def keep(failures: list[Failure], seed: int) -> None:
    """Write the failures to build/fuzz-failures.json; remove an old file when there are none."""
    OUT.unlink(missing_ok=True)
    if failures:
        OUT.parent.mkdir(parents=True, exist_ok=True)
        data = {"seed": seed, "failures": [failure.as_dict() for failure in failures]}
        OUT.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
