"""The time as the records hold it: UTC without a zone, and the day in Shanghai."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """Return the present time in UTC, without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def local(at: datetime) -> datetime:
    """Return a stored time as the clock on the wall shows it in Shanghai."""
    return at.replace(tzinfo=timezone.utc).astimezone(SHANGHAI)


def day_of(at: datetime) -> date:
    """Return the day in Shanghai of a stored time."""
    return local(at).date()


def first_moment(day: date) -> datetime:
    """Return the stored time at which a day begins in Shanghai."""
    start = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return start.astimezone(timezone.utc).replace(tzinfo=None)


def ago(**span: float) -> datetime:
    """Return the time so long ago."""
    return now() - timedelta(**span)
