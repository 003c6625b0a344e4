"""Figures of reported values over time, with the events of the reports below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus_tools.charts.dates import Stretch, date_axis, day_numbers, mark_break, shares, stretches
from corpus_tools.charts.frame import Sheet, describe, head, no_data, notes_of, plot, sheet, shortened, text_width
from corpus_tools.charts.hedges import Scale, draw_value, ends, put_axis
from corpus_tools.charts.labels import Lang, city_label, hedged, label_or
from corpus_tools.charts.placing import Box, around, place_labels
from corpus_tools.charts.plots_values import UNNAMED, panel_order, panel_title, upper
from corpus_tools.charts.style import GUIDE, NOTE, SOFT, TWO_COLUMNS, Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

PANEL, HEAD, DATES, KEY, LANE = 15.0, 6.0, 8.5, 5.0, 3.4
AXIS, GAP = 13.0, 4.0
RAY = 3.0
FEW = 8
Panels = list[tuple[Stretch, "Axes", float]]


@plot
def plot_time_series(
    series: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    width: float = TWO_COLUMNS,
) -> Axes:
    """Draw reported values on their as-of dates: small multiples by indicator, cities by colour and marker.

    The time axis is broken between distant dates. Nothing is interpolated, and no line joins two values. A value
    without a date of its own is an open mark at the date of publication; one whose text has no date either is not
    drawn, and the note says how many there are.

    Parameters
    ----------
    series
        The table of `time_series`: city, indicator, flow, as_of, as_of_basis, value, value_max, approx, unit, doc_id,
        published_on.
    events
        Dated statements (doc_id, city, date, text), drawn as marks below the lowest panel.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    table = _observations(series)
    groups = panel_order(table, "panel")
    drawn = table[table["panel"].isin(groups)]
    if drawn.empty:
        return no_data(series.iloc[:0], ax=ax, lang=lang)
    happened = _events(events)
    notes = notes_of(
        "time_series", texts=drawn["doc_id"].nunique(), values=len(drawn), undated=len(series) - len(table)
    )
    direct = int(drawn.groupby("panel").size().max()) <= FEW
    page, columns = _layout(ax, groups, drawn, happened, width=width, note=notes[lang], direct=direct, lang=lang)
    looks = city_looks(series["city"])
    for group, panels, height in columns:
        _series_panel(panels, drawn[drawn["panel"] == group], height, looks, direct=direct, lang=lang)
    if not direct:
        _city_key(page, drawn, looks, lang)
    facts = {"values": len(drawn), "texts": int(drawn["doc_id"].nunique()), "undated": len(series) - len(table)}
    return describe(page.parent(), "time_series", series.loc[drawn.index], notes, **facts)


def _observations(series: pd.DataFrame) -> pd.DataFrame:
    """Return the observations that have a day: their own, or else (open) the day of publication."""
    table = series.assign(published_day=day_numbers(series["published_on"]), own_day=day_numbers(series["as_of"]))
    table["open"] = table["own_day"].isna() | (table["as_of_basis"] == "publication")
    table["day"] = table["own_day"].fillna(table["published_day"])
    flows = table["flow"].fillna("stock").astype(str) if "flow" in table else "stock"
    table["panel"] = table["indicator"] + "\t" + flows
    known = table["day"].notna() & table["value"].notna() & table["indicator"].notna()
    return table[known].sort_values(["day", "city", "value", "doc_id"], na_position="last")


def _events(events: pd.DataFrame | None) -> pd.DataFrame | None:
    if events is None or events.empty:
        return None
    dated = events.assign(day=day_numbers(events["date"]))
    dated = dated[dated["day"].notna()].sort_values(["day", "doc_id", "text"])
    return None if dated.empty else dated


