"""What a build leaves for the next one: plain JSON files in a folder beside the site, one for every piece of work."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEASURES, PAGES, LINKS = "measures", "pages", "links"


@dataclass(frozen=True)
class State:
    """The state that the last build left (nothing at the first one) and the one that this build leaves."""

    last: Path
    next: Path

    @property
    def is_first(self) -> bool:
        """Whether no build has left a state."""
        return not self.last.is_dir()

    def read(self, kind: str, name: str) -> dict[str, Any]:
        """Return what the last build left under a name; empty when it left nothing."""
        return _read(self.last / kind / f"{name}.json") or {}

    def read_next(self, kind: str, name: str) -> dict[str, Any]:
        """Return what this build leaves under a name; empty when it has left nothing yet."""
        return _read(self.next / kind / f"{name}.json") or {}

    def write(self, kind: str, name: str, data: Any) -> None:
        """Leave data under a name."""
        path = self.next / kind / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")

    def names(self, kind: str) -> list[str]:
        """Return the names under which the last build left something of a kind."""
        return sorted(path.stem for path in (self.last / kind).glob("*.json"))

    def all_next(self, kind: str) -> Iterator[Any]:
        """Yield everything of a kind that this build leaves."""
        return (_read(path) for path in sorted((self.next / kind).glob("*.json")))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
