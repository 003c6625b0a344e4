"""The strip of dated statements below a time series: a mark a statement, its words beside it, none over another."""

from __future__ import annotations

import re
from math import fsum
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.charts.dates import Stretch, date_axis, day_numbers, mark_break, shares
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


def place_events(events: pd.DataFrame, pieces: list[Stretch], widths: list[float], left: float) -> list[Placed]:
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


def strip_height(placed: list[Placed]) -> float:
    """Return how many millimetres the strip of the events needs, without its dates."""
    return LANE * (1 + max(event.lane for event in placed)) + 1


def strip_widths(pieces: list[Stretch], width: float) -> list[float]:
    """Return the width of each piece of a strip `width` millimetres wide."""
    free = width - GAP * (len(pieces) - 1)
    return [free * share for share in shares(pieces)]


def draw_strip(
    page: Sheet,
    placed: list[Placed],
    pieces: list[Stretch],
    widths: list[float],
    *,
    left: float,
    top: float,
    height: float,
    looks: Looks,
    lang: Lang,
) -> None:
    """Draw the strip with its own time axis, its upper left corner at `left` and `top` millimetres."""
    before = None
    for piece, width in zip(pieces, widths, strict=True):
        panel = page.panel(left, top, width, height)
        panel.patch.set_visible(False)
        panel.set(yticks=[], ylim=(max(event.lane for event in placed) + 0.6, -0.6))
        date_axis(panel, piece, lang=lang, width=width)
        if before is not None:
            mark_break(before, panel)
        for event in placed:
            day = event.record["day"]
            if piece.start <= day <= piece.end:
                look = looks[event.record["city"]]
                panel.plot([day], [event.lane], look.marker, color=look.colour, markersize=3.5, clip_on=False)
                if event.text:
                    beside(panel, day, event.lane, event.text, dx=-4 if event.at_left else 4, fontsize=NOTE)
        before, left = panel, left + width + GAP
