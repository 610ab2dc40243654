"""What changed since the last build: figures, standing and words of every measure; past versions are kept."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from policies_kb.wording import sentence
from web.faq.entries import Entry

Version = dict[str, Any]
Versions = dict[str, list[Version]]
"""The versions of every measure of a document, by its id, oldest first; a withdrawn one ends with a gone version."""
KEPT = ("title", "question", "headline", "conditions", "cautions", "notes", "unstated", "source", "ask")
SAID = ("headline", "conditions", "cautions", "notes", "unstated", "ask", "title")
KINDS = {"added": "新收录", "figures": "数变了", "status": "文件状态变了", "words": "文字改了", "gone": "不再收录"}


def version_of(entry: Entry, day: date) -> Version:
    """Return what is kept of an entry: its words, its figures as people read them, and since when they hold."""
    figures = [[figure["label"], figure["shown"]] for figure in entry["figures"]]
    plain = {name: entry[name] for name in (*KEPT, "status", "standing", "code", "place", "path")}
    return {"since": day.isoformat(), "gone": False, "figures": figures, **plain}


def with_entries(old: Versions, entries: Iterable[Entry], day: date) -> tuple[Versions, list[dict[str, Any]]]:
    """Return the versions with today's entries behind those that differ, and the changes that were found."""
    versions: Versions = {}
    changes = []
    for entry in entries:
        past, now = old.get(entry["id"], []), version_of(entry, day)
        kinds = _kinds(past[-1], now) if past else ["added"]
        if kinds:
            changes.append(change_of(entry["id"], kinds, past[-1] if past else None, now))
        versions[entry["id"]] = [*past, now] if kinds else past
    for name, past in old.items():
        if name not in versions:
            versions[name] = past
            if not past[-1]["gone"]:
                versions[name] = [*past, past[-1] | {"since": day.isoformat(), "gone": True}]
                changes.append(change_of(name, ["gone"], past[-1], versions[name][-1]))
    return versions, changes


def _kinds(before: Version, now: Version) -> list[str]:
    kinds = ["figures"] if _shown(before) != _shown(now) else []
    kinds += ["status"] if before["status"] != now["status"] else []
    if not kinds and any(before[name] != now[name] for name in SAID):
        kinds.append("words")
    return ["added"] if before["gone"] else kinds


def _shown(version: Version) -> list[str]:
    return [shown for _, shown in version["figures"]]


def change_of(name: str, kinds: list[str], before: Version | None, now: Version) -> dict[str, Any]:
    """Return a change as the feed and the list of changes show it; lines hold what stood there and what stands now."""
    pairs = list(_differences(before, now)) if before and "gone" not in kinds else []
    return {
        "measure": name,
        "document": name.split("/")[0],
        "day": now["since"],
        "title": now["title"],
        "place": now["place"],
        "code": now["code"],
        "path": history_path(name) if "gone" in kinds else now["path"],
        "kinds": kinds,
        "said": [KINDS[kind] for kind in kinds],
        "pairs": pairs,
    }


def _differences(before: Version, now: Version) -> Iterator[tuple[str, str]]:
    """Yield (what stood there, what stands now) of everything that differs; empty words for nothing."""
    if before["standing"] != now["standing"]:
        yield before["standing"], now["standing"]
    if before["figures"] != now["figures"]:
        gone = [_figure(one) for one in before["figures"] if one not in now["figures"]]
        come = [_figure(one) for one in now["figures"] if one not in before["figures"]]
        yield "；".join(gone), "；".join(come)
    for name in SAID:
        if before[name] != now[name]:
            yield _text(before[name]), _text(now[name])


def _figure(figure: list[str]) -> str:
    return f"{figure[0]} {figure[1]}"


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "".join(sentence(line) for line in value)


def history_path(name: str) -> str:
    """Return the page with the past versions of a measure."""
    return f"measures/{name}.history.html"


def past_of(versions: Mapping[str, list[Version]], name: str) -> list[Version]:
    """Return the versions of a measure, newest first, when there is more than one; else none."""
    found = versions[name]
    return found[::-1] if len(found) > 1 else []
