"""Figures of reported values: side by side by indicator, and over time, with their hedges drawn as open ends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from corpus_tools.charts.dates import Stretch, date_axis, day_numbers, mark_break, shares, stretches
from corpus_tools.charts.frame import (
    Sheet,
    beside,
    describe,
    head,
    notes_of,
    plot,
    rows_of,
    sheet,
    shortened,
    spans_decades,
    widest,
)
from corpus_tools.charts.labels import Lang, city_label, hedged, label, label_or, number, term_label
from corpus_tools.charts.style import GUIDE, NOTE, SOFT, TWO_COLUMNS, UNKNOWN, Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW, HEAD, FOOT = 4.4, 7.0, 6.5
MOST_ROWS, MOST_PANELS = 40, 12
_PLAIN = Look(UNKNOWN, "o")
RAY = 14.0  # points


@plot
def plot_reported_values(
    values: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS
) -> Axes:
    """Draw what the cities report, indicator by indicator: one row a value, hedges as open ends.

    Parameters
    ----------
    values
        Columns doc_id, city, value, approx (exact, more_than, about, less_than), unit, and indicator (or noun) by
        which the panels are made; value_max where a range is stated. Rows without indicator are left out.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    by = "indicator" if "indicator" in values else "noun"
    drawn = _without_repeats(values, by)
    groups = _panel_order(drawn, by)
    drawn = drawn[drawn[by].isin(groups)]
    notes = notes_of("reported_values", texts=drawn["doc_id"].nunique(), values=len(drawn))
    columns = 2 if width > 100 and len(groups) > 1 else 1
    blocks = _balanced({group: HEAD + FOOT + ROW * int((drawn[by] == group).sum()) for group in groups}, columns)
    page = sheet(ax, width=width, height=max(sum(block.values()) for block in blocks) + 1, note=notes[lang])
    looks = city_looks(values["city"].dropna().unique())
    names = widest(city_label(city, lang) for city in drawn["city"].unique()) + 3
    stretch_y = (page.height - page.foot) / (max(sum(block.values()) for block in blocks) + 1)
    for column, block in enumerate(blocks):
        top = 0.5
        for group, height in block.items():
            rows = drawn[drawn[by] == group].sort_values(["value", "city", "doc_id"], ascending=[False, True, True])
            left = column * page.width / columns
            inner = page.width / columns - names - 16
            panel = page.panel(left + names, (top + HEAD) * stretch_y, inner, (height - HEAD - FOOT) * stretch_y)
            _value_rows(panel, rows, looks, lang)
            _indicator_head(panel, str(group), rows, names, lang)
            top += height
    return describe(
        page.parent(), "reported_values", drawn, notes, values=len(drawn), texts=int(drawn["doc_id"].nunique())
    )


