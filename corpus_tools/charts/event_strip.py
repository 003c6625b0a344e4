"""The strip of dated statements below a time series: a mark a statement, its words beside it, none over another."""

from __future__ import annotations

import re
from math import fsum
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.charts.dates import Stretch, date_axis, day_numbers, shares, time_panels
from corpus_tools.charts.frame import Sheet, beside
from corpus_tools.charts.glyphs import shortened, text_width
from corpus_tools.charts.hedges import Scale
from corpus_tools.charts.labels import Lang
from corpus_tools.charts.style import NOTE, Looks

if TYPE_CHECKING:
    import pandas as pd

LANE, MOST_LANES, LONGEST, GAP = 3.4, 14, 72.0, 4.0
_OWN_DATE = re.compile(r"^(?:\d{4}年)?\d{1,2}月\d{1,2}[日号][，,]?\s*")


class Placed(NamedTuple):
    """An event with its words, the lane it stands in, and whether its words stand at its left."""

    record: dict[Any, Any]
    text: str
    lane: int
    at_left: bool


def dated_events(events: pd.DataFrame | None) -> pd.DataFrame | None:
    """Return the events that have a date, with its day number, in order; None if there are none."""
    if events is None or events.empty:
        return None
    dated = events.assign(day=day_numbers(events["date"]))
    dated = dated[dated["day"].notna()].sort_values(["day", "doc_id", "text"])
    return None if dated.empty else dated


class Strip(NamedTuple):
    """A strip of events: each in its place, the pieces of the time axis, their widths, and where the first begins."""

    placed: list[Placed]
    pieces: list[Stretch]
    widths: list[float]
    left: float

    @classmethod
    def of(cls, events: pd.DataFrame, pieces: list[Stretch], *, left: float, width: float) -> Strip:
        """Return the strip of the events, `width` millimetres wide from `left` on."""
        free = width - GAP * (len(pieces) - 1)
        widths = [free * share for share in shares(pieces)]
        return cls(_placed(events, pieces, widths, left), pieces, widths, left)

    @property
    def height(self) -> float:
        """How many millimetres the strip needs, without its dates."""
        return LANE * (1 + self._lowest) + 1

    @property
    def _lowest(self) -> int:
        return max(event.lane for event in self.placed)

    def draw(self, page: Sheet, *, top: float, height: float, looks: Looks, lang: Lang) -> None:
        """Draw the strip with its own time axis, `top` millimetres below the upper edge."""
        row = time_panels(page, self.pieces, self.widths, left=self.left, top=top, height=height, gap=GAP)
        for piece, panel, width in row:
            panel.patch.set_visible(False)
            panel.set(yticks=[], ylim=(self._lowest + 0.6, -0.6))
            date_axis(panel, piece, lang=lang, width=width)
            for event in self.placed:
                day = event.record["day"]
                if piece.start <= day <= piece.end:
                    look = looks[event.record["city"]]
                    panel.plot([day], [event.lane], look.marker, color=look.colour, markersize=3.5, clip_on=False)
                    if event.text:
                        beside(panel, day, event.lane, event.text, dx=-4 if event.at_left else 4, fontsize=NOTE)


def _placed(events: pd.DataFrame, pieces: list[Stretch], widths: list[float], left: float) -> list[Placed]:
    """Give each event the first lane in which its words cover no other; without a free lane it keeps its mark only.

    `widths` are those of the pieces of the time axis in millimetres, `left` is where the first begins.
    """
    right = left + fsum(widths) + GAP * (len(widths) - 1)
    starts = [left + fsum(widths[:i]) + GAP * i for i in range(len(widths))]
    taken: dict[int, list[tuple[float, float]]] = {}
    placed = []
    for record in events.to_dict("records"):
        i = next(i for i, piece in enumerate(pieces) if piece.start <= record["day"] <= piece.end)
        x = starts[i] + Scale(pieces[i].start, pieces[i].end, widths[i]).place(record["day"])
        at_left = right - x < min(LONGEST, x)
        text = shortened(_OWN_DATE.sub("", str(record["text"])), min(LONGEST, (x if at_left else right - x) - 3), NOTE)
        length = text_width(text, NOTE) + 4
        span = (x - length, x + 1.5) if at_left else (x - 1.5, x + length)
        lane = next(lane for lane in range(len(events)) if _is_free(taken.get(lane, []), span))
        taken.setdefault(lane, []).append(span)
        shown = lane < MOST_LANES
        placed.append(Placed(record, text if shown else "", min(lane, MOST_LANES), at_left))
    return placed


def _is_free(spans: list[tuple[float, float]], span: tuple[float, float]) -> bool:
    return all(span[1] <= other[0] or span[0] >= other[1] for other in spans)
