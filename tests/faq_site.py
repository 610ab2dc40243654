"""The FAQ pages for tests: built from the sources, or from a knowledge base in which a test changed something."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from policies_kb.build import build, is_current
from policies_kb.settings import ROOT, Settings, read_settings
from tests.knowledge import TODAY
from web.faq.build import Order, Report, build_site

PUBLIC = "https://faq.example"
VOID = {"meta", "link", "input", "br", "img", "hr"}
Change = Callable[[dict[str, Any]], None]


@lru_cache(maxsize=1)
def the_knowledge() -> Path:
    """Return a built knowledge base of the sources; the pages need no vectors of sentences."""
    path = ROOT / "build" / "kb.sqlite"
    if is_current(path):
        return path
    path = Path(tempfile.mkdtemp(prefix="shanyutong-faq-")) / "kb.sqlite"
    build(path)
    return path


@lru_cache(maxsize=1)
def the_site() -> Path:
    """Return the site of the sources, built once; nobody may write into it."""
    target = Path(tempfile.mkdtemp(prefix="shanyutong-faq-")) / "faq"
    build_into(target)
    return target


def settings_for(knowledge: Path | None = None, today: str = TODAY.isoformat()) -> Settings:
    """Return the settings of a build."""
    told = {"POLICY_TODAY": today, "POLICY_PUBLIC_URL": PUBLIC, "POLICY_KB": str(knowledge or the_knowledge())}
    return read_settings(told)


def build_into(target: Path, knowledge: Path | None = None, today: str = TODAY.isoformat(), **order: Any) -> Report:
    """Build the site into a folder."""
    return build_site(Order(settings_for(knowledge, today), target, **order))


@lru_cache(maxsize=1)
def small_knowledge() -> Path:
    """Return a knowledge base with one local document only: enough to see what a build does, in a third of the time."""
    path = Path(tempfile.mkdtemp(prefix="shanyutong-faq-")) / "small.sqlite"
    return without(the_knowledge(), path, ["minle", "kaizhou", "qinghai", "qinghai-elder-care", "tianjiaan"])


def without(knowledge: Path, path: Path, documents: list[str]) -> Path:
    """Return a copy of a knowledge base that lacks some documents."""
    shutil.copyfile(knowledge, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        for name in documents:
            connection.execute("delete from measures where document = ?", (name,))
            connection.execute("delete from documents where id = ?", (name,))
            connection.execute("delete from places where code not in (select region from documents)")
    return path


def changed_knowledge(folder: Path, measure: str, change: Change) -> Path:
    """Return a copy of the small knowledge base in which one measure was changed, as if its source had been."""
    path = folder / "changed.sqlite"
    if not path.exists():
        shutil.copyfile(small_knowledge(), path)
    with closing(sqlite3.connect(path)) as connection, connection:
        row = connection.execute("select data from measures where id = ?", (measure,)).fetchone()
        data = json.loads(row[0])
        change(data)
        connection.execute("update measures set data = ? where id = ?", (json.dumps(data, ensure_ascii=False), measure))
    return path


class PageReader(HTMLParser):
    """What a test looks at in a page: its links, ids, headings, scripts, and what may not stand there."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.data: list[Any] = []
        self.inline: list[str] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self._script: dict[str, str | None] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """See parent class."""
        told = dict(attributes)
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("href", "src") and value]
        self.ids += [told["id"] or ""] if "id" in told else []
        self.inline += [name for name in told if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" else []
        self._script = told if tag == "script" else None
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """See parent class."""
        if not self.open or self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        """See parent class."""
        if self._script is not None and data.strip():
            if self._script.get("type") == "application/ld+json":
                self.data.append(json.loads(data))
            else:
                self.inline.append("script")
