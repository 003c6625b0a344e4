"""Figures of reported values over time, with the events of the reports below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from corpus_tools.charts.dates import NEVER, Stretch, date_axis, day_numbers, shares, stretches, time_panels
from corpus_tools.charts.event_strip import GAP, LANE, Strip, dated_events
from corpus_tools.charts.frame import Sheet, describe, head, notes_of, plot, sheet
from corpus_tools.charts.glyphs import widest
from corpus_tools.charts.hedges import Scale, draw_value, ends, put_axis, upper
from corpus_tools.charts.labels import Lang, city_label, hedged, label, label_or
from corpus_tools.charts.placing import Box, write_labels
from corpus_tools.charts.plots_values import MOST_PANELS, panel_order, panel_title
from corpus_tools.charts.style import GUIDE, SOFT, TWO_COLUMNS, Looks, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

PANEL, HEAD, DATES = 14.0, 7.0, 8.0
AXIS, LEAST, RAY = 13.0, 26.0, 3.0
FEW = 8
# The panels of one row from left to right: the piece of time, the Axes, its width in millimetres.
Track: TypeAlias = "list[tuple[Stretch, Axes, float]]"


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
    without a date of its own is an open mark at the date of publication; one whose text has no date either is an open
    mark apart, at the right. Stock, cumulative and new values of one indicator have panels of their own.

    Parameters
    ----------
    series
        The table of `time_series`: city, indicator, flow, as_of, as_of_basis, value, value_max, approx, unit, doc_id,
        published_on. At most twelve panels are drawn, those that most cities report first.
    events
        Dated statements (doc_id, city, date, text), drawn as marks in a strip of its own below.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    table = _observations(series)
    groups = _panel_names(table)
    drawn = table[table["panel"].isin(groups)]
    undated = int((drawn["day"] == NEVER.start).sum())
    notes = notes_of("time_series", texts=drawn["doc_id"].nunique(), values=len(drawn), of=len(series), undated=undated)
    axes = _draw_series(drawn, groups, dated_events(events), notes[lang], ax=ax, lang=lang, width=width)
    facts = {"values": len(drawn), "texts": int(drawn["doc_id"].nunique()), "undated": undated}
    return describe(axes, "time_series", series.loc[drawn.index], notes, **facts)


def _draw_series(
    drawn: pd.DataFrame,
    groups: list[str],
    events: pd.DataFrame | None,
    note: str,
    *,
    ax: Axes | None,
    lang: Lang,
    width: float,
) -> Axes:
    """Draw the observations of each group in a panel, named directly if they are few, by a key if not."""
    direct = int(drawn.groupby("panel").size().max()) <= FEW and width >= 140
    page, tracks = _layout(ax, groups, drawn, events, width=width, note=note, direct=direct, lang=lang)
    looks = city_looks(drawn["city"])
    for group, track, height in tracks:
        _series_panel(track, drawn[drawn["panel"] == group], height, looks, direct=direct, lang=lang)
    if not direct or events is not None:
        _city_key(page, drawn, looks, lang)
    return page.parent


def _observations(series: pd.DataFrame) -> pd.DataFrame:
    """Return the observations with their day: their own, or else (open) that of publication, or else `NEVER`."""
    published = day_numbers(series["published_on"])
    own = day_numbers(series["as_of"])
    flows = series["flow"].fillna("stock").astype(str) if "flow" in series else "stock"
    table = series.assign(
        published_day=published,
        open=own.isna() | (series["as_of_basis"] == "publication"),
        day=own.fillna(published).fillna(NEVER.start),
        panel=series["indicator"] + "\t" + flows,
    )
    known = table["value"].notna() & table["indicator"].notna()
    return table[known].sort_values(["day", "city", "value", "doc_id"], na_position="last")


def _panel_names(table: pd.DataFrame) -> list[str]:
    """Return the panels in order: indicators by the number of cities, the flows of one indicator together."""
    by_indicator = panel_order(table, "indicator")
    by_panel = panel_order(table[table["indicator"].isin(by_indicator)], "panel", most=len(table))
    return sorted(by_panel, key=lambda name: by_indicator.index(name.split("\t")[0]))[:MOST_PANELS]


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
) -> tuple[Sheet, list[tuple[str, Track, float]]]:
    """Place the panels of the indicators, in one column or two, and the strip of events below each column."""
    days = [day for day in (*drawn["day"], *drawn["published_day"].dropna()) if day != NEVER.start]
    columns = 2 if width > 150 and len(groups) > 6 else 1
    happened = [] if events is None else events["day"].tolist()
    pieces = stretches(days if columns == 2 else [*days, *happened])
    if (drawn["day"] == NEVER.start).any():
        pieces.append(NEVER)
    lines = -(-len(groups) // columns)
    key_lines = -(-(drawn["city"].nunique() + 1) // _key_columns(drawn, width, lang))
    key = 0.5 if direct and events is None else LANE * key_lines + 1.5
    bottom = key + lines * (HEAD + PANEL) + DATES
    whole = stretches([*days, *happened])
    strip = None if events is None else Strip.of(events, whole, left=AXIS, width=width - AXIS - 3)
    height = bottom + (strip.height + DATES + 2 if strip else 0.0)
    page = sheet(ax, width=width, height=height, note=note)
    scale = (page.height - page.foot) / height
    widths = _widths(pieces, width / columns - AXIS - 3)
    placed = []
    for place, group in enumerate(groups):
        column, line = divmod(place, lines)
        top, left = (key + line * (HEAD + PANEL) + HEAD) * scale, column * width / columns + AXIS
        track = list(time_panels(page, pieces, widths, left=left, top=top, height=PANEL * scale, gap=GAP))
        _dates(track, lang, labelled=line == lines - 1 or place == len(groups) - 1)
        placed.append((group, track, PANEL * scale))
    if strip:
        looks = city_looks(drawn["city"])
        strip.draw(page, top=(bottom + 2) * scale, height=strip.height * scale, looks=looks, lang=lang)
    return page, placed


def _widths(pieces: list[Stretch], width: float) -> list[float]:
    """Return the width of each piece of the axis in millimetres; what has no date gets a fixed one."""
    dated = [piece for piece in pieces if piece != NEVER]
    aside = [min(LEAST, width / 3)] if len(dated) < len(pieces) and dated else []
    free = width - sum(aside) - GAP * (len(pieces) - 1)
    return [*(free * share for share in shares(dated, least=LEAST / free)), *aside] if dated else [free]


def _dates(track: Track, lang: Lang, *, labelled: bool) -> None:
    for piece, panel, width in track:
        if piece == NEVER:
            panel.set(xlim=piece)
            panel.set_xticks([piece.start + 0.5], [label("undated", lang)])
            panel.tick_params(axis="x", color="none")
        else:
            date_axis(panel, piece, lang=lang, width=width)
        panel.tick_params(axis="x", labelbottom=labelled)
        panel.set_yticks([])


def _series_panel(track: Track, rows: pd.DataFrame, height: float, looks: Looks, *, direct: bool, lang: Lang) -> None:
    stated = [*rows["value"].astype(float), *rows["value_max"].dropna().astype(float)]
    scale = Scale.around(stated, height, low=RAY, high=RAY + 1.5)
    for place, (piece, panel, width) in enumerate(track):
        put_axis(panel, scale, "y", lang)
        panel.grid(axis="y", color=GUIDE, linewidth=0.5)
        panel.tick_params(axis="y", labelleft=place == 0)
        inside = rows[rows["day"].between(piece.start, piece.end)].to_dict("records")
        if piece == NEVER:
            inside = [record | {"day": NEVER.start + 0.12} for record in inside]
        _mark_publications(panel, rows, piece)
        for record in inside:
            look, hollow = looks[record["city"]], bool(record["open"])
            draw_value(panel, record, record["day"], look, scale, axis="y", ray=RAY, hollow=hollow)
        _label_observations(panel, inside, Scale(piece.start, piece.end, width), scale, direct=direct, lang=lang)
    name, _, flow = str(rows["panel"].iloc[0]).partition("\t")
    title = panel_title(name, rows, lang, log=scale.log)
    if flow != "stock":
        title += f" · {label_or(f'flow.{flow}', flow, lang)}"
    head(track[0][1], title, dx=1.0 - AXIS, pad=4)


def _mark_publications(panel: Axes, rows: pd.DataFrame, piece: Stretch) -> None:
    from matplotlib.markers import TICKDOWN

    days = sorted({day for day in rows["published_day"].dropna() if piece.start <= day <= piece.end})
    baseline = panel.get_xaxis_transform()
    mark: dict[str, Any] = {"marker": TICKDOWN, "linestyle": "none", "color": SOFT, "markersize": 4, "mew": 1.2}
    panel.plot(days, [0.0] * len(days), transform=baseline, clip_on=False, **mark)


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
    room = Box(-1, -0.5, across.length + 1.5, up.length + 2)
    write_labels(panel, points, texts, size=(across.length, up.length), room=room, obstacles=rays)


def _observation_text(record: dict[Any, Any], *, direct: bool, lang: Lang) -> str:
    text = hedged(float(record["value"]), record["approx"], lang, upper(record))
    return f"{city_label(record['city'], lang)} {text}" if direct else text


def _city_key(page: Sheet, table: pd.DataFrame, looks: Looks, lang: Lang) -> None:
    """Write the marks of the cities in one line at the top, where the panels have no room for names beside dots."""
    from matplotlib.lines import Line2D

    cities = [*sorted(table["city"].dropna().unique()), *([None] if table["city"].isna().any() else [])]
    handles = [
        Line2D([], [], marker=look.marker, color=look.colour, linestyle="none", label=city_label(city, lang))
        for city, look in ((city, looks[city or ""]) for city in cities)
    ]
    page.parent.legend(
        handles=handles,
        loc="upper left",
        ncols=_key_columns(table, page.width, lang),
        borderaxespad=0.3,
        borderpad=0,
        handletextpad=0.2,
        columnspacing=1.0,
        handlelength=1.2,
    )


def _key_columns(table: pd.DataFrame, width: float, lang: Lang) -> int:
    names = [city_label(city, lang) for city in (*table["city"].dropna().unique(), None)]
    return max(1, int(width // (widest(names) + 6)))


@plot
def plot_trend(
    table: pd.DataFrame,
    *,
    terms: Sequence[str] | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    width: float = TWO_COLUMNS,
) -> Axes:
    """Draw the rate of terms over the dates of publication: a panel a term, a mark a text, a broken time axis.

    Parameters
    ----------
    table
        Columns doc_id, token, per_10000, published_on and city: the table of `term_frequencies` by document, joined to
        the documents table.
    terms
        The terms, top to bottom; without them the six of the highest mean rate.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    means = table.groupby("token")["per_10000"].mean()
    chosen = list(terms) if terms is not None else sorted(means.index, key=lambda term: (-means[term], term))[:6]
    rows = table[table["token"].isin(chosen)]
    rates = rows.assign(
        indicator=rows["token"],
        value=rows["per_10000"].round(1),
        value_max=math.nan,
        approx="exact",
        unit=label("per_10000", lang),
        as_of=rows["published_on"],
        as_of_basis="explicit",
    )
    drawn = _observations(rates)
    groups = [f"{term}\tstock" for term in chosen if (drawn["indicator"] == term).any()]
    undated = int(drawn.loc[drawn["day"] == NEVER.start, "doc_id"].nunique())
    notes = notes_of("trend", texts=drawn["doc_id"].nunique(), undated=undated)
    axes = _draw_series(drawn, groups, None, notes[lang], ax=ax, lang=lang, width=width)
    return describe(axes, "trend", table.loc[drawn.index], notes, texts=int(drawn["doc_id"].nunique()))
