"""Reading and checking all sources."""

from pathlib import Path

from policies_kb import date_checks, figure_checks  # noqa: F401 - they register their checks
from policies_kb.asked import read_asked
from policies_kb.checks import Sources, run_checks
from policies_kb.errors import Problem
from policies_kb.regions import official_regions
from policies_kb.schema import check_shape
from policies_kb.source import DOCUMENTS, read_source, read_vocabulary


def load_sources(folder: Path = DOCUMENTS) -> tuple[Sources, list[Problem]]:
    """Read every document file and the ways people ask, and check them; returns the sound sources and all problems."""
    documents = [read_source(path) for path in sorted(folder.glob("*.yml"))]
    for source in documents:
        if source.data is not None or not source.problems:
            check_shape(source)
    sound = [source for source in documents if not source.problems]
    codes = frozenset(region.code for region in official_regions())
    sources = Sources(sound, read_vocabulary("facts"), read_vocabulary("benefits")["benefits"], codes)
    run_checks(sources)
    sources.asked, asked_sources = read_asked(folder, sound)
    return sources, [problem for source in [*documents, *asked_sources] for problem in source.problems]
