"""Figures of numbered slogans: which instruments the cities name, and what one city's system consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corpus_tools.charts.frame import describe, notes_of, plot, sheet, shortened, text_width, wrapped
from corpus_tools.charts.labels import Lang, city_label, label, label_or
from corpus_tools.charts.matrices import count_matrix
from corpus_tools.charts.style import SOFT, TICK, TWO_COLUMNS, UNKNOWN, Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LINE, INDENT, MOST_LINES, DEEPEST = 4.0, 5.0, 56, 3


@plot
def plot_slogan_matrix(
    slogans: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh", width: float = 140.0
) -> Axes:
    """Draw how many numbered slogans of each kind of instrument each city has; the uncoded stand last.

    Parameters
    ----------
    slogans
        The slogans table: doc_id, city, slogan, instrument.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    coded = slogans["instrument"].where(slogans["instrument"].notna(), "")
    table = slogans.assign(
        instrument=[label_or(f"instrument.{kind}", str(kind) or label("uncoded", lang), lang) for kind in coded]
    )
    sizes = table["instrument"].value_counts()
    uncoded = label("uncoded", lang)
    order = sorted(sizes.index, key=lambda kind: (kind == uncoded, -sizes[kind], kind))
    notes = notes_of(
        "slogan_matrix", texts=slogans["doc_id"].nunique(), slogans=len(slogans), uncoded=int((coded == "").sum())
    )
    axes = count_matrix(table, rows="instrument", order=order, note=notes[lang], ax=ax, lang=lang, width=width)
    cells = slogans.assign(instrument=coded).groupby(["instrument", "city"], dropna=False).size()
    return describe(axes, "slogan_matrix", cells.rename("slogans").reset_index(), notes, slogans=len(slogans))


class Node(NamedTuple):
    """One line of the tree: how deep it stands, its text, and the row of the slogans table if it is a slogan."""

    depth: int
    text: str
    row: int | None


@plot
def plot_slogan_tree(
    slogans: pd.DataFrame,
    *,
    city: str | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    width: float = TWO_COLUMNS,
) -> Axes:
    """Draw the system of one city as a tree: its slogans, their members, and the members of those that are slogans.

    Parameters
    ----------
    slogans
        The slogans table: doc_id, city, slogan, members, complete, source.
    city
        The city; without it the one with the most members.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    counted = slogans.assign(size=slogans["members"].map(len))
    if city is None:
        sizes = counted.groupby("city")["size"].sum()
        city = min(sizes.index, key=lambda name: (-sizes[name], name)) if len(sizes) else ""
    own = counted[(counted["city"] == city) & (counted["size"] > 0)]
    nodes = _nodes(own, width - 6)
    kept = _fitting(nodes)
    drawn = slogans.loc[[row for row in own.index if any(node.row == row for node in kept)]]
    members = int(drawn["members"].map(len).sum())
    name = {"zh": city_label(city, "zh"), "en": city_label(city, "en")}
    notes = notes_of("slogan_tree", group=name, slogans=len(drawn), members=members)
    lines = sum(node.text.count("\n") + 1 for node in kept) + (len(own) > len(drawn))
    page = sheet(ax, width=width, height=lines * LINE + 3, note=notes[lang])
    axes = page.only(left=2, right=2, top=1.5, bottom=1.5)
    axes.set(xlim=(0, page.width - 4), ylim=(lines, 0), xticks=[], yticks=[], frame_on=False)
    _draw(axes, kept, slogans, city_looks([city]).get(str(city), Look(UNKNOWN, "o")))
    if len(own) > len(drawn):
        axes.text(
            0, lines - 0.5, label("more_slogans", lang, n=len(own) - len(drawn)), va="center", fontsize=TICK, color=SOFT
        )
    return describe(axes, "slogan_tree", drawn, notes, group=city, members=members)


def _nodes(own: pd.DataFrame, width: float) -> list[Node]:
    """Return the lines of the tree, depth first: slogans that are members of others stand under these."""
    by_name = {str(row["slogan"]): index for index, row in own.iloc[::-1].iterrows()}
    inner = {
        child
        for index, row in own.iterrows()
        for member in row["members"]
        for child in _children(member, by_name)
        if child != index
    }
    roots = [index for index in own.index if index not in inner] or list(own.index[:1])
    nodes: list[Node] = []
    seen: set[int] = set()
    for root in roots:
        _grow(root, 0, own, by_name, width, nodes, seen)
    return nodes


def _children(member: str, by_name: dict[str, int]) -> list[int]:
    return [index for name, index in by_name.items() if name and (name in member)]


def _grow(
    index: int,
    depth: int,
    own: pd.DataFrame,
    by_name: dict[str, int],
    width: float,
    nodes: list[Node],
    seen: set[int],
) -> None:
    seen.add(index)
    room = width - depth * INDENT
    nodes.append(Node(depth, shortened(str(own.at[index, "slogan"]), room), index))
    plain: list[str] = []
    for member in own.at[index, "members"]:
        below = [child for child in _children(str(member), by_name) if child not in seen]
        if below and depth < DEEPEST:
            if str(member) not in by_name:
                plain.append(str(member))
            for child in below:
                _grow(child, depth + 1, own, by_name, width, nodes, seen)
        else:
            plain.append(str(member))
    nodes.extend(_leaves(plain, depth + 1, width))


def _leaves(members: list[str], depth: int, width: float) -> list[Node]:
    """Return the members as leaves: short ones side by side, long ones each on lines of its own."""
    room = width - depth * INDENT - 2
    together = "  ·  ".join(members)
    if not members:
        return []
    if all(text_width(member) < 45 for member in members):
        return [Node(depth, wrapped(together, room, TICK), None)]
    return [Node(depth, wrapped(member, room, TICK), None) for member in members]


def _fitting(nodes: list[Node]) -> list[Node]:
    """Return as many whole branches as fit a page."""
    kept: list[Node] = []
    lines = 0
    for i, node in enumerate(nodes):
        lines += node.text.count("\n") + 1
        if lines > MOST_LINES:
            start = max((j for j in range(i + 1) if nodes[j].depth == 0), default=0)
            return kept[:start] or kept
        kept.append(node)
    return kept


def _draw(ax: Axes, nodes: list[Node], slogans: pd.DataFrame, look: Look) -> None:
    line = 0
    trunk: dict[int, float] = {}
    for node in nodes:
        height = node.text.count("\n") + 1
        x, y = node.depth * INDENT, line + 0.5
        if node.depth:
            stem = (node.depth - 1) * INDENT + 1.2
            ax.plot(
                [stem, stem, x + (0 if node.row is None else 0.2)],
                [trunk[node.depth - 1], y, y],
                color="#bbbbbb",
                linewidth=0.6,
                zorder=1,
            )
        if node.row is not None:
            _mark(ax, x + 1.2, y, slogans.loc[node.row], look)
            trunk[node.depth] = y
        ax.text(
            x + (3.2 if node.row is not None else 1.0), line + height / 2, node.text, va="center", fontsize=TICK,
            color=look.colour if node.row is not None else "#222222", linespacing=LINE / TICK * 72 / 25.4 / 1.37,
        )  # fmt: skip
        line += height


def _mark(ax: Axes, x: float, y: float, row: pd.Series[object], look: Look) -> None:
    marker = "s" if row.get("source") == "furniture" else "o"
    face = look.colour if row.get("complete") else "white"
    ax.plot([x], [y], marker, color=look.colour, mfc=face, mew=0.9, markersize=4, zorder=3)
