"""A figure as it is handed over, and how it reads: 500元/月, 500～2400元, 至少200元."""

from dataclasses import asdict, dataclass

PER = {
    "once": "一次性",
    "month": "每月",
    "year": "每年",
    "school_year": "每学年",
    "semester": "每学期",
    "day": "每天",
    "person": "每人",
    "place": "每个托位每年",
    "child_year": "每个孩子每年",
}
BOUNDS = {"at_least": "至少", "at_most": "最多", "about": "约"}


@dataclass(frozen=True)
class Figure:
    """One number with its unit, as in the answer contract; `value` is YYYY-MM-DD when the unit is date."""

    label: str
    value: float | str
    unit: str
    per: str | None = None
    bound: str = "exact"
    max: float | None = None
    computed: bool = False

    def as_dict(self) -> dict:
        """Return the figure in the contract's shape; whole numbers without a decimal point."""
        data = asdict(self)
        data["value"], data["max"] = plain(self.value), plain(self.max)
        return data

    def __str__(self) -> str:
        """Return the figure in words, without its label."""
        if self.unit == "date":
            year, month, day = str(self.value).split("-")
            return f"{year}年{int(month)}月{int(day)}日"
        unit = "个月" if self.unit == "月" else self.unit
        amount = f"{show(self.value)}～{show(self.max)}{unit}" if self.max is not None else f"{show(self.value)}{unit}"
        rhythm = "" if self.per == "once" and self.unit != "元" else PER.get(self.per or "", "")
        return rhythm + BOUNDS.get(self.bound, "") + amount


def plain(value: float | str | None) -> float | int | str | None:
    """Return a whole number as int, money and days rounded to a hundredth, anything else as it is."""
    if not isinstance(value, int | float):
        return value
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def show(value: float | str | None) -> str:
    """Return a number as people write it: no trailing zeros, no thousands separators."""
    return str(plain(value))
