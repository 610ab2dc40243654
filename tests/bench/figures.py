"""How fast the figures of the console are over many questions: python -m tests.bench.figures

Prints the seconds of the page for thirty days and for a year, when it is first opened and the median after that.
"""

import argparse
import statistics
import tempfile
import time
from datetime import date, timedelta
from itertools import islice

from flask.testing import FlaskClient

from tests.knowledge import the_base
from tests.records import question
from tests.staff_desk import console, logged_in
from web.services import NAME
from web.storage import Records
from web.storage.tables import QUESTIONS

TODAY = date(2026, 11, 22)  # as the console of the tests has it
SPREAD = 365  # days
AT_ONCE = 10_000
VIEWS = {"三十天": "", "一年": "?since=2025-11-23"}


def fill(records: Records, many: int) -> None:
    """Write down so many questions, spread evenly over a year."""
    kinds, places = ["answer"] * 8 + ["not_covered", "clarify"], ["420800", "420802", "500154", "630000", None]
    measures = sorted(the_base().measures)[:200]
    told = {"answer_id": None, "session": None}
    rows = (
        question(**told, day=TODAY - timedelta(days=SPREAD * number // many), kind=kinds[number % len(kinds)])
        | {"region": places[number % len(places)], "measure": measures[number % len(measures)]}
        | {"milliseconds": 5 + number * 7919 % 400}
        for number in range(many)
    )
    with records.writing() as connection:
        while batch := list(islice(rows, AT_ONCE)):
            connection.execute(QUESTIONS.insert(), batch)


def seconds(client: FlaskClient, query: str) -> float:
    """Return how long the page takes."""
    started = time.perf_counter()
    assert client.get(f"/staff/figures{query}").status_code == 200
    return time.perf_counter() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.figures", description="量坐席台“数据”页的快慢。")
    parser.add_argument("--questions", type=int, default=200_000, help="记录里有多少问")
    parser.add_argument("--times", type=int, default=7, help="每种看几次")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="figures-bench-") as folder:
        app = console({"POLICY_VAR": folder, "POLICY_RATE_LIMIT": "0"})
        fill(app.extensions[NAME].records, options.questions)
        client = logged_in(app, "supervisor")
        seconds(client, "?channel=phone")  # what is opened once is open now
        for name, query in VIEWS.items():
            first, *after = [seconds(client, query) for _ in range(options.times)]
            print(
                f"{options.questions} 问，{name}：第一次 {first:.2f} 秒，之后中位数 {statistics.median(after):.2f} 秒"
            )


if __name__ == "__main__":
    main()
