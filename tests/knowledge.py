"""The knowledge base for tests: built once from the sources, with the day that the cases hold for."""

import tempfile
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import settings

from policies_kb.assistant import Assistant
from policies_kb.build import build, content_version
from policies_kb.encoder import open_encoder
from policies_kb.indexing import make_segmenter
from policies_kb.settings import ROOT
from policies_kb.source import DOCUMENTS
from policies_kb.store import KnowledgeBase

TODAY = date(2026, 11, 22)
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it is built
CASES = Path(__file__).parent / "cases"
BROKEN = CASES / "broken"

# a slow machine is no failure, and a failure comes back on the next run
settings.register_profile("knowledge", deadline=None, derandomize=True)
settings.load_profile("knowledge")


@lru_cache(maxsize=1)
def the_base() -> KnowledgeBase:
    """Return the knowledge base of the sources: what `make build` left, if it is of these, else a new one."""
    path = ROOT / "build" / "kb.sqlite"
    if path.is_file():
        base = KnowledgeBase.open(path, make_segmenter(), open_encoder())
        if base.version == content_version():
            return base
    before, path = path, Path(tempfile.mkdtemp(prefix="shanyutong-")) / "kb.sqlite"
    build(path, encoder=open_encoder(2), before=before)
    return KnowledgeBase.open(path, make_segmenter(), open_encoder())


@lru_cache(maxsize=1)
def the_assistant() -> Assistant:
    """Return an assistant for whom it is always TODAY."""
    return Assistant(the_base(), lambda: TODAY)


@lru_cache(maxsize=1)
def source_documents() -> tuple[dict[str, Any], ...]:
    """Return the plain data of every document file, without any check."""
    return tuple(load_cases(path) for path in sorted(DOCUMENTS.glob("*.yml")))


def load_cases(path: Path) -> list[dict[str, Any]]:
    """Return the cases of a YAML file, in its order."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader)
