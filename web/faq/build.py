"""A whole site from the knowledge base: every piece of work, what needs them all, then the place of the old site."""

import multiprocessing
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from policies_kb.settings import Settings
from web.faq.feeds import write_feed, write_sitemaps
from web.faq.jobs import Done, Job, jobs_of, run
from web.faq.leaflets import write_leaflets
from web.faq.library import Library
from web.faq.links import check_elsewhere, check_inside
from web.faq.overviews import home_pages
from web.faq.progress import Progress
from web.faq.publishing import beside, in_place_of
from web.faq.searching import write_index
from web.faq.site import Site
from web.faq.state import State
from web.faq.writing import ASSETS, STATIC, Counts, Writer, look_of_the_site

MANY = 500  # pieces of work from which further processes are worth their start
MOST_CHANGES = 300
AT_ONCE = 8  # pieces of work that a process takes along
CHANGES, SOURCES, ROOT = "changes", "sources", "site"


@dataclass(frozen=True)
class Order:
    """What is to be built: where, by how many processes, which leaflets, and whether addresses elsewhere are tried."""

    settings: Settings
    target: Path
    workers: int = 1
    leaflets: tuple[str, ...] = ()
    check_sources: bool = False


@dataclass(frozen=True)
class Report:
    """What a build came to."""

    counts: Counts
    changes: int
    leaflets: int
    dropped: list[str]
    searchable: int
    sources: dict[str, Any]


def build_site(order: Order) -> Report:
    """Build the site and put it in the place of the old one, which stays on any error; KnowledgeBaseError says why."""
    folder = beside(order.target, "state")
    # the site is put in place first: a state that is older than its site makes the next build write more, never less
    with in_place_of(folder) as next_state, in_place_of(order.target) as fresh:
        bench = Bench(order, fresh, State(folder, next_state), look_of_the_site())
        return bench.build()


@dataclass(frozen=True)
class Bench:
    """One build at work: the folders that it writes to and the look of its pages."""

    order: Order
    fresh: Path
    state: State
    look: str
    leaflets: frozenset[str] = frozenset()

    def build(self) -> Report:
        """Write everything into the fresh folder; BrokenLinks when it does not hang together."""
        library = Library.open(self.order.settings)
        site = Site.of(library)
        _copy_assets(self.fresh)
        leaflets, dropped = write_leaflets(self.order.leaflets, site, self.order.target, self.fresh, self.state)
        bench = replace(self, leaflets=frozenset(leaflets))
        site = replace(site, leaflets=bench.leaflets)
        counts, changes = bench._run_all(site)
        changes = _with_old(changes, self.state)
        counts += bench.writer(library).write(ROOT, home_pages(site, changes))
        write_feed(self.fresh, changes, site.address, library.today)
        write_sitemaps(self.fresh, self.state, site.address)
        searchable = write_index(self.fresh / "assets", site)
        check_inside(self.fresh, self.state)
        sources = check_elsewhere(self.state, library.chat, library.today) if self.order.check_sources else {}
        self.state.write(SOURCES, SOURCES, sources or self.state.read(SOURCES, SOURCES))
        fresh_changes = sum(change["day"] == library.today.isoformat() for change in changes)
        return Report(counts, fresh_changes, len(leaflets), dropped, searchable, sources)

    def writer(self, library: Library) -> Writer:
        """Return a writer for one process."""
        return Writer(self.order.target, self.fresh, self.state, self.look, library.today)

    def _run_all(self, site: Site) -> tuple[Counts, list[dict[str, Any]]]:
        jobs = list(jobs_of(site, self.state))
        counts, changes, progress = Counts(), [], Progress(len(jobs))
        try:
            for done in self._results(jobs, site):
                counts += done.counts
                changes += done.changes
                progress.step()
        finally:
            progress.close()
        return counts, changes

    def _results(self, jobs: Sequence[Job], site: Site) -> Iterator[Done]:
        if self.order.workers < 2 or len(jobs) < MANY:
            writer = self.writer(site.library)
            yield from (run(job, site, self.state, writer) for job in jobs)
            return
        context = multiprocessing.get_context("spawn")  # a connection to SQLite must not be taken along by a fork
        with context.Pool(self.order.workers, _start_worker, (self,)) as pool:
            yield from pool.imap_unordered(_run_in_worker, jobs, AT_ONCE)


_worker: list[partial[Done]] = []  # of a child process alone: what does its work


def _start_worker(bench: Bench) -> None:
    library = Library.open(bench.order.settings)
    site = replace(Site.of(library), leaflets=bench.leaflets)
    _worker.append(partial(run, site=site, state=bench.state, writer=bench.writer(library)))


def _run_in_worker(job: Job) -> Done:
    return _worker[0](job)


def _copy_assets(fresh: Path) -> None:
    (fresh / "assets").mkdir()
    for name in ASSETS:
        shutil.copyfile(STATIC / name, fresh / "assets" / name)


def _with_old(changes: Iterable[dict[str, Any]], state: State) -> list[dict[str, Any]]:
    """Return today's changes in front of those of earlier builds, and leave them for the next one."""
    ordered = sorted(changes, key=lambda change: change["measure"])
    all_changes = [*ordered, *state.read(CHANGES, CHANGES).get("all", [])][:MOST_CHANGES]
    state.write(CHANGES, CHANGES, {"all": all_changes})
    return all_changes
