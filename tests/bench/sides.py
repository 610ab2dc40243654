"""The two sides of the comparison: how each is trained, started and weighed. All that is started is ended."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from policies_kb.settings import ROOT, read_settings
from tests.bench.load import ASKED, BenchError, Client
from tests.running import TODAY, free_port
from web.processes import Processes, child_environment, read_commands

OUT = ROOT / "build" / "bench"
STOCK = "tests/bench/stock"
TRAIN_SECONDS = 1800
READY_SECONDS = 300
POLL_SECONDS = 0.1
SERVED_AS_IT_COMES = {
    "actions": f"exec python -m rasa_sdk --actions {STOCK.replace('/', '.')}.actions --port $ACTION_PORT",
    "rasa": f"exec rasa run --model $POLICY_MODEL --endpoints {STOCK}/endpoints.yml "
    f"--credentials {STOCK}/credentials.yml --interface 127.0.0.1 --port $RASA_PORT",
}
# What is set for the assistant alone (threads of TensorFlow, log level) is taken out of the other side's environment.
OURS_ALONE = (
    "TF_INTRA_OP_PARALLELISM_THREADS",
    "TF_INTER_OP_PARALLELISM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "LOG_LEVEL",
)


@dataclass(frozen=True)
class Side:
    """One of the two set-ups: its name, what it learns from, its training and its processes as shell lines."""

    name: str
    learned_from: tuple[str, ...]
    training: str
    serving: Mapping[str, str]
    leaves_out: tuple[str, ...] = ()

    @property
    def model(self) -> Path:
        """The trained model."""
        return OUT / f"{self.name}.tar.gz"

    def environment(self, folder: Path) -> dict[str, str]:
        """Return the environment of its processes: ports that are free now, everything written below folder."""
        own = {
            "POLICY_MODEL": str(self.model),
            "POLICY_TODAY": TODAY,
            "POLICY_VAR": str(folder),
            "TRACKER_DB": str(folder / "tracker.sqlite"),
            "TRACKER_URL": f"sqlite:///{folder / 'tracker.sqlite'}?timeout=30",
            "RASA_PORT": str(free_port()),
            "ACTION_PORT": str(free_port()),
        }
        whole = child_environment(read_settings(os.environ | own), os.environ)
        whole["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
        return {name: value for name, value in whole.items() if name not in self.leaves_out}


class Group(Processes):
    """The processes of one side."""

    def megabytes(self) -> float:
        """Return the resident memory of all of them and of whatever they started."""
        return sum(map(_resident_kb, self._folders())) / 1024

    def cpu_seconds(self) -> float:
        """Return the seconds that processors worked for all of them so far."""
        return sum(map(_ticks, self._folders())) / os.sysconf("SC_CLK_TCK")

    def _folders(self) -> list[Path]:
        leaders = {str(child.process.pid) for child in self._children}
        return [folder for folder in Path("/proc").glob("[0-9]*") if leaders.intersection(_stat(folder)[3:4])]


@dataclass(frozen=True)
class Running:
    """A side that answers."""

    port: int
    database: Path
    ready_seconds: float
    processes: Group


def sides() -> tuple[Side, Side]:
    """Return Rasa as it comes and this assistant."""
    out = f"--data data --out {OUT} --force --fixed-model-name"
    stock = Side(
        name="stock",
        learned_from=("data", f"{STOCK}/config.yml", f"{STOCK}/domain.yml"),
        training=f"exec rasa train --config {STOCK}/config.yml --domain {STOCK}/domain.yml {out} stock",
        serving=SERVED_AS_IT_COMES,
        leaves_out=OURS_ALONE,
    )
    ours = Side(
        name="assistant",
        learned_from=("data", "config.yml", "bot/domain.yml", "bot/components", "build/nlu"),
        training=f"exec python -m bot.start train --config config.yml --domain bot/domain.yml {out} assistant",
        serving=read_commands(["actions", "rasa"]),
    )
    return stock, ours


def trained_seconds(side: Side, folder: Path, again: bool) -> tuple[float, bool]:
    """Return how long the training took, and whether it was now: a model is kept until what it learns from changes."""
    note, checksum = OUT / f"{side.name}.json", _checksum(side.learned_from)
    known = json.loads(note.read_text("utf-8")) if note.is_file() and side.model.is_file() else {}
    if known.get("sum") == checksum and not again:
        return float(known["seconds"]), False
    since = time.monotonic()
    with Group({"train": side.training}, side.environment(folder), folder / "log") as training:
        while not (done := training.dead()):
            if time.monotonic() - since > TRAIN_SECONDS:
                raise BenchError(f"{side.name}: not trained within {TRAIN_SECONDS} s")
            time.sleep(POLL_SECONDS)
        if done.process.returncode:
            raise BenchError(f"{side.name}: training failed, see {done.log}")
    seconds = time.monotonic() - since
    note.write_text(json.dumps({"sum": checksum, "seconds": seconds}), "utf-8")
    return seconds, True


@contextmanager
def running(side: Side, folder: Path) -> Iterator[Running]:
    """Start a side and give it when it has answered a question; end all its processes."""
    environment = side.environment(folder)
    port = int(environment["RASA_PORT"])
    since = time.monotonic()
    with Group(side.serving, environment, folder / "log") as processes:
        while not _answers(port):
            if dead := processes.dead():
                raise BenchError(f"{side.name}: {dead.name} has ended, see {dead.log}")
            if time.monotonic() - since > READY_SECONDS:
                raise BenchError(f"{side.name}: no answer within {READY_SECONDS} s, see {folder / 'log'}")
            time.sleep(POLL_SECONDS)
        yield Running(port, Path(environment["TRACKER_DB"]), time.monotonic() - since, processes)


def _answers(port: int) -> bool:
    try:
        return Client(port).send("ready", ASKED[0]) > 0
    except BenchError:
        return False


def _checksum(paths: tuple[str, ...]) -> str:
    found = [path for name in paths for path in ((ROOT / name).rglob("*") if (ROOT / name).is_dir() else [ROOT / name])]
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(path for path in found if path.is_file() and path.suffix != ".pyc"):
        digest.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _stat(folder: Path) -> list[str]:
    """Return the fields of a process from its state on: the fourth is its session; nothing when it has ended."""
    try:
        return (folder / "stat").read_text("utf-8").rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return []


def _ticks(folder: Path) -> int:
    return sum(int(field) for field in _stat(folder)[11:13])  # in the process itself, and in the kernel for it


def _resident_kb(folder: Path) -> int:
    try:
        status = (folder / "status").read_text("utf-8")
    except OSError:  # it has ended meanwhile
        return 0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
