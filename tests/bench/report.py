"""What was measured of both sides, as a Markdown table with the ratios, and the aims it is held against."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.bench.stats import Measured, times

MANY, LONG = 8, 50
Load = tuple[int, int]  # clients, turn
LOADS: tuple[Load, ...] = ((1, 1), (1, LONG), (MANY, 1), (MANY, LONG))
LEAST_THROUGHPUT, LEAST_SPEED, LONGEST_GROWTH = 5.0, 4.0, 1.5


@dataclass(frozen=True)
class Sheet:
    """All figures of one side."""

    loads: Mapping[Load, Measured]
    megabytes: float
    training_seconds: float
    ready_seconds: float
    trained_now: bool = True

    def growth(self, clients: int) -> float:
        """Return the median of the long conversation's turn as a multiple of the first turn's."""
        return self.loads[clients, LONG].median_ms / self.loads[clients, 1].median_ms


def table(stock: Sheet, ours: Sheet) -> list[str]:
    """Return the lines of the table."""
    rows = [_load_row(load, stock.loads[load], ours.loads[load]) for load in LOADS]
    rows.append(
        (
            f"turn {LONG} : turn 1 (median, 1 / {MANY} clients)",
            *(f"{sheet.growth(1):.2f} / {sheet.growth(MANY):.2f}" for sheet in (stock, ours)),
            "",
        )
    )
    rows += [_cpu_row(turn, stock, ours) for turn in (1, LONG)]
    rows.append(_plain_row("memory after all that, MB", stock.megabytes, ours.megabytes))
    rows.append(_training_row(stock, ours))
    rows.append(_plain_row("start to first answer, s", stock.ready_seconds, ours.ready_seconds))
    head = ("median / p95 ms, messages per second", "stock Rasa", "this assistant", "ratio")
    return [_line(head), "| --- | --- | --- | --- |", *map(_line, rows)]


def aims(stock: Sheet, ours: Sheet) -> list[str]:
    """Return a line for each aim, with what was reached and whether that is enough."""
    lines = []
    for turn in (1, LONG):
        many = ours.loads[MANY, turn].per_second / stock.loads[MANY, turn].per_second
        one = stock.loads[1, turn].median_ms / ours.loads[1, turn].median_ms
        lines.append(_aim(f"第 {turn} 轮：{MANY} 个客户端时每秒条数的倍数", many, "≥", LEAST_THROUGHPUT))
        lines.append(_aim(f"第 {turn} 轮：1 个客户端时快的倍数", one, "≥", LEAST_SPEED))
    for clients in (1, MANY):
        lines.append(
            _aim(f"第 {LONG} 轮是第 1 轮的几倍（{clients} 个客户端）", ours.growth(clients), "≤", LONGEST_GROWTH)
        )
    return lines


def _load_row(load: Load, stock: Measured, ours: Measured) -> tuple[str, ...]:
    clients, turn = load
    name = f"{clients} client{'s' if clients > 1 else ''}, turn {turn}"
    cells = [f"{m.median_ms:.0f} / {m.p95_ms:.0f}, {m.per_second:.1f} per s" for m in (stock, ours)]
    ratio = f"{times(ours.median_ms, stock.median_ms)} median, {times(ours.per_second, stock.per_second)} messages"
    return name, *cells, ratio


def _plain_row(name: str, stock: float, ours: float) -> tuple[str, ...]:
    return name, f"{stock:.0f}", f"{ours:.0f}", times(ours, stock)


def _cpu_row(turn: int, stock: Sheet, ours: Sheet) -> tuple[str, ...]:
    both = [sheet.loads[1, turn].cpu_ms for sheet in (stock, ours)]
    return f"processor, ms per message, turn {turn}", *(f"{ms:.1f}" for ms in both), times(both[1], both[0])


def _training_row(stock: Sheet, ours: Sheet) -> tuple[str, ...]:
    name, *cells, ratio = _plain_row("training, s", stock.training_seconds, ours.training_seconds)
    together = stock.trained_now and ours.trained_now
    return name, *cells, ratio if together else "not measured in one run"


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _aim(what: str, reached: float, sign: str, bound: float) -> str:
    met = reached >= bound if sign == "≥" else reached <= bound
    return f"{'达到' if met else '没有达到'}：{what} {reached:.1f}（目标 {sign} {bound:g}）"
