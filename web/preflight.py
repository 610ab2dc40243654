"""What must be in place before anything is started. Every problem found is one sentence that says what to do."""

import difflib
import errno
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping

from policies_kb.errors import SettingError
from policies_kb.settings import ROOT, TABLE, Settings
from web.proxies import Proxies
from web.security import allowed_origins
from web.services import limits
from web.storage import RecordsError, open_records
from web.wechat import read_account

PORTS = {"POLICY_PORT": "聊天网页", "RASA_PORT": "Rasa", "ACTION_PORT": "动作服务"}
SHORTEST_SECRET = 16
LOCAL = "127.0.0.1"
FOR_TESTS = "POLICY_TEST_"  # settings of the tests, none of the assistant's


def problems(settings: Settings, environment: Mapping[str, str], ports: Iterable[str] = tuple(PORTS)) -> list[str]:
    """Return what stands in the way of a start; empty when nothing does. Files and ports are asked last."""
    wrong = [*_unknown_settings(environment), *_unusable_values(settings)]
    return wrong or [
        *_same_ports(settings),
        *_missing_files(settings),
        *_unusable_records(settings),
        *_taken_ports(settings, ports),
    ]


def listening(host: str, port: int) -> bool:
    """Whether something answers at a port."""
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


def _unknown_settings(environment: Mapping[str, str]) -> Iterator[str]:
    known = [name for name, _, _ in TABLE]
    for name in sorted(environment):
        if name.startswith("POLICY_") and not name.startswith(FOR_TESTS) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"，是不是想写 {near[0]}" if near else ""
            yield f"没有名叫 {name} 的设置{hint}？全部设置见 python -m web.serve --help"


def _unusable_values(settings: Settings) -> Iterator[str]:
    readers: list[Callable[[], object]] = [settings.today]
    readers += [lambda name=name: settings.port(name) for name in PORTS]
    readers += [
        lambda: limits(settings),
        lambda: Proxies.of(settings),
        lambda: allowed_origins(settings),
        lambda: settings.number("POLICY_KEEP_DAYS", 1, 365),
        lambda: settings.number("POLICY_KEEP_RECORDS_DAYS", 1, 3650),
        lambda: read_account(settings),
        lambda: settings.number("POLICY_RASA_TIMEOUT", 1, 60),
        lambda: settings.number("POLICY_CALENDAR_DAYS", 1, 365),
        lambda: settings.number("POLICY_READY_TIMEOUT", 5, 3600),
    ]
    for read in readers:
        try:
            read()
        except SettingError as error:
            yield str(error)
    if 0 < len(settings.text("POLICY_SECRET")) < SHORTEST_SECRET:
        yield f"设置 POLICY_SECRET 太短：至少 {SHORTEST_SECRET} 个字符；不填就会自动生成一个"


def _same_ports(settings: Settings) -> Iterator[str]:
    seen: dict[int, str] = {}
    for name in PORTS:
        port = settings.port(name)
        if port in seen:
            yield f"设置 {seen[port]} 和 {name} 都是 {port}：三个端口要各不相同"
        seen.setdefault(port, name)


def _missing_files(settings: Settings) -> Iterator[str]:
    for name, what, remedy in (("POLICY_KB", "知识库文件", "make build"), ("POLICY_MODEL", "模型文件", "make train")):
        path = settings.path(name)
        if not path.is_file():
            shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
            yield f"没有{what} {shown}：先运行 {remedy}，或用 {name}=… 指到已有的文件"


def _unusable_records(settings: Settings) -> Iterator[str]:
    """Bring the records' tables up to date, so that what stands in the way is said before anything is started."""
    try:
        open_records(settings).close()
    except (SettingError, RecordsError) as error:
        yield str(error)


def _taken_ports(settings: Settings, ports: Iterable[str]) -> Iterator[str]:
    for name in ports:
        host = settings.text("POLICY_HOST") if name == "POLICY_PORT" else LOCAL
        yield from _bind_problem(name, host, settings.port(name))


def _bind_problem(name: str, host: str, port: int) -> Iterator[str]:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        yield f"没有权限用端口 {port}（{PORTS[name]}）：换一个 1024 以上的，例如 {name}={port + 10_000}"
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            yield f"端口 {port}（{PORTS[name]}）被占用：换一个 {name}={port + 10_000}，或关掉占用它的程序"
        else:
            yield f"设置 POLICY_HOST={host!r} 不能用：要写本机的一个地址，例如 127.0.0.1 或 0.0.0.0"
