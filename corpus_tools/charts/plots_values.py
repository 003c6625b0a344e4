"""Figures of reported values, side by side: what the cities report by indicator, and what they count at all."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from corpus_tools.charts.frame import beside, describe, head, notes_of, plot, rows_of, sheet
from corpus_tools.charts.glyphs import widest
from corpus_tools.charts.hedges import POINTS_PER_MM, Scale, draw_value, put_axis, upper
from corpus_tools.charts.labels import Lang, city_label, hedged, label, term_label
from corpus_tools.charts.matrices import count_matrix
from corpus_tools.charts.style import MIDDLE, TWO_COLUMNS, Looks, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW, HEAD, FOOT = 4.2, 5.5, 6.5
MOST_PANELS = 12
RAY = 4.5


@plot
def plot_reported_values(
    values: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS
) -> Axes:
    """Draw what the cities report, indicator by indicator: one row a value, hedges as open ends.

    Parameters
    ----------
    values
        Columns doc_id, city, value, approx (exact, more_than, about, less_than), unit, and indicator (or noun) by
        which the panels are made; value_max where a range is stated. Rows without indicator are left out, and a value
        that one document repeats is drawn once.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    by = "indicator" if "indicator" in values else "noun"
    named = values[values[by].notna() & values["value"].notna()]
    drawn = named.drop_duplicates(["doc_id", by, "value", "approx", "unit"])
    groups = panel_order(drawn, by)
    drawn = drawn[drawn[by].isin(groups)]
    notes = notes_of("reported_values", texts=drawn["doc_id"].nunique(), values=len(drawn))
    columns = 2 if width > 100 and len(groups) > 1 else 1
    blocks = _balanced({group: HEAD + FOOT + ROW * int((drawn[by] == group).sum()) for group in groups}, columns)
    tallest = max(sum(block.values()) for block in blocks)
    page = sheet(ax, width=width, height=tallest + 1, note=notes[lang])
    stretch = (page.height - page.foot) / (tallest + 1)
    names = widest(city_label(city, lang) for city in drawn["city"].unique()) + 2.5
    looks = city_looks(values["city"])
    for column, block in enumerate(blocks):
        top, left, length = 0.5, column * page.width / columns + names, page.width / columns - names - 3
        for group, height in block.items():
            rows = drawn[drawn[by] == group].sort_values(["value", "city", "doc_id"], ascending=[False, True, True])
            panel = page.panel(left, (top + HEAD) * stretch, length, (height - HEAD - FOOT) * stretch)
            log = _value_rows(panel, rows, length, looks, lang)
            head(panel, panel_title(group, rows, lang, log=log), dx=1.0 - names)
            top += height
    axes = page.parent
    return describe(axes, "reported_values", drawn, notes, values=len(drawn), texts=int(drawn["doc_id"].nunique()))


def panel_order(drawn: pd.DataFrame, by: str, *, most: int = MOST_PANELS) -> list[str]:
    """Return the groups by the number of cities that report them, then of values, then by name."""
    sizes = drawn.groupby(by).agg(cities=("city", "nunique"), values=("value", "size")).reset_index()
    ordered = sizes.sort_values(["cities", "values", by], ascending=[False, False, True])
    return [str(group) for group in ordered[by].head(most)]


def panel_title(name: str, rows: pd.DataFrame, lang: Lang, *, log: bool) -> str:
    """Return the head of a panel: the indicator, its units, and whether its axis is logarithmic."""
    units = sorted({str(unit) for unit in rows["unit"].dropna()})
    extra = ["、".join(units)] * bool(units) + [label("log_axis", lang)] * log
    name = term_label(name, lang)
    return label("panel_title", lang, name=name, extra=", ".join(extra)) if extra else name


def _balanced(heights: dict[str, float], columns: int) -> list[dict[str, float]]:
    """Deal the panels, in their order, each to the column that is shortest so far."""
    blocks: list[dict[str, float]] = [{} for _ in range(columns)]
    for group, height in heights.items():
        shortest = min(range(columns), key=lambda i: (sum(blocks[i].values()), i))
        blocks[shortest][group] = height
    return [block for block in blocks if block]


def _value_rows(panel: Axes, rows: pd.DataFrame, length: float, looks: Looks, lang: Lang) -> bool:
    """Draw the values of one indicator, each in a row with its number beside it; return whether the axis is log."""
    records = rows.to_dict("records")
    texts = [hedged(record["value"], record["approx"], lang, upper(record)) for record in records]
    scale = Scale.around(
        [stated for record in records for stated in (float(record["value"]), upper(record)) if math.isfinite(stated)],
        length,
        low=RAY + 1,
        high=widest(texts) + RAY + 3,
    )
    rows_of(panel, [city_label(record["city"], lang) for record in records])
    put_axis(panel, scale, "x", lang)
    for y, (record, text) in enumerate(zip(records, texts, strict=True)):
        reach = draw_value(panel, record, y, looks[record["city"]], scale, axis="x", ray=RAY)
        end = max(record["value"], upper(record))  # what is no number comes second and is not larger
        beside(panel, end, y, text, dx=(reach + 1.8) * POINTS_PER_MM)
    return scale.log


@plot
def plot_value_counts(
    values: pd.DataFrame, *, top: int = 20, ax: Axes | None = None, lang: Lang = "zh", width: float = MIDDLE
) -> Axes:
    """Draw what kinds of things the reports count: indicators against cities, the number of values in each cell.

    Parameters
    ----------
    values
        Columns doc_id, city, and indicator (the noun where there is none); one row a value.
    top
        Rows to draw, the most frequent first.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    kinds = values["indicator"] if "indicator" in values else values["noun"]
    named = values.assign(kind=kinds.fillna(values["noun"]) if "noun" in values else kinds)
    named = named[named["kind"].notna()]
    sizes = named.groupby("kind").agg(cities=("city", "nunique"), values=("city", "size")).reset_index()
    kept = sizes.sort_values(["values", "cities", "kind"], ascending=[False, False, True])["kind"].head(top).tolist()
    drawn = named[named["kind"].isin(kept)]
    notes = notes_of("value_counts", texts=drawn["doc_id"].nunique(), values=len(drawn), of=len(values))
    axes = count_matrix(drawn, rows="kind", order=kept, note=notes[lang], ax=ax, lang=lang, width=width)
    cells = drawn.groupby(["kind", "city"], dropna=False, sort=True).size().rename("values").reset_index()
    return describe(axes, "value_counts", cells, notes, values=len(drawn))
