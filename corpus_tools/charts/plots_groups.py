"""Figures of groups as wholes: how alike they are, and how a choice of idf reorders their terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus_tools.charts.frame import beside, columns_of, describe, grid_of, head, notes_of, plot, sheet
from corpus_tools.charts.glyphs import widest
from corpus_tools.charts.labels import Lang, in_both, label, term_label
from corpus_tools.charts.matrices import heat_map
from corpus_tools.charts.panels import MOST_PANELS, ROW, group_name
from corpus_tools.charts.style import MIDDLE, NOTE, SOFT, TWO_COLUMNS, Look, city_looks, ink_on

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes

MOST_GROUPS = 40


@plot
def plot_similarity(table: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh", width: float = MIDDLE) -> Axes:
    """Draw the cosine similarity of groups as a heat map, ordered by the dendrogram at its left.

    Parameters
    ----------
    table
        A square table, its index and columns the groups; or a long one whose first two columns are groups and whose
        third is the similarity.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    square = _square(table)
    by = str(square.index.name or "city")
    tree, order = _clustered(square.to_numpy(dtype=float))
    square = square.iloc[order, order]
    names = [group_name(group, by, lang) for group in square.index]
    notes = notes_of("similarity", groups=len(square))
    left, row = widest(names) + 2.5, max(4.6, min(8.0, 60 / len(square)))
    turned = widest(names) > (width * 0.72 - left) / len(square) - 1
    top = widest(names) + 2.5 if turned else 5.0
    page = sheet(ax, width=width, height=len(square) * row + top + 9, note=notes[lang])
    tall = page.height - page.foot - top - 9
    branches = page.width * 0.24
    _dendrogram(page.panel(2, top, branches, tall), tree, lang)
    panel = page.panel(branches + left + 2, top, page.width - branches - left - 4, tall)
    _similarities(panel, square.to_numpy(dtype=float), names, turned=turned)
    rows = square.rename_axis(by).reset_index().melt(id_vars=by, var_name="other", value_name="similarity")
    return describe(page.parent, "similarity", rows, notes, groups=len(square))


def _square(table: pd.DataFrame) -> pd.DataFrame:
    if len(table) == len(table.columns):
        return table.iloc[:MOST_GROUPS, :MOST_GROUPS]
    first, other, value = table.columns[:3]
    square = table.pivot(index=first, columns=other, values=value)
    groups = [group for group in dict.fromkeys([*table[first], *table[other]]) if group in square.index][:MOST_GROUPS]
    return square.reindex(index=groups, columns=groups)


def _clustered(similarity: np.ndarray) -> tuple[Any, list[int]]:
    """Return the branches of the average-linkage clustering by cosine distance, and the order of its leaves."""
    if len(similarity) < 2:
        return None, list(range(len(similarity)))
    import numpy as np
    from scipy.cluster.hierarchy import dendrogram, linkage
    from scipy.spatial.distance import squareform

    distance = np.clip(1 - (similarity + similarity.T) / 2, 0, None)
    np.fill_diagonal(distance, 0)
    tree: Any = dendrogram(linkage(squareform(distance, checks=False), "average"), no_plot=True)
    return tree, [int(leaf) for leaf in tree["leaves"]]


def _dendrogram(ax: Axes, tree: Any, lang: Lang) -> None:
    ax.set_yticks([])
    if tree is None:
        ax.set_axis_off()
        return
    for places, distances in zip(tree["icoord"], tree["dcoord"], strict=True):
        ax.plot(distances, [place / 10 for place in places], color=SOFT, linewidth=0.8)
    furthest = max(max(distances) for distances in tree["dcoord"])
    ax.set(xlim=(furthest * 1.05, 0), ylim=(len(tree["leaves"]), 0))
    ax.locator_params(axis="x", nbins=4)
    ax.set_xlabel(label("distance", lang), labelpad=1)


