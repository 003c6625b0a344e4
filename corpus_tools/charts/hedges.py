"""How a reported value is drawn: its mark, its range, and the open ends that say that it is hedged."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.charts.labels import Lang, tick
from corpus_tools.charts.style import Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS_PER_MM = 72 / 25.4


class Scale(NamedTuple):
    """A linear or logarithmic axis of known limits, `length` millimetres long."""

    low: float
    high: float
    length: float
    log: bool = False

    def place(self, value: float) -> float:
        """Return where a value stands, in millimetres from the low end.

        Examples
        --------
        >>> Scale(0, 10, 50).place(5), Scale(1, 100, 50, log=True).place(10)
        (25.0, 25.0)
        """
        if self.log:
            return self.length * math.log(value / self.low) / math.log(self.high / self.low)
        return self.length * (value - self.low) / (self.high - self.low)

    @classmethod
    def around(cls, values: list[float], length: float, *, low: float, high: float) -> Scale:
        """Return the scale of the values with `low` and `high` millimetres free at its ends.

        It starts at zero if it is linear and no value is negative; it is logarithmic where the values span more than
        two decades.
        """
        least, most = min(values), max(values)
        log = least > 0 and math.log10(most / least) > 2
        if log:
            per_mm = math.log10(most / least) / max(length - low - high, length / 3)
            return cls(least / 10 ** (per_mm * low), most * 10 ** (per_mm * high), length, log=True)
        least = min(0.0, least)
        return cls(least, least + ((most - least) or 1.0) * length / max(length - high, length / 3), length)


def put_axis(ax: Axes, scale: Scale, axis: str, lang: Lang) -> None:
    """Give the axes the scale, its numbers printed as a paper prints them."""
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator

    if scale.log:
        getattr(ax, f"set_{axis}scale")("log")
    getattr(ax, f"set_{axis}lim")(scale.low, scale.high)
    target = ax.xaxis if axis == "x" else ax.yaxis
    most = max(2, int(scale.length // (13 if axis == "x" else 6)))
    steps = [1, 2, 2.5, 5, 10]
    whole = scale.high - scale.low > 4
    target.set_major_locator(
        LogLocator(base=10, numticks=most) if scale.log else MaxNLocator(most, steps=steps, integer=whole)
    )
    target.set_minor_locator(NullLocator())
    target.set_major_formatter(FuncFormatter(lambda value, _: tick(value, lang)))
    target.set_minor_formatter(NullFormatter())


def ends(approx: object, ray: float, *, below: float = math.inf) -> tuple[float, float]:
    """Return how many millimetres the open ends of a value reach below and above it.

    Examples
    --------
    >>> ends("more_than", 5), ends("less_than", 5, below=2), ends("about", 5), ends("exact", 5)
    ((0.0, 5.0), (1.6, 0.0), (2.5, 2.5), (0.0, 0.0))
    """
    down = min(ray, max(below - 0.4, 0.0))
    return {
        "more_than": (0.0, float(ray)),
        "less_than": (down, 0.0),
        "about": (min(ray / 2, down), ray / 2),
    }.get(str(approx), (0.0, 0.0))


def upper(row: dict[Any, Any]) -> float:
    """Return the upper end of a range that a report states, or NaN."""
    most = row.get("value_max")
    return math.nan if most is None or most != most else float(most)


def draw_value(
    ax: Axes, row: dict[Any, Any], at: float, look: Look, scale: Scale, *, axis: str, ray: float, hollow: bool = False
) -> float:
    """Draw a value with its range and its open ends along `axis`: arrows for more and less than, a line for about.

    Return how many millimetres the open end reaches above the value.
    """
    value, most, approx = float(row["value"]), upper(row), row["approx"]
    reach = ends(approx, ray, below=scale.place(value))
    x, y = (value, at) if axis == "x" else (at, value)
    if most > value:
        other_end = (most, at) if axis == "x" else (at, most)
        ax.plot(*zip((x, y), other_end, strict=True), color=look.colour, linewidth=2.2, solid_capstyle="round")
    arrow = "<-,head_length=0.22,head_width=0.13" if approx in ("more_than", "less_than") else "-"
    line: dict[str, Any] = {"arrowstyle": arrow, "color": look.colour, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0}
    for sign, length in zip((-1, 1), reach, strict=True):
        if length:
            step = sign * length * POINTS_PER_MM
            offset = (step, 0.0) if axis == "x" else (0.0, step)
            ax.annotate("", (x, y), offset, textcoords="offset points", annotation_clip=False, arrowprops=line)
    face = "white" if hollow else look.colour
    ax.plot([x], [y], look.marker, color=look.colour, mfc=face, mew=1.0, clip_on=False, zorder=3)
    return reach[1]
