"""Starts the whole assistant and keeps it together: python -m web.serve

Checks settings, files and ports first; starts the action server, Rasa and the web server; waits until a real question
got a real answer; prints the address. Ctrl-C ends everything; so does the death of any one process.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from types import FrameType

import requests

from policies_kb.settings import TABLE, Settings, read_settings
from web.preflight import LOCAL, PORTS, listening, problems
from web.processes import Child, Processes, child_environment, read_commands

POLL_SECONDS = 0.2
EVERYWHERE = ("0.0.0.0", "")
STARTS = {"ACTION_PORT": "动作服务已启动", "POLICY_PORT": "网页服务已启动", "RASA_PORT": "Rasa 已装好模型"}


class Stop(Exception):
    """A wish to end: by the keyboard, by a signal. The text says which."""


class Failure(Exception):
    """The assistant cannot start or go on; the text is a sentence that says why and what to do."""


class Progress:
    """Prints what has been reached, with the seconds since the start."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    def seconds(self) -> float:
        """Return the seconds since the start."""
        return time.monotonic() - self._since

    def say(self, text: str) -> None:
        """Print one line at once."""
        print(f"[{self.seconds():5.1f} 秒] {text}", flush=True)


class Wish:
    """The wish to end, noted by signal handlers and looked at between steps: nothing is left half started."""

    def __init__(self) -> None:
        self._signal = ""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._signal = signal.Signals(number).name

    def heed(self) -> None:
        """Raise Stop when a signal has come."""
        if self._signal:
            raise Stop(self._signal)


def wait_for(
    ready: Callable[[], bool], processes: Processes, settings: Settings, wish: Wish, ports: Iterable[str] = tuple(PORTS)
) -> None:
    """Return when ready() says so; Failure when a process dies or the time is over. Tells which ports have opened.

    ready() is asked only when all ports are open.
    """
    progress, limit = Progress(), settings.number("POLICY_READY_TIMEOUT", 5, 3600)
    waiting = set(ports)
    while waiting or not ready():
        wish.heed()
        fail_if_dead(processes)
        for name in [name for name in sorted(waiting) if listening(_host(settings, name), settings.port(name))]:
            waiting.discard(name)
            progress.say(STARTS[name])
        if progress.seconds() > limit:
            logs = settings.path("POLICY_VAR") / "log"
            raise Failure(f"等了 {limit} 秒还没有就绪：看 {logs} 里的日志，或用 POLICY_READY_TIMEOUT=… 多等一会儿")
        time.sleep(POLL_SECONDS)


def fail_if_dead(processes: Processes) -> None:
    """Raise Failure, naming it and its log, when a process has ended."""
    child = processes.dead()
    if child:
        raise Failure(_obituary(child))


def _obituary(child: Child) -> str:
    return f"进程 {child.name} 自己退出了（退出码 {child.process.returncode}），其余的也都停下。原因见 {child.log}"


def address(settings: Settings) -> str:
    """Return where people on this machine find the page."""
    return f"http://{_host(settings, 'POLICY_PORT')}:{settings.port('POLICY_PORT')}"


def _host(settings: Settings, port: str) -> str:
    host = settings.text("POLICY_HOST")
    return host if port == "POLICY_PORT" and host not in EVERYWHERE else LOCAL


def _answers(url: str) -> bool:
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(f"{url}/healthz", timeout=15).status_code == 200
    except requests.RequestException:
        return False


def serve(settings: Settings, wish: Wish) -> None:
    """Run the assistant until Stop; Failure when it cannot start or loses a process."""
    progress = Progress()
    wrong = problems(settings, os.environ)
    if wrong:
        raise Failure("\n".join(wrong))
    progress.say("设置、文件、端口都没有问题，正在启动")
    logs = settings.path("POLICY_VAR") / "log"
    url = address(settings)
    with Processes(read_commands(), child_environment(settings, os.environ), logs) as processes:
        wait_for(lambda: _answers(url), processes, settings, wish)
        progress.say("试问一题，得到了回答")
        print(f"善育通就绪：{url}  （按 Ctrl-C 停止；日志在 {logs}）", flush=True)
        while True:
            wish.heed()
            fail_if_dead(processes)
            time.sleep(POLL_SECONDS)


def settings_help() -> str:
    """Return the table of all settings, a line each with its default."""
    lines = [f"  {name:22}{default or '（空）':34}{text}" for name, default, text in TABLE]
    return "\n".join(["设置（环境变量，名字 / 默认值 / 说明）：", *lines])


def main() -> int:
    """Return the exit status: 0 after a wanted end, 1 after a failure."""
    parser = argparse.ArgumentParser(
        prog="python -m web.serve",
        description="启动善育通：动作服务、Rasa、聊天网页；Ctrl-C 全部停止。",
        epilog=settings_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args()
    try:
        serve(read_settings(), Wish())
    except Stop as stop:
        print(f"\n收到 {stop}，已全部停止。", flush=True)
        return 0
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