def _similarities(ax: Axes, values: np.ndarray, names: list[str], *, turned: bool) -> None:
    import numpy as np

    apart = np.where(np.eye(len(values), dtype=bool), np.nan, values)
    mesh = heat_map(ax, apart, names, names, most=1, turned=turned)
    for (row, column), value in np.ndenumerate(values) if len(names) <= 12 else ():
        ground: Any = mesh.to_rgba(value) if row != column else "white"
        look: Any = {"ha": "center", "va": "center", "fontsize": NOTE, "color": ink_on(ground)}
        ax.text(column + 0.5, row + 0.5, f"{value:.2f}", **look)


@plot
def plot_idf_slopes(
    table: pd.DataFrame, *, top: int = 10, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS
) -> Axes:
    """Draw how the ranks of terms change between two variants of tf-idf, one panel a group.

    Parameters
    ----------
    table
        Two tables of `tf_idf` below each other: the group (its first column), token, weight, variant, unit. The
        variants are taken in the order of the table.
    top
        Ranks to draw; a term that is not among them under the other variant has an open mark and no line.
    ax, lang, width
        As in `plot_corpus_timeline`.

    Raises
    ------
    ValueError
        If the table does not hold exactly two variants.
    """
    by = str(table.columns[0])
    variants = list(dict.fromkeys(table["variant"]))
    if len(variants) != 2:
        raise ValueError(f"found the variants {variants}; expected the tf_idf tables of exactly two")
    ranked = _ranked(table, by)
    drawn = ranked[ranked["rank"] <= top]
    names = [in_both("variant", variant) for variant in variants]
    unit = in_both("unit", table["unit"].iloc[0] if "unit" in table else "–")
    notes = notes_of("idf_slopes", top=top, left=names[0], right=names[1], unit=unit)
    groups = drawn[by].drop_duplicates().tolist()[:MOST_PANELS]
    drawn = drawn[drawn[by].isin(groups)]
    aside = widest(term_label(term, lang) for term in drawn["token"]) + 6
    columns = max(1, min(len(groups), int(width // (2 * aside + 10))))
    lines = -(-len(groups) // columns)
    page = sheet(ax, width=width, height=(top * ROW + 12) * lines, note=notes[lang])
    cell, height = page.width / columns, (page.height - page.foot) / lines
    looks = city_looks(groups)
    for group, (x, y) in zip(groups, grid_of(len(groups), columns, cell, height), strict=True):
        rows = drawn[drawn[by] == group]
        panel = page.panel(x + aside, y + 8, cell - 2 * aside - 2, height - 9)
        _slopes(panel, rows, variants, top, looks[group], lang)
        head(panel, group_name(group, by, lang), pad=9, dx=1 - aside)
    return describe(page.parent, "idf_slopes", drawn, notes, top=top)


def _ranked(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the table with the rank of each term within its group and variant, ties broken by the term."""
    ordered = table.sort_values(["weight", "token"], ascending=[False, True])
    return ordered.assign(rank=ordered.groupby([by, "variant"], dropna=False).cumcount() + 1).loc[table.index]


def _slopes(ax: Axes, rows: pd.DataFrame, variants: list[str], top: int, look: Look, lang: Lang) -> None:
    ax.set(xlim=(0, 1), ylim=(top + 0.6, 0.4), yticks=[])
    columns_of(ax, [0, 1], [in_both("variant", variant)[lang] for variant in variants])
    ax.tick_params(axis="x", labelsize=NOTE)
    parts = [rows[rows["variant"] == variant] for variant in variants]
    ranks = [dict(zip(part["token"], part["rank"], strict=True)) for part in parts]
    mark: dict[str, Any] = {"color": look.colour, "markersize": 3.5, "mew": 0.8, "clip_on": False}
    for token in sorted({*ranks[0], *ranks[1]}):
        stays = token in ranks[0] and token in ranks[1]
        if stays:
            ax.plot([0, 1], [rank[token] for rank in ranks], color=look.colour, linewidth=0.9)
        face = look.colour if stays else "white"
        for x, (rank, dx) in enumerate(zip(ranks, (-3, 3), strict=True)):
            if token in rank:
                ax.plot([x], [rank[token]], look.marker, mfc=face, **mark)
                words = [term_label(token, lang), str(rank[token])]
                text = " ".join(words[::-1] if x else words)
                beside(ax, x, rank[token], text, dx=1.3 * dx)
