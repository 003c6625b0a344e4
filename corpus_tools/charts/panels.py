"""One panel of ranked terms for each group, side by side on one common scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.charts.frame import grid_of, head, rows_of, sheet
from corpus_tools.charts.glyphs import shortened, widest
from corpus_tools.charts.labels import LANGS, Lang, city_label, label_or, term_label
from corpus_tools.charts.style import Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW, MOST_PANELS, LEAST_PLOT = 3.9, 12, 24.0
_AROUND = 13.5


class Layout(NamedTuple):
    """What all panels share: the column of the groups, the limits and the label of the axis, the note."""

    by: str
    limits: tuple[float, float]
    axis: str
    note: str
    lang: Lang
    width: float
    ax: Axes | None


def group_panels(drawn: pd.DataFrame, paint: Callable[[Axes, pd.DataFrame, Look], None], layout: Layout) -> Axes:
    """Draw the rows of each group, in their order, in a panel of its own, with the terms as labels of the rows."""
    groups = drawn[layout.by].drop_duplicates().tolist()[:MOST_PANELS]
    looks = city_looks(groups)
    left = widest(term_label(term, layout.lang) for term in drawn["token"]) + 2.5
    columns = _columns(len(groups), layout.width, left)
    lines = -(-len(groups) // columns)
    most = most_rows(drawn, layout.by)
    page = sheet(layout.ax, width=layout.width, height=(most * ROW + _AROUND) * lines, note=layout.note)
    cell, height = page.width / columns, (page.height - page.foot) / lines
    for group, (x, y) in zip(groups, grid_of(len(groups), columns, cell, height), strict=True):
        rows = drawn[drawn[layout.by].isna()] if group is None or group != group else drawn[drawn[layout.by] == group]
        tall = (height - _AROUND) * len(rows) / most
        panel = page.panel(x + left, y + 5, cell - left - 4, tall)
        rows_of(panel, [term_label(term, layout.lang) for term in rows["token"]])
        paint(panel, rows, looks[group])
        _finish(panel, layout)
        head(panel, group_name(group, layout.by, layout.lang), pad=2.5, dx=1 - left)
    return page.parent


def _columns(groups: int, width: float, left: float) -> int:
    """Return how many panels stand side by side: as many as have room, and no line much emptier than the others."""
    most = max(1, min(groups, int(width // (left + LEAST_PLOT))))
    return -(-groups // -(-groups // most))


def group_name(group: object, by: str, lang: Lang) -> str:
    """Return the head of a group: a city by its name, anything else by its label, or as it is."""
    return city_label(group, lang) if by == "city" else label_or(f"{by}.{group}", str(group), lang)


def name_in_both(group: object, by: str) -> dict[str, str]:
    """Return the head of a group in both languages."""
    return {lang: group_name(group, by, lang) for lang in LANGS}


def _finish(panel: Axes, layout: Layout) -> None:
    low, high = layout.limits
    margin = 0.04 * ((high - low) or 1.0)
    panel.set_xlim(low - margin if low < 0 else low, high + margin)
    panel.locator_params(axis="x", nbins=4)
    panel.set_xlabel(layout.axis, labelpad=1)


def top_rows(table: pd.DataFrame, by: str, value: str, top: int) -> pd.DataFrame:
    """Return the rows of the `top` highest positive values of each group, in total order, groups as in the table."""
    groups = table[by].drop_duplicates().tolist()[:MOST_PANELS]
    ordered = table[(table[value] > 0) & table[by].isin(groups)]
    ordered = ordered.sort_values([value, "token"], ascending=[False, True])
    best = ordered.groupby(by, dropna=False, sort=False).head(top)
    return best.sort_values(by, key=lambda names: names.map(groups.index), kind="stable")


def most_rows(drawn: pd.DataFrame, by: str) -> int:
    """Return how many rows the largest group has."""
    return int(drawn.groupby(by, dropna=False).size().max()) if len(drawn) else 0


def document_names(table: pd.DataFrame, documents: Sequence[str], lang: Lang) -> list[str]:
    """Return a name for each document: its city, and the head of its doc_id where that alone would not tell it."""
    if "city" not in table:
        return [shortened(str(document), 24) for document in documents]
    cities = table.drop_duplicates("doc_id").set_index("doc_id")["city"]
    several = cities.value_counts()
    return [
        city_label(cities[document], lang) + ("" if several.get(cities[document]) == 1 else f" {str(document)[:8]}")
        for document in documents
    ]
