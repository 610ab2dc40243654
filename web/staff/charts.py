"""Charts as numbers: scales, ticks, and where each mark stands. The templates draw them, the style sheet colours them.

Nothing here knows what is shown. All places are in the units of the drawing, whose upper left corner is 0, 0.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDE, HALF = 1200, 580
HEIGHT = 240
LEFT, RIGHT, TOP, BOTTOM = 46, 28, 12, 26  # RIGHT: room for half of the last date
TICKS = 4
LABEL_WIDTH = 60  # of a date under the axis
STEPS = (1, 2, 5, 10)
NAME_WIDTH, VALUE_WIDTH, ROW, BAR = 132, 150, 26, 16
LONGEST_NAME = 10
WIDEST_COLUMN = 40


@dataclass(frozen=True)
class Scale:
    """Turns values from 0 to `largest` into places from `start` to `end`; what lies outside is put on the edge."""

    largest: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value, to a tenth."""
        share = min(max(value / self.largest, 0.0), 1.0) if self.largest > 0 else 0.0
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True)
class Mark:
    """A rectangle and the class it is coloured by; `says` is what it stands for."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    says: str = ""


@dataclass(frozen=True)
class Label:
    """Words at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Chart:
    """What a template draws: the lines of the grid with their values, marks, words under and beside them, lines."""

    width: int
    height: int
    left: float
    right: float
    grid: tuple[Label, ...] = ()
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()
    values: tuple[Label, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    dots: tuple[tuple[str, float, float, str], ...] = ()
    anchor: str = "middle"  # of the labels


def ticks(largest: float, most: int = TICKS) -> list[int]:
    """Return round whole numbers from 0 up to at least the largest value, at most `most` of them above 0."""
    least = max(largest, 1) / most
    power = 10 ** floor(log10(least)) if least > 1 else 1
    step = next(power * step for step in STEPS if power * step >= least)
    return [step * number for number in range(max(1, ceil(largest / step)) + 1)]


def columns(
    names: Sequence[str], counts: Sequence[Mapping[str, int]], kinds: Mapping[str, str], width: int = WIDE
) -> Chart:
    """Return a column for each name: the counts of its kinds, given with what they are called, on top of each other."""
    values = ticks(max((sum(one.values()) for one in counts), default=0))
    scale = Scale(values[-1], HEIGHT - BOTTOM, TOP)
    slot = (width - LEFT - RIGHT) / max(1, len(names))
    marks = [
        mark
        for place, (name, one) in enumerate(zip(names, counts, strict=True))
        for mark in _column(LEFT + slot * place, slot, name, one, kinds, scale)
    ]
    grid = _grid(values, scale)
    return Chart(width, HEIGHT, LEFT, width - RIGHT, grid, tuple(marks), _dates(names, slot))


def _column(
    x: float, slot: float, name: str, counts: Mapping[str, int], kinds: Mapping[str, str], scale: Scale
) -> Iterator[Mark]:
    width, below = min(WIDEST_COLUMN, slot * 0.76), 0
    for kind, called in kinds.items():
        if count := counts.get(kind, 0):
            top, bottom = scale(below + count), scale(below)
            below += count
            says = f"{name} {called} {count:,}"
            yield Mark(kind, round(x + (slot - width) / 2, 1), top, round(width, 1), round(bottom - top, 1), says)


def bars(
    names: Sequence[str],
    counts: Sequence[Mapping[str, int]],
    said: Sequence[str],
    kinds: Mapping[str, str],
    width: int = HALF,
) -> Chart:
    """Return a lying bar for each name, made of its kinds, with what is said of it behind it."""
    scale = Scale(max((sum(one.values()) for one in counts), default=0), NAME_WIDTH, width - VALUE_WIDTH)
    marks, labels, values = [], [], []
    for place, (name, one, words) in enumerate(zip(names, counts, said, strict=True)):
        top, below = place * ROW, 0
        for kind, called in kinds.items():
            if count := one.get(kind, 0):
                start, end = scale(below), scale(below + count)
                below += count
                says = f"{name} {called} {count:,}"
                marks.append(Mark(kind, start, top + (ROW - BAR) / 2, round(end - start, 1), BAR, says))
        middle = top + ROW / 2 + 4
        labels.append(Label(NAME_WIDTH - 8, middle, shortened(name)))
        values.append(Label(scale(below) + 6, middle, words))
    return Chart(
        width, ROW * len(names), NAME_WIDTH, width, (), tuple(marks), tuple(labels), tuple(values), anchor="end"
    )


def lines(
    names: Sequence[str], series: Mapping[str, Sequence[int | None]], called: Mapping[str, str], width: int = HALF
) -> Chart:
    """Return a line for each series over the names; where a value is missing the line is broken."""
    values = ticks(max((value for one in series.values() for value in one if value is not None), default=0))
    scale = Scale(values[-1], HEIGHT - BOTTOM, TOP)
    slot = (width - LEFT - RIGHT) / max(1, len(names))
    drawn, dots = [], []
    for kind, one in series.items():
        at = [round(LEFT + slot * (place + 0.5), 1) for place in range(len(names))]
        points = [None if value is None else (x, scale(value)) for x, value in zip(at, one, strict=True)]
        drawn.append((kind, _path(points)))
        for name, value, point in zip(names, one, points, strict=True):
            if point:
                dots.append((kind, *point, f"{name} {called[kind]} {value:,}"))
    labels = _dates(names, slot)
    grid = _grid(values, scale)
    return Chart(width, HEIGHT, LEFT, width - RIGHT, grid, (), labels, (), tuple(drawn), tuple(dots))


def shortened(name: str) -> str:
    """Return a name that fits beside its bar."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """Return the path through the points, begun anew behind each gap."""
    parts, drawing = [], False
    for point in points:
        if point:
            parts.append(f"{'L' if drawing else 'M'}{point[0]} {point[1]}")
        drawing = point is not None
    return "".join(parts)


def _grid(values: Sequence[int], scale: Scale) -> tuple[Label, ...]:
    return tuple(Label(LEFT - 6, scale(value), f"{value:,}") for value in values)


def _dates(names: Sequence[str], slot: float) -> tuple[Label, ...]:
    """Return as many of the names as fit under the axis, evenly, counted back from the last one."""
    every = max(1, ceil(LABEL_WIDTH / slot))
    chosen = [place for place in range(len(names)) if (len(names) - 1 - place) % every == 0]
    return tuple(Label(round(LEFT + slot * (place + 0.5), 1), HEIGHT - 8, names[place]) for place in chosen)
