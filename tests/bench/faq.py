"""How fast the FAQ pages are for the whole country: python -m tests.bench.faq

Counties that have no document get one made up of measures of a real one; the site is built, then built again with
nothing changed and with one document changed. Prints pages, seconds and the largest memory of a process.
"""

import argparse
import json
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from policies_kb.settings import ROOT, read_settings
from web.faq.build import Order, build_site

MODEL, COUNTIES, MEASURES = "minle", 3000, 20


def main() -> int:
    """Print what the three builds took; return 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.faq", description="量问答网页生成的快慢：全国那么多县。"
    )
    parser.add_argument("--counties", type=int, default=COUNTIES, help="多少个县")
    parser.add_argument("--measures", type=int, default=MEASURES, help="每个县多少条措施")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="几个进程")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="faq-bench-") as folder:
        knowledge, target = Path(folder) / "kb.sqlite", Path(folder) / "faq"
        shutil.copyfile(ROOT / "build/kb.sqlite", knowledge)
        with closing(sqlite3.connect(knowledge)) as connection, connection:
            made = add_counties(connection, options.counties, options.measures)
        print(f"{made} 个县，每县 {options.measures} 条")
        for name in ("从头", "没有变化", "改了一份文件"):
            if name == "改了一份文件":
                change_one(knowledge)
            _time(name, knowledge, target, options.workers)
    return 0


def add_counties(connection: sqlite3.Connection, counties: int, measures: int) -> int:
    """Add a document with measures to counties without one; return to how many."""
    held = {row[0] for row in connection.execute("select region from documents")}
    codes = [row[0] for row in connection.execute("select code from regions where code not like '%00' order by code")]
    chosen = [code for code in codes if code not in held][:counties]
    for code in chosen:
        _copy_rows(connection, "documents", f"id = '{MODEL}'", {"id": f"c{code}", "region": code})
        some = connection.execute("select id from measures where document = ? limit ?", (MODEL, measures)).fetchall()
        for (name,) in some:
            own = {"id": f"c{code}/{name.split('/')[1]}", "document": f"c{code}"}
            _copy_rows(connection, "measures", f"id = '{name}'", own)
    connection.executemany("insert or ignore into places(code) values (?)", [(code,) for code in chosen])
    return len(chosen)


def _copy_rows(connection: sqlite3.Connection, table: str, which: str, changed: dict[str, str]) -> None:
    columns = [row[1] for row in connection.execute(f"pragma table_info({table})")]
    taken = ", ".join("?" if name in changed else name for name in columns)
    values = [changed[name] for name in columns if name in changed]
    connection.execute(f"insert into {table} select {taken} from {table} where {which}", values)


def change_one(knowledge: Path) -> None:
    """Change the summary of one measure of one county."""
    with closing(sqlite3.connect(knowledge)) as connection, connection:
        name, data = connection.execute("select id, data from measures where document like 'c%' limit 1").fetchone()
        changed = json.loads(data) | {"title": "改了名字的措施"}
        connection.execute("update measures set data = ? where id = ?", (json.dumps(changed), name))


def _time(name: str, knowledge: Path, target: Path, workers: int) -> None:
    started = time.monotonic()
    told = {"POLICY_KB": str(knowledge), "POLICY_PUBLIC_URL": "https://faq.example"}
    counts = build_site(Order(read_settings(told), target, workers)).counts
    seconds = time.monotonic() - started
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(f"{name}：写了 {counts.written} 页，没变的 {counts.taken_over} 页，{seconds:.1f} 秒，最大内存 {largest} MB")


if __name__ == "__main__":
    sys.exit(main())
