"""The launcher says in a sentence why it cannot start, and ends everything that it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policies_kb.settings import ROOT, TABLE, read_settings
from tests.running import free_port
from web.preflight import problems
from web.processes import QUIET, Processes, child_environment, read_commands
from web.serve import Failure, Stop, Wish, address, settings_help, wait_for


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """Settings under which everything needed is there."""
    for name in ("kb.sqlite", "model.tar.gz"):
        (tmp_path / name).touch()
    ports = {name: str(free_port()) for name in ("POLICY_PORT", "RASA_PORT", "ACTION_PORT")}
    files = {"POLICY_KB": str(tmp_path / "kb.sqlite"), "POLICY_MODEL": str(tmp_path / "model.tar.gz")}
    return ports | files | {"POLICY_VAR": str(tmp_path / "var")}


def wrong(settings: dict[str, str]) -> str:
    return "\n".join(problems(read_settings(settings), settings))


def test_nothing_is_wrong_when_all_is_there(place: dict[str, str]) -> None:
    assert wrong(place) == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"POLICY_PORT": "abc"}, "设置 POLICY_PORT='abc' 不能用", id="a port that is a word"),
        pytest.param({"RASA_PORT": "70000"}, "设置 RASA_PORT='70000' 不能用", id="a port too high"),
        pytest.param({"POLICY_TODAY": "22.11.2026"}, "要写成 2026-11-22 这样的日期", id="a day in another form"),
        pytest.param({"POLICY_RATE_LIMIT": "-1"}, "设置 POLICY_RATE_LIMIT='-1' 不能用", id="a limit below nothing"),
        pytest.param({"POLICY_RASA_TIMEOUT": "0"}, "要写 1 到 60 之间的整数", id="no time to wait"),
        pytest.param({"POLICY_READY_TIMEOUT": "1"}, "要写 5 到 3600 之间的整数", id="no time to start"),
        pytest.param({"POLICY_SECRET": "short"}, "设置 POLICY_SECRET 太短", id="a key that can be guessed"),
        pytest.param({"POLICY_PROT": "1"}, "没有名叫 POLICY_PROT 的设置，是不是想写 POLICY_PORT", id="a name misspelt"),
        pytest.param({"RASA_PORT": "15099", "ACTION_PORT": "15099"}, "三个端口要各不相同", id="two ports the same"),
        pytest.param({"POLICY_MODEL": "build/no.tar.gz"}, "没有模型文件 build/no.tar.gz：先运行 make", id="no model"),
        pytest.param({"POLICY_KB": "/no/kb.sqlite"}, "没有知识库文件 /no/kb.sqlite：先运行 make build", id="no kb"),
        pytest.param({"POLICY_ORIGINS": "*"}, "设置 POLICY_ORIGINS", id="every site"),
        pytest.param({"POLICY_PROXIES": "proxy"}, "设置 POLICY_PROXIES", id="a proxy without address"),
        pytest.param({"POLICY_KEEP_DAYS": "0"}, "要写 1 到 365 之间的整数", id="conversations kept no day"),
        pytest.param({"POLICY_WECHAT_TOKEN": "x"}, "三项设置要一起填", id="half an account"),
        pytest.param({"POLICY_RECORDS_URL": "records"}, "设置 POLICY_RECORDS_URL", id="no database"),
        pytest.param({"POLICY_HOST": "203.0.113.1"}, "设置 POLICY_HOST='203.0.113.1' 不能用", id="another's address"),
    ],
)
def test_what_is_wrong_gets_a_sentence(place: dict[str, str], change: dict[str, str], sentence: str) -> None:
    assert sentence in wrong(place | change)


@pytest.mark.parametrize("name", ["POLICY_PORT", "RASA_PORT", "ACTION_PORT"])
def test_a_port_in_use_is_named(place: dict[str, str], name: str) -> None:
    with socket.create_server(("127.0.0.1", int(place[name]))):
        found = wrong(place)
    assert f"端口 {place[name]}" in found
    assert f"被占用：换一个 {name}=" in found


def test_the_launcher_ends_with_the_sentence_and_status_1(place: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "web.serve"],
        cwd=ROOT,
        env=os.environ | place | {"POLICY_MODEL": "/no/model"},
        capture_output=True,
        timeout=30,
    )
    assert (done.returncode, done.stderr.decode()) == (
        1,
        "没有模型文件 /no/model：先运行 make train，或用 POLICY_MODEL=… 指到已有的文件\n",
    )


def test_help_lists_every_setting() -> None:
    assert all(name in settings_help() and text in settings_help() for name, _, text in TABLE)


def test_the_procfile_names_the_three_processes() -> None:
    assert list(read_commands()) == ["actions", "rasa", "web"]
    assert list(read_commands(["rasa"])) == ["rasa"]


def test_children_get_every_setting_and_stay_on_this_machine(place: dict[str, str]) -> None:
    environment = child_environment(read_settings(place), {"PATH": "/bin", "HOME": "/home/x"})
    assert {name for name, _, _ in TABLE} <= set(environment)
    assert environment["SANIC_HOST"] == "127.0.0.1"
    assert environment["RASA_PORT"] == place["RASA_PORT"]
    assert Path(environment["TRACKER_DB"]).is_absolute()
    assert environment["TRACKER_URL"] == f"sqlite:///{environment['TRACKER_DB']}?timeout=30"
    assert environment["PATH"].endswith(os.pathsep + "/bin")
    assert {name: environment[name] for name in QUIET} == QUIET


@pytest.mark.parametrize(
    ("host", "url"), [("127.0.0.1", "http://127.0.0.1:8000"), ("0.0.0.0", "http://127.0.0.1:8000")]
)
def test_the_address_is_one_to_open(host: str, url: str) -> None:
    assert address(read_settings({"POLICY_HOST": host})) == url


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def gone(pid: int) -> bool:
    """Whether a process has ended; one that was just killed gets a moment."""
    until = time.monotonic() + 5
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def read_pid(path: Path) -> int:
    until = time.monotonic() + 5
    while not (path.is_file() and path.read_text().strip()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return int(path.read_text())


def test_children_and_what_they_started_are_ended(tmp_path: Path) -> None:
    commands = {"parent": f"sleep 60 & echo $! > {tmp_path}/pid; wait"}
    with Processes(commands, os.environ, tmp_path / "log") as processes:
        grandchild = read_pid(tmp_path / "pid")
        assert alive(grandchild)
        assert processes.dead() is None
    assert gone(grandchild)


def test_a_child_that_will_not_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.processes.POLITE_SECONDS", 0.2)
    command = f"trap '' TERM; echo $$ > {tmp_path}/pid; while true; do sleep 0.1; done"
    with Processes({"stubborn": command}, os.environ, tmp_path / "log"):
        pid = read_pid(tmp_path / "pid")
    assert gone(pid)


@pytest.fixture
def wish() -> Iterator[Wish]:
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield Wish()
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_dead_child_is_named_with_its_log(tmp_path: Path, place: dict[str, str], wish: Wish) -> None:
    commands = {"good": "sleep 60", "bad": "echo out of luck; exit 3"}
    names_it = pytest.raises(Failure, match=r"进程 bad 自己退出了（退出码 3）.*bad\.log")
    with Processes(commands, os.environ, tmp_path / "log") as processes, names_it:
        wait_for(lambda: False, processes, read_settings(place), wish)
    log = tmp_path / "log" / "bad.log"
    assert log.read_text() == "out of luck\n"
    assert log.stat().st_mode & 0o777 == 0o600


def test_waiting_ends_when_the_time_is_over(
    tmp_path: Path, place: dict[str, str], wish: Wish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.serve.Progress.seconds", lambda self: 121.0)
    over = pytest.raises(Failure, match="等了 120 秒还没有就绪")
    with Processes({"slow": "sleep 60"}, os.environ, tmp_path / "log") as processes, over:
        wait_for(lambda: True, processes, read_settings(place), wish, ["RASA_PORT"])


def test_a_signal_ends_the_waiting(tmp_path: Path, place: dict[str, str], wish: Wish) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    with Processes({"slow": "sleep 60"}, os.environ, tmp_path / "log") as processes, pytest.raises(Stop):
        wait_for(lambda: True, processes, read_settings(place), wish, ["RASA_PORT"])


def test_a_large_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.processes.LARGEST_LOG", 3)
    for _ in range(2):
        with Processes({"talk": "echo hello; sleep 60"}, os.environ, tmp_path) as processes:
            until = time.monotonic() + 5
            while not (tmp_path / "talk.log").stat().st_size and time.monotonic() < until:
                time.sleep(0.02)
            assert processes.dead() is None
    assert (tmp_path / "talk.log.1").read_text() == "hello\n"
