"""The site is made beside the published one and takes its place as a whole; a failure leaves that one alone."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policies_kb.errors import KnowledgeBaseError


class Busy(KnowledgeBaseError):
    """Another build of the same site is at work."""


@contextmanager
def in_place_of(published: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of the published one when all went well; Busy while another does."""
    published.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = beside(published, "new"), beside(published, "old")
    with beside(published, "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(f"已经有一个程序在生成 {published}，等它做完再来") from None
        if old.exists() and not published.exists():  # the last build was killed between the two moves below
            old.rename(published)
        _remove(fresh, old)
        fresh.mkdir()
        try:
            yield fresh
            if published.exists():
                published.rename(old)
            fresh.rename(published)
        finally:
            _remove(fresh, old)


def beside(published: Path, ending: str) -> Path:
    """Return the neighbour of a folder with an ending to its name."""
    return published.with_name(f"{published.name}.{ending}")


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