def _layout(
    ax: Axes | None,
    groups: list[str],
    drawn: pd.DataFrame,
    events: pd.DataFrame | None,
    *,
    width: float,
    note: str,
    direct: bool,
    lang: Lang,
) -> tuple[Sheet, list[tuple[str, Panels, float]]]:
    """Place the panels of the indicators, in one column or two, and the strip of events below each column."""
    days = [*drawn["day"], *drawn["published_day"].dropna(), *([] if events is None else events["day"])]
    pieces = stretches(days)
    columns = 2 if width > 150 and len(groups) > 6 else 1
    lines = -(-len(groups) // columns)
    inner = width / columns - AXIS - 3 - GAP * (len(pieces) - 1)
    lanes = [] if events is None else _lanes(events, pieces, inner)
    strip = LANE * (1 + max((lane for *_, lane in lanes), default=-1)) + (3 if lanes else 0)
    key = 0.5 if direct else KEY
    height = key + lines * (HEAD + PANEL) + strip + DATES
    page = sheet(ax, width=width, height=height, note=note)
    scale, across = (page.height - page.foot) / height, page.width / width
    placed = []
    for place, group in enumerate(groups):
        column, line = divmod(place, lines)
        last = line == lines - 1 or place == len(groups) - 1
        top = (key + line * (HEAD + PANEL) + HEAD) * scale
        left = (column * width / columns + AXIS) * across
        panels = _broken(page, pieces, left, top, inner * across, PANEL * scale)
        _dates(panels, lang, labelled=last and not lanes)
        placed.append((group, panels, PANEL * scale))
        if last and lanes:
            strip_panels = _broken(page, pieces, left, top + PANEL * scale + 2, inner * across, (strip - 2) * scale)
            _dates(strip_panels, lang, labelled=True)
            _draw_events(strip_panels, lanes, city_looks(drawn["city"]))
    return page, placed


def _broken(page: Sheet, pieces: list[Stretch], left: float, top: float, width: float, height: float) -> Panels:
    panels: Panels = []
    for piece, share in zip(pieces, shares(pieces), strict=True):
        panel = page.panel(left, top, width * share, height)
        if panels:
            mark_break(panels[-1][1], panel)
        panels.append((piece, panel, width * share))
        left += width * share + GAP
    return panels


def _dates(panels: Panels, lang: Lang, *, labelled: bool) -> None:
    for piece, panel, width in panels:
        date_axis(panel, piece, lang=lang, width=width)
        panel.tick_params(axis="x", labelbottom=labelled)
        panel.set_yticks([])


def _series_panel(
    panels: Panels, rows: pd.DataFrame, height: float, looks: dict[str, Look], *, direct: bool, lang: Lang
) -> None:
    stated = [*rows["value"].astype(float), *rows["value_max"].dropna().astype(float)]
    scale = Scale.around(stated, height, low=RAY, high=RAY + 1.5)
    for place, (piece, panel, width) in enumerate(panels):
        put_axis(panel, scale, "y", lang)
        panel.grid(axis="y", color=GUIDE, linewidth=0.5)
        panel.tick_params(axis="y", labelleft=place == 0)
        inside = rows[rows["day"].between(piece.start, piece.end)].to_dict("records")
        _mark_publications(panel, rows, piece)
        across = Scale(piece.start, piece.end, width)
        for record in inside:
            _observation(panel, record, looks.get(record["city"], UNNAMED), scale)
        _label_observations(panel, inside, across, scale, direct=direct, lang=lang)
    name, _, flow = str(rows["panel"].iloc[0]).partition("\t")
    title = panel_title(name, rows, lang, log=scale.log)
    if flow != "stock":
        title += f" · {label_or(f'flow.{flow}', flow, lang)}"
    head(panels[0][1], title, dx=1.0 - AXIS, pad=3)


def _mark_publications(panel: Axes, rows: pd.DataFrame, piece: Stretch) -> None:
    days = sorted({day for day in rows["published_day"].dropna() if piece.start <= day <= piece.end})
    baseline = panel.get_xaxis_transform()
    panel.plot(days, [0.0] * len(days), "|", color=SOFT, markersize=6, mew=1.0, transform=baseline, clip_on=False)


def _observation(panel: Axes, record: dict[Any, Any], look: Look, scale: Scale) -> None:
    value, most, day = float(record["value"]), upper(record), record["day"]
    if most > value:
        panel.plot([day, day], [value, most], color=look.colour, linewidth=2.2, solid_capstyle="round")
    reach = ends(record["approx"], RAY, below=scale.place(value))
    draw_value(panel, day, value, look, approx=record["approx"], reach=reach, axis="y", hollow=bool(record["open"]))


def _label_observations(
    panel: Axes, records: list[dict[Any, Any]], across: Scale, up: Scale, *, direct: bool, lang: Lang
) -> None:
    """Write each number beside its mark (with its city if they are few) where there is room for it."""
    points = [(across.place(record["day"]), up.place(float(record["value"]))) for record in records]
    rays = [
        Box(x - 0.6, y - down, x + 0.6, y + top)
        for (x, y), record in zip(points, records, strict=True)
        for down, top in [ends(record["approx"], RAY, below=y)]
    ]
    texts = [_observation_text(record, direct=direct, lang=lang) for record in records]
    places = place_labels(
        points,
        texts,
        room=Box(-1, -0.5, across.length + 1, up.length + 2),
        size=NOTE,
        obstacles=[*rays, *map(_dot, points)],
    )
    for place, text in zip(places, texts, strict=True):
        if place is not None:
            at = (place[0] / across.length, place[1] / up.length)
            panel.text(*at, text, ha="center", va="center", fontsize=NOTE, transform=panel.transAxes, clip_on=False)


def _dot(point: tuple[float, float]) -> Box:
    return around(*point)


def _observation_text(record: dict[Any, Any], *, direct: bool, lang: Lang) -> str:
    text = hedged(float(record["value"]), record["approx"], lang, upper(record))
    return f"{city_label(record['city'], lang)} {text}" if direct else text


def _lanes(events: pd.DataFrame, pieces: list[Stretch], width: float) -> list[tuple[dict[Any, Any], str, int]]:
    """Return each event with its text and the lane in which it covers no other."""
    widths = {piece: width * share for piece, share in zip(pieces, shares(pieces), strict=True)}
    ends_: dict[tuple[Stretch, int], float] = {}
    placed = []
    for record in events.to_dict("records"):
        piece = next(piece for piece in pieces if piece.start <= record["day"] <= piece.end)
        at = Scale(piece.start, piece.end, widths[piece]).place(record["day"])
        text = shortened(str(record["text"]), 45, NOTE)
        needed = text_width(text, NOTE) + 3.5
        lane = next(lane for lane in range(len(events) + 1) if ends_.get((piece, lane), -9.0) <= at)
        ends_[piece, lane] = at + needed
        placed.append((record, text, lane))
    return placed


def _draw_events(panels: Panels, lanes: list[tuple[dict[Any, Any], str, int]], looks: dict[str, Look]) -> None:
    most = max(lane for *_, lane in lanes) + 1
    for piece, panel, width in panels:
        panel.set_ylim(most - 0.4, -0.6)
        for record, text, lane in lanes:
            if piece.start <= record["day"] <= piece.end:
                look = looks.get(record["city"], UNNAMED)
                panel.plot([record["day"]], [lane], look.marker, color=look.colour, markersize=3.5, clip_on=False)
                x = Scale(piece.start, piece.end, width).place(record["day"])
                left = x + text_width(text, NOTE) + 2 > width + 3 and x > width / 2
                _event_text(panel, record["day"], lane, text, left=left)


def _event_text(panel: Axes, day: float, lane: int, text: str, *, left: bool) -> None:
    from corpus_tools.charts.frame import beside

    beside(panel, day, lane, text, dx=-4 if left else 4, fontsize=NOTE)


def _city_key(page: Sheet, table: pd.DataFrame, looks: dict[str, Look], lang: Lang) -> None:
    """Write the marks of the cities in one line at the top, where the panels have no room for names beside dots."""
    from matplotlib.lines import Line2D

    cities = [*sorted(looks), *([None] if table["city"].isna().any() else [])]
    handles = [
        Line2D([], [], marker=look.marker, color=look.colour, linestyle="none", label=city_label(city, lang))
        for city, look in ((city, looks.get(city or "", UNNAMED)) for city in cities)
    ]
    page.parent().legend(
        handles=handles,
        loc="upper left",
        ncols=max(1, int(page.width // 26)),
        borderaxespad=0.3,
        borderpad=0,
        handletextpad=0.2,
        columnspacing=1.0,
        handlelength=1.2,
    )
