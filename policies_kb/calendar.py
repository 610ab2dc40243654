"""Calendar rules in one place: last days of leave, deadlines, ages, months of an allowance.

Dates people give may lack the day or the month ("2024-09", "2024"); those stay strings until a day is really needed.
"""

import calendar
from datetime import date, timedelta


def parse_day(text: str | None) -> date | None:
    """Return the date of YYYY-MM-DD; None for anything less exact or impossible."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def parse_month(text: str | None) -> tuple[int, int] | None:
    """Return (year, month) of YYYY-MM or YYYY-MM-DD; None when the month is not known or impossible."""
    parts = (text or "").split("-")
    if len(parts) < 2 or not (parts[0].isdecimal() and parts[1].isdecimal() and 1 <= int(parts[1]) <= 12):
        return None
    return int(parts[0]), int(parts[1])


def date_span(text: str) -> tuple[str, str]:
    """Return the first and the last day (YYYY-MM-DD) of a day, a month or a year that was named."""
    if len(text) == 4:
        return f"{text}-01-01", f"{text}-12-31"
    if len(text) == 7:
        year, month = (int(part) for part in text.split("-"))
        return f"{text}-01", f"{text}-{calendar.monthrange(year, month)[1]:02}"
    return text, text


def add_months(day: date, months: int) -> date:
    """Return the same day so many months on; the month's last day where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_of_days(start: date, days: int) -> date:
    """Return the last day of a leave of so many calendar days; the first day counts."""
    return start + timedelta(days=days - 1)


def last_working_day(start: date, days: int) -> date:
    """Return the last day of a leave counted in Mondays to Fridays; public holidays are not known here."""
    day, left = start, days
    while True:
        left -= day.weekday() < 5
        if left == 0:
            return day
        day += timedelta(days=1)


def last_day_of_months(start: date, months: int) -> date:
    """Return the last day of a period of so many months that begins on start."""
    return add_months(start, months) - timedelta(days=1)


def birthday(born: date, age: int) -> date:
    """Return the day a person born then turns so old; born on 29 February: 1 March in common years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """Return completed years (周岁) on a day; negative before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_since(born: date, day: date) -> float:
    """Return the years from one day to another: whole on the anniversary itself, more on the day after it."""
    years = age_on(born, day)
    return round(years + (day - birthday(born, years)).days / 366, 4)


def months_between(first: tuple[int, int], last: tuple[int, int]) -> int:
    """Return how many calendar months run from first to last, both counted; 0 when last lies before first."""
    return max(0, (last[0] - first[0]) * 12 + last[1] - first[1] + 1)
