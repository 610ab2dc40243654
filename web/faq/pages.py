"""A page before it is written: its path, its template and all that it shows, as plain data."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

PASSING = ("as_of", "examples", "example_day", "search_version")
"""What a page shows of the day alone: a page on which nothing else changed was not modified."""


def place_path(code: str, name: str = "index") -> str:
    """Return a page of a place."""
    return f"places/{code}/{name}.html"


def measure_path(name: str) -> str:
    """Return the page of a measure, given by its full id."""
    return f"measures/{name}.html"


def leaflet_path(name: str) -> str:
    """Return the leaflet of a place or an audience."""
    return f"leaflets/{name}.pdf"


@dataclass(frozen=True)
class Page:
    """One page; two with the same digest would be written alike."""

    path: str
    template: str
    context: Mapping[str, Any]

    @cached_property
    def digest(self) -> str:
        """A hash of all that goes into the page."""
        return _hash([self.path, self.template, self.context])

    @cached_property
    def substance(self) -> str:
        """The same without what passes with the day."""
        return _hash({name: value for name, value in self.context.items() if name not in PASSING})

    @property
    def root(self) -> str:
        """The way from the page to the root of the site; empty for a page that stands there."""
        return "../" * self.path.count("/")


def _hash(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
