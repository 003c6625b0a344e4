"""Matrices: counts of things by city as dots with their numbers beside them, and values of any groups as colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus_tools.charts.frame import columns_of, rows_of, sheet
from corpus_tools.charts.glyphs import widest
from corpus_tools.charts.labels import Lang, city_label, label_or, term_label
from corpus_tools.charts.style import NOTE, SOFT, city_looks

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh

ROW, MOST_COLUMNS = 4.6, 30


def count_matrix(
    table: pd.DataFrame, *, rows: str, order: list[str], note: str, ax: Axes | None, lang: Lang, width: float
) -> Axes:
    """Draw how often each thing (a value of the column `rows`, in the given order) occurs in each city.

    A cell without any stays empty. The cities stand in the order of the table.
    """
    named = table.assign(city=table["city"].where(table["city"].notna(), ""))
    cities = named["city"].drop_duplicates().tolist()[:MOST_COLUMNS]
    counts = named.groupby([rows, "city"]).size()
    names = [city_label(city, lang) for city in cities]
    labels = [label_or(f"instrument.{row}", term_label(row, lang), lang) for row in order]
    left = widest(labels) + 3
    turned = widest(names) > (width - left) / len(cities) - 1
    top = widest(names) + 2.5 if turned else 5.0
    page = sheet(ax, width=width, height=len(order) * ROW + top + 2, note=note)
    axes = page.only(left=left, right=2, top=top, bottom=1.5)
    rows_of(axes, labels)
    axes.set_xlim(-0.6, len(cities) - 0.4)
    columns_of(axes, range(len(cities)), names, turned=turned)
    looks = city_looks(cities)
    largest = int(counts.max())
    for (row, city), count in zip(counts.index, counts, strict=True):
        if row in order and city in cities:
            x, y = cities.index(city), order.index(row)
            axes.scatter([x], [y], s=8 + 60 * count / largest, color=looks[city].colour, linewidths=0, zorder=3)
            axes.annotate(
                str(count), (x, y), (5.5, 0), textcoords="offset points", va="center", fontsize=NOTE, color=SOFT
            )
    return axes


def heat_map(
    ax: Axes, values: np.ndarray, rows: Sequence[str], columns: Sequence[str], *, most: float, turned: bool
) -> QuadMesh:
    """Colour a cell for each value from 0 to `most`, the first row at the top; what is null stays empty."""
    mesh = ax.pcolormesh(values, cmap="cividis_r", vmin=0, vmax=most, edgecolors="white", linewidth=0.8)
    ax.set_facecolor("#f4f4f4")
    ax.invert_yaxis()
    ax.set_yticks([y + 0.5 for y in range(len(rows))], rows)
    columns_of(ax, [x + 0.5 for x in range(len(columns))], columns, turned=turned)
    return mesh