def _without_repeats(values: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the values that have an indicator, each stated value of a document once."""
    named = values[values[by].notna() & values["value"].notna()]
    return named.drop_duplicates(["doc_id", by, "value", "approx", "unit"])


def _panel_order(drawn: pd.DataFrame, by: str) -> list[str]:
    """Return the groups by the number of cities that report them, then of values, then by name."""
    sizes = drawn.groupby(by).agg(cities=("city", "nunique"), values=("value", "size")).reset_index()
    ordered = sizes.sort_values(["cities", "values", by], ascending=[False, False, True])
    return [str(group) for group in ordered[by].head(MOST_PANELS)]


def _balanced(heights: dict[str, float], columns: int) -> list[dict[str, float]]:
    """Deal the panels, in their order, to the column that is shortest so far."""
    blocks: list[dict[str, float]] = [{} for _ in range(columns)]
    for group, height in heights.items():
        shortest = min(range(columns), key=lambda i: (sum(blocks[i].values()), i))
        blocks[shortest][group] = height
    return [block for block in blocks if block]


def _value_rows(panel: Axes, rows: pd.DataFrame, looks: dict[str, Look], lang: Lang) -> None:
    values = [float(value) for value in rows["value"]]
    log = spans_decades(values)
    rows_of(panel, [city_label(city, lang) for city in rows["city"]])
    if log:
        panel.set_xscale("log")
        panel.set_xlim(min(values) / 1.6, max(values) * 1.6)
    else:
        panel.set_xlim(min(0.0, min(values)), max(values) * 1.06 or 1.0)
    for y, record in enumerate(rows.to_dict("records")):
        look = looks.get(record["city"], _PLAIN)
        value, value_max = float(record["value"]), _number(record.get("value_max"))
        _hedge(panel, value, y, record["approx"], look.colour, horizontal=True)
        if value_max > value:
            panel.plot([value, value_max], [y, y], color=look.colour, linewidth=2.4, solid_capstyle="round")
        panel.plot([value], [y], look.marker, color=look.colour, clip_on=False, zorder=3)
        text = hedged(value, record["approx"], lang, value_max)
        beside(panel, max(value, value_max if value_max == value_max else value), y, text, dx=_room(record["approx"]))
    _number_axis(panel, log=log, lang=lang)


def _room(approx: object) -> float:
    return {"more_than": RAY + 3, "about": RAY / 2 + 3}.get(str(approx), 5.0)


def _number(value: object) -> float:
    return math.nan if value is None or value != value else float(value)  # type: ignore[arg-type]


def _hedge(ax: Axes, x: float, y: float, approx: object, colour: str, *, horizontal: bool) -> None:
    """Draw the open end of a hedged value: an arrow upward, one downward, or a short line both ways."""
    step = {"more_than": RAY, "less_than": -RAY}.get(str(approx))
    line: dict[str, Any] = {"arrowstyle": "-", "color": colour, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0}
    if step is not None:
        offset = (step, 0) if horizontal else (0, step)
        line["arrowstyle"] = "<-,head_length=0.25,head_width=0.15"
        ax.annotate("", (x, y), offset, textcoords="offset points", annotation_clip=False, arrowprops=line)
    elif approx == "about":
        half = RAY / 2
        for sign in (-half, half):
            offset = (sign, 0) if horizontal else (0, sign)
            ax.annotate("", (x, y), offset, textcoords="offset points", annotation_clip=False, arrowprops=line)


def _number_axis(ax: Axes, *, log: bool, lang: Lang, axis: str = "x") -> None:
    """Write the numbers of an axis as a paper prints them; a logarithmic axis says so."""
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator

    target = ax.xaxis if axis == "x" else ax.yaxis
    target.set_major_locator(LogLocator(base=10, numticks=5) if log else MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    target.set_minor_locator(NullLocator())
    target.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang)))
    target.set_minor_formatter(NullFormatter())
    if log and axis == "x":
        ax.annotate(
            label("log_axis", lang),
            (1, 0),
            xycoords="axes fraction",
            xytext=(4, -2),
            textcoords="offset points",
            fontsize=6,
            color=SOFT,
            va="top",
            ha="left",
        )


def _indicator_head(panel: Axes, group: str, rows: pd.DataFrame, names: float, lang: Lang) -> None:
    units = "、".join(sorted({str(unit) for unit in rows["unit"].dropna()}))
    text = f"{term_label(group, lang)}（{units}）" if units else term_label(group, lang)
    head(panel, text, pad=2)


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
    without a date of its own is an open mark at the date of publication; a text without either date is left out and
    counted in the note.

    Parameters
    ----------
    series
        The table of `time_series`: city, indicator, flow, as_of, as_of_basis, value, value_max, approx, unit, doc_id,
        published_on.
    events
        Dated statements (doc_id, city, date, text), drawn as marks in a strip below.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    table = _observations(series)
    undated = len(series) - len(table)
    groups = _panel_order(table, "panel")[:MOST_PANELS]
    table = table[table["panel"].isin(groups)]
    if table.empty:
        from corpus_tools.charts.frame import no_data

        return no_data(series.iloc[:0], ax=ax, lang=lang)
    notes = notes_of("time_series", texts=table["doc_id"].nunique(), values=len(table), undated=undated)
    happened = _events(events)
    days = [*table["day"], *table["published_day"].dropna(), *(happened["day"] if happened is not None else [])]
    page, panels = _series_grid(ax, groups, stretches(days), happened, width, notes[lang], lang)
    looks = city_looks(series["city"].dropna().unique())
    for group in groups:
        rows = table[table["panel"] == group]
        _series_panel(panels[group], rows, looks, lang)
    _draw_events(panels.get(""), happened, looks)
    _city_key(page, table, looks, lang)
    drawn = series.loc[table.index]
    return describe(
        page.parent(),
        "time_series",
        drawn,
        notes,
        values=len(drawn),
        texts=int(drawn["doc_id"].nunique()),
        undated=undated,
    )


def _observations(series: pd.DataFrame) -> pd.DataFrame:
    """Return the observations that have a day: their own, or else (open) the day of publication."""
    table = series.assign(published_day=day_numbers(series["published_on"]), own_day=day_numbers(series["as_of"]))
    table["open"] = table["own_day"].isna() | (table["as_of_basis"] == "publication")
    table["day"] = table["own_day"].fillna(table["published_day"])
    flow = table["flow"].map(str) if "flow" in table else "stock"
    table["panel"] = (
        table["indicator"] + (" · " + flow).where(flow != "stock", "") if "flow" in table else table["indicator"]
    )
    return table[table["day"].notna() & table["value"].notna() & table["indicator"].notna()].sort_values(
        ["day", "city", "value"], na_position="last"
    )


def _events(events: pd.DataFrame | None) -> pd.DataFrame | None:
    if events is None or events.empty:
        return None
    dated = events.assign(day=day_numbers(events["date"]))
    return dated[dated["day"].notna()].sort_values(["day", "doc_id"])


Panels = dict[str, list[tuple[Stretch, "Axes"]]]


def _series_grid(
    ax: Axes | None,
    groups: list[str],
    pieces: list[Stretch],
    events: pd.DataFrame | None,
    width: float,
    note: str,
    lang: Lang,
) -> tuple[Sheet, Panels]:
    """Place one row of panels for each indicator (two indicators side by side if the sheet is wide)."""
    columns = 2 if width > 150 and len(groups) > 2 else 1
    lines = -(-len(groups) // columns)
    strip = 0.0 if events is None else 9.0
    each, key = 27.0, 6.0
    page = sheet(ax, width=width, height=key + lines * each + strip + 9, note=note)
    scale = (page.height - page.foot) / (key + lines * each + strip + 9)
    axis_width = 12.0
    cell = page.width / columns
    parts = shares(pieces, least=0.3)
    panels: Panels = {}
    for place, group in enumerate([*groups, *([""] if strip else [])]):
        line, column = (place // columns, place % columns) if group else (lines, 0)
        span = page.width if not group else cell
        free = span - axis_width - 5 - 4 * (len(pieces) - 1)
        at = column * cell + axis_width
        top = (key + line * each + 5) * scale if group else (key + lines * each + 2) * scale
        height = (each - 10) * scale if group else (strip - 3) * scale
        panels[group] = []
        for piece, part in zip(pieces, parts, strict=True):
            panel = page.panel(at, top, free * part, height)
            date_axis(panel, piece, lang=lang, width=free * part)
            if panels[group]:
                mark_break(panels[group][-1][1], panel)
            panels[group].append((piece, panel))
            at += free * part + 4
        _head_of_series(panels[group][0][1], group, lang)
    return page, panels


def _head_of_series(panel: Axes, group: str, lang: Lang) -> None:
    indicator, _, flow = group.partition(" · ")
    text = term_label(indicator, lang)
    if flow:
        text += f"（{label_or(f'flow.{flow}', flow, lang)}）"
    if group:
        head(panel, text, pad=3)


def _series_panel(panels: list[tuple[Stretch, Axes]], rows: pd.DataFrame, looks: dict[str, Look], lang: Lang) -> None:
    values = [float(value) for value in rows["value"]]
    log = spans_decades(values)
    limits = (min(values) / 2, max(values) * 2) if log else (min(0.0, min(values)), max(values) * 1.3 or 1.0)
    units = "、".join(sorted({str(unit) for unit in rows["unit"].dropna()}))
    for place, (piece, panel) in enumerate(panels):
        if log:
            panel.set_yscale("log")
        panel.set_ylim(*limits)
        _number_axis(panel, log=log, lang=lang, axis="y")
        panel.grid(axis="y", color=GUIDE, linewidth=0.5)
        if place:
            panel.tick_params(axis="y", labelleft=False)
        inside = rows[rows["day"].between(piece.start, piece.end)]
        for record in inside.to_dict("records"):
            _observation(panel, record, looks.get(record["city"], _PLAIN), lang)
        published = rows["published_day"].dropna().unique()
        panel.plot(
            [day for day in published if piece.start <= day <= piece.end],
            [0.0] * sum(piece.start <= day <= piece.end for day in published),
            "|",
            color=SOFT,
            markersize=5,
            transform=panel.get_xaxis_transform(),
            clip_on=False,
        )
    tail = " · ".join(filter(None, [units, label("log_axis", lang) if log else ""]))
    if tail:
        panels[0][1].annotate(
            tail,
            (0, 1),
            xycoords="axes fraction",
            xytext=(-34, 3),
            textcoords="offset points",
            fontsize=NOTE,
            color=SOFT,
            va="bottom",
            ha="left",
        )


def _observation(panel: Axes, record: dict[Any, Any], look: Look, lang: Lang) -> None:
    value, value_max = float(record["value"]), _number(record.get("value_max"))
    _hedge(panel, record["day"], value, record["approx"], look.colour, horizontal=False)
    if value_max > value:
        panel.plot([record["day"]] * 2, [value, value_max], color=look.colour, linewidth=2.4)
    face = "white" if record["open"] else look.colour
    panel.plot(
        [record["day"]],
        [value],
        look.marker,
        color=look.colour,
        markerfacecolor=face,
        markeredgewidth=1.0,
        clip_on=False,
        zorder=3,
    )
    left = record["day"] > sum(panel.get_xlim()) / 2
    beside(
        panel,
        record["day"],
        value,
        hedged(value, record["approx"], lang, value_max),
        dx=-5 if left else 5,
        fontsize=NOTE,
    )


def _draw_events(
    panels: list[tuple[Stretch, Axes]] | None, events: pd.DataFrame | None, looks: dict[str, Look]
) -> None:
    if panels is None or events is None:
        return
    for piece, panel in panels:
        panel.set(yticks=[], ylim=(0, 1))
        for record in events[events["day"].between(piece.start, piece.end)].to_dict("records"):
            look = looks.get(record["city"], _PLAIN)
            panel.plot([record["day"]], [0.25], look.marker, color=look.colour, markersize=3.5)
            beside(panel, record["day"], 0.25, shortened(str(record["text"]), 24, 6), dx=3, fontsize=6)


def _city_key(page: Sheet, table: pd.DataFrame, looks: dict[str, Look], lang: Lang) -> None:
    """Write the marks of the cities in one line at the top: the small multiples leave no room for names beside dots."""
    from matplotlib.lines import Line2D

    cities = sorted(table["city"].dropna().unique()) + ([None] if table["city"].isna().any() else [])
    handles = [
        Line2D([], [], marker=look.marker, color=look.colour, linestyle="none", label=city_label(city, lang))
        for city, look in ((city, looks.get(city or "", _PLAIN)) for city in cities)
    ]
    page.parent().legend(
        handles=handles,
        loc="upper left",
        ncols=max(1, int(page.width // 24)),
        borderaxespad=0.3,
        borderpad=0,
        handletextpad=0.2,
        columnspacing=1.0,
        handlelength=1.2,
    )
