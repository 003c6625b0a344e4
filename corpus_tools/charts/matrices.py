"""Matrices of counts: things in rows, cities in columns, the count as the area of a dot with its number beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus_tools.charts.frame import rows_of, sheet
from corpus_tools.charts.glyphs import widest
from corpus_tools.charts.labels import Lang, city_label, label_or, term_label
from corpus_tools.charts.style import NOTE, SOFT, Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW, MOST_COLUMNS = 4.6, 30


def count_matrix(
    table: pd.DataFrame,
    *,
    rows: str,
    order: list[str],
    note: str,
    ax: Axes | None,
    lang: Lang,
    width: float,
) -> Axes:
    """Draw how often each thing (a value of the column `rows`, in the given order) occurs in each city.

    A cell without any stays empty. The cities stand in the order of the table.
    """
    cities = list(dict.fromkeys(table["city"].where(table["city"].notna(), "")))[:MOST_COLUMNS]
    counts = table.assign(city=table["city"].where(table["city"].notna(), "")).groupby([rows, "city"]).size()
    names = [city_label(city, lang) for city in cities]
    labels = [label_or(f"instrument.{row}", term_label(row, lang), lang) for row in order]
    left = widest(labels) + 3
    turned = widest(names) > (width - left) / len(cities) - 1
    top = widest(names) + 2.5 if turned else 5.0
    page = sheet(ax, width=width, height=len(order) * ROW + top + 2, note=note)
    axes = page.only(left=left, right=2, top=top, bottom=1.5)
    rows_of(axes, labels)
    axes.set_xlim(-0.6, len(cities) - 0.4)
    axes.set_xticks(range(len(cities)), names, rotation=90 if turned else 0)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0)
    axes.spines[:].set_visible(False)
    looks = city_looks(cities)
    largest = int(counts.max())
    for (row, city), count in zip(counts.index, counts, strict=True):
        if row in order and city in cities:
            look = looks[city]
            _cell(axes, cities.index(city), order.index(row), int(count), largest, look)
    return axes


def _cell(ax: Axes, x: int, y: int, count: int, largest: int, look: Look) -> None:
    ax.scatter([x], [y], s=8 + 60 * count / largest, marker="o", color=look.colour, linewidths=0, zorder=3)
    ax.annotate(str(count), (x, y), (5.5, 0), textcoords="offset points", va="center", fontsize=NOTE, color=SOFT)
