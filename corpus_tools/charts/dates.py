"""Time axes that break where nothing lies between distant dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import fsum
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.charts.labels import Lang
from corpus_tools.charts.style import SOFT

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from corpus_tools.charts.frame import Sheet

GAP_DAYS = 180
EDGE = 3.5  # millimetres at either end of a piece in which no date is written, so that none meets its neighbour
_SLASH: dict[str, Any] = {
    "marker": [(-0.5, -1), (0.5, 1)],
    "markersize": 5,
    "linestyle": "none",
    "color": SOFT,
    "mew": 0.6,
}


class Stretch(NamedTuple):
    """One unbroken piece of a time axis, in days since 1970."""

    start: float
    end: float

    @property
    def days(self) -> float:
        """How long the piece is."""
        return self.end - self.start


NEVER = Stretch(-1e9, -1e9 + 1)  # the piece of what has no date


def day_numbers(dates: pd.Series[Any]) -> pd.Series[float]:
    """Return dates (text, date or timestamp) as days since 1970; what is no date is NaN."""
    import pandas as pd

    stamps = pd.to_datetime(dates, errors="coerce")
    return ((stamps - pd.Timestamp(1970, 1, 1)) / pd.Timedelta(days=1)).astype("float64")


def stretches(days: Iterable[float], *, gap: float = GAP_DAYS) -> list[Stretch]:
    """Return the unbroken pieces that cover the days, broken where more than `gap` days lie empty.

    Examples
    --------
    >>> [piece.days for piece in stretches([0, 10, 800], gap=180)]
    [16.0, 6.0]
    """
    groups: list[list[float]] = []
    for day in sorted(day for day in days if day == day):
        if groups and day - groups[-1][-1] <= gap:
            groups[-1].append(day)
        else:
            groups.append([day])
    return [_padded(group[0], group[-1]) for group in groups]


def _padded(first: float, last: float) -> Stretch:
    padding = max(3.0, (last - first) * 0.06)
    return Stretch(first - padding, last + padding)


def shares(pieces: list[Stretch], *, least: float = 0.22) -> list[float]:
    """Return the share of the axis that each piece gets: by its days, but none less than `least` of an even part more.

    Examples
    --------
    >>> [round(share, 2) for share in shares([Stretch(0, 90), Stretch(500, 510)])]
    [0.78, 0.22]
    """
    least = min(least, 1 / len(pieces))
    days = sum(piece.days for piece in pieces)
    free = 1 - least * len(pieces)
    raw = [max(piece.days / days - least, 0.0) for piece in pieces]
    total = fsum(raw)
    return [least + free * part / total if total else 1 / len(pieces) for part in raw]


def date_axis(ax: Axes, piece: Stretch, *, lang: Lang, width: float) -> None:
    """Give the axes the piece of time, with as many dates as `width` millimetres hold, and the year below."""
    ax.set_xlim(piece.start, piece.end)
    days = _ticks(piece, at_most=max(1, int(width // 13)))
    margin = piece.days * EDGE / width
    days = [day for day in days if piece.start + margin <= day <= piece.end - margin] or days
    ax.set_xticks(days, _tick_labels(days, lang))


def _ticks(piece: Stretch, *, at_most: int) -> list[int]:
    import numpy as np

    for step in (1, 2, 5, 7, 10, 14):
        if piece.days / step <= at_most:
            return [int(day) for day in np.arange(np.ceil(piece.start / step) * step, piece.end, step)]
    starts = _month_starts(piece)
    every = next((n for n in (1, 2, 3, 6, 12, 24, 60) if len(starts) / n <= at_most), 120)
    chosen = [day for day, month in starts if month % every == 0]
    return chosen or [round((piece.start + piece.end) / 2)]


def _month_starts(piece: Stretch) -> list[tuple[int, int]]:
    import numpy as np

    first = np.datetime64(int(piece.start), "D").astype("datetime64[M]")
    last = np.datetime64(int(piece.end), "D").astype("datetime64[M]")
    months = np.arange(first, last + 1)
    pairs = zip(months.astype("datetime64[D]").astype(int), months.astype(int), strict=True)
    return [(int(day), int(month)) for day, month in pairs if piece.start <= day <= piece.end]


def _tick_labels(days: list[int], lang: Lang) -> list[str]:
    import datetime as dt

    dates = [dt.date(1970, 1, 1) + dt.timedelta(days=day) for day in days]
    labels = []
    for i, date in enumerate(dates):
        day = f"{date.month}月{date.day}日" if lang == "zh" else f"{date.day} {_MONTHS[date.month - 1]}"
        new_year = i == 0 or date.year != dates[i - 1].year
        labels.append(f"{day}\n{date.year}{'年' if lang == 'zh' else ''}" if new_year else day)
    return labels


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def time_panels(
    page: Sheet, pieces: list[Stretch], widths: list[float], *, left: float, top: float, height: float, gap: float
) -> Iterator[tuple[Stretch, Axes, float]]:
    """Yield each piece of a time axis with its panel and width in millimetres, from left to right.

    Two slashes say that the axis is broken between two panels; none part what has no date.
    """
    before = None
    for piece, width in zip(pieces, widths, strict=True):
        panel = page.panel(left, top, width, height)
        if before and piece != NEVER:
            before.plot([1], [0], transform=before.transAxes, clip_on=False, **_SLASH)
            panel.plot([0], [0], transform=panel.transAxes, clip_on=False, **_SLASH)
        yield piece, panel, width
        before, left = panel, left + width + gap
