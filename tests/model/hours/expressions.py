"""Generated opening hours in strict OSM spelling, for tests that compare two readings of one expression."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from model.hours.words import OSM_DAYS, OSM_MONTHS

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def tries(number: int) -> settings:
    """How many examples to try; a busy machine is no reason to fail."""
    return settings(max_examples=number, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def day_spans(draw, at_most=3) -> str:
    """Times of one day that do not pass midnight: "08:00-12:00,13:30-17:00"."""
    edges = draw(st.lists(st.integers(0, 96), min_size=2, max_size=2 * at_most, unique=True).map(sorted))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    return ",".join(f"{_clock(first * 15)}-{_clock(last * 15)}" for first, last in pairs)


night_spans = st.builds(
    lambda first, last: f"{_clock(first * 30)}-{_clock(last * 30)}", st.integers(36, 47), st.integers(1, 16)
)
one_day = st.sampled_from(OSM_DAYS)
day_range = st.builds(lambda first, last: f"{first}-{last}", one_day, one_day)
nth_day = st.builds(
    lambda day, numbers: f"{day}[{','.join(map(str, numbers))}]",
    one_day,
    st.lists(st.sampled_from((1, 2, 3, 4, 5, -1, -2)), min_size=1, max_size=2, unique=True),
)
weekdays = st.lists(st.one_of(one_day, day_range), min_size=1, max_size=3).map(",".join)
days = st.one_of(weekdays, weekdays, nth_day)


@st.composite
def month_days(draw) -> str:
    month = draw(st.integers(0, 11))
    return f"{OSM_MONTHS[month]} {draw(st.integers(1, _LENGTHS[month])):02d}"


months = st.builds(lambda first, last: f"{first}-{last}", st.sampled_from(OSM_MONTHS), st.sampled_from(OSM_MONTHS))
years = st.sampled_from(("2026", "2026-2027", "2025"))
@st.composite
def weeks(draw) -> str:
    """Calendar weeks; a step only in ranges longer than two, because the other reader forgets it in shorter ones."""
    first = draw(st.integers(1, 53))
    last = draw(st.integers(first, 53))
    step = draw(st.integers(1, 3)) if last - first >= 2 else 1
    return f"week {first:02d}-{last:02d}" + (f"/{step}" if step > 1 else "")


@st.composite
def date_range(draw) -> str:
    """Dates inside one year or across New Year's Eve, with years or without."""
    first, last = draw(month_days()), draw(month_days())
    if draw(st.booleans()):
        return f"{first}-{last}" if first != last else first
    wraps = _place(last) < _place(first)
    return f"2026 {first}-{2026 + wraps} {last}"


def _place(text: str) -> tuple[int, str]:
    month, day = text.split()
    return OSM_MONTHS.index(month), day


dates = st.one_of(months, date_range(), weeks(), years, month_days())
plain_rule = st.builds(lambda when, times: f"{when} {times}", days, day_spans())
dated_rule = st.builds(lambda when, who, times: f"{when} {who} {times}", dates, weekdays, day_spans())
closure = st.one_of(weekdays, dates, st.builds(lambda d, t: f"{d} {t}", weekdays, day_spans(at_most=1))).map(
    lambda when: f"{when} off"
)


@st.composite
def day_expressions(draw) -> str:
    """Several rules, none of which passes midnight."""
    text = draw(st.one_of(plain_rule, dated_rule, day_spans()))
    for _ in range(draw(st.integers(0, 3))):
        rule = draw(st.one_of(plain_rule, plain_rule, dated_rule, closure))
        joint = "; " if rule.endswith("off") else draw(st.sampled_from(("; ", ", ")))
        text += joint + rule
    return text


_night_rule = st.builds(lambda who, times: f"{who} {times}", weekdays, st.one_of(night_spans, day_spans()))
night_expressions = st.lists(_night_rule, min_size=1, max_size=3).map(", ".join)
moments = st.integers(0, 2 * 365 * 24 * 4).map(lambda quarter: datetime(2026, 1, 1) + timedelta(minutes=15 * quarter))
