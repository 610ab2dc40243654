"""What the console asks of the library: one assistant per process, opened when it is first needed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Lock

from policies_kb.assistant import Assistant
from policies_kb.model import Measure
from policies_kb.original_files import folder_of
from policies_kb.settings import Settings
from policies_kb.store import KnowledgeBase
from web.errors import ApiError
from web.staff.onebox import OneBox
from web.staff.originals import Originals


@dataclass(frozen=True)
class Library:
    """The opened knowledge base with what is built over it."""

    assistant: Assistant
    box: OneBox
    originals: Originals

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base itself."""
        return self.assistant.base

    def measure(self, name: object) -> Measure:
        """Return a measure by its id; ApiError 404 when there is none."""
        found = self.base.measures.get(name) if isinstance(name, str) else None
        if found is None:
            raise ApiError(404, "measure_unknown", "没有这一条，知识库可能刚更新过，请重新查一次。")
        return found


class Desk:
    """Opens the library once, whoever asks first, and tells `on_open` of the knowledge base."""

    def __init__(self, settings: Settings, on_open: Callable[[KnowledgeBase], None]) -> None:
        self._settings, self._on_open = settings, on_open
        self._lock = Lock()

    def today(self) -> date:
        """Return the day that answers hold for."""
        return self._settings.today()

    @property
    def library(self) -> Library:
        """The library; StoreError when no knowledge base has been built."""
        with self._lock:
            return self._opened

    @cached_property
    def _opened(self) -> Library:
        assistant = Assistant.open(self._settings)
        base = assistant.base
        self._on_open(base)
        return Library(assistant, OneBox(base, assistant.finder), Originals(folder_of(self._settings), base))
