"""Figures of numbered slogans: which instruments the cities name, and what one city's system consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.charts.frame import describe, notes_of, plot, sheet
from corpus_tools.charts.glyphs import shortened, text_width, wrapped
from corpus_tools.charts.labels import Lang, label, label_or
from corpus_tools.charts.matrices import count_matrix
from corpus_tools.charts.panels import name_in_both
from corpus_tools.charts.style import INK, MIDDLE, SOFT, TICK, TWO_COLUMNS, Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LINE, INDENT, MOST_LINES, DEEPEST = 4.0, 5.0, 56, 3
JOIN, BRANCH = " · ", "#bbbbbb"
SPACING = LINE / TICK * 72 / 25.4 / 1.37  # of 7 pt lines, so that they fall on the lines of the tree


@plot
def plot_slogan_matrix(
    slogans: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh", width: float = MIDDLE
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
    """One line of the tree: its depth, its text, its row in the slogans table if it is a slogan, members beside it."""

    depth: int
    text: str
    row: int | None = None
    members: str = ""


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
    notes = notes_of("slogan_tree", group=name_in_both(city, "city"), slogans=len(drawn), members=members)
    lines = sum(node.text.count("\n") + 1 for node in kept) + (len(own) > len(drawn))
    page = sheet(ax, width=width, height=lines * LINE + 3, note=notes[lang])
    axes = page.only(left=2, right=2, top=1.5, bottom=1.5)
    axes.set(xlim=(0, page.width - 4), ylim=(lines, 0), xticks=[], yticks=[], frame_on=False)
    _draw(axes, kept, slogans, city_looks([city])[str(city)])
    if len(own) > len(drawn):
        axes.text(
            0, lines - 0.5, label("more_slogans", lang, n=len(own) - len(drawn)), va="center", fontsize=TICK, color=SOFT
        )
    return describe(axes, "slogan_tree", drawn, notes, group=city, members=members)


def _nodes(own: pd.DataFrame, width: float) -> list[Node]:
    """Return the lines of the tree, depth first: slogans that are members of others stand under these."""
    tree = _Tree(own, width)
    nodes: list[Node] = []
    seen: set[int] = set()
    for root in tree.roots():
        if root not in seen:
            nodes += tree.grown(root, 0, str(own.at[root, "slogan"]), seen)
    return nodes


class _Tree(NamedTuple):
    own: pd.DataFrame
    width: float

    def roots(self) -> list[int]:
        """Return the slogans that are no member of another, in the order of the table, then (for cycles) all."""
        rows = self.own.index.tolist()
        inner = {
            child for row in rows for member in self.members(row) for child in self.children(member) if child != row
        }
        return [*(row for row in rows if row not in inner), *rows]

    def children(self, member: str) -> list[int]:
        """Return the slogans that a member names; the longest name where one holds another."""
        pairs = zip(self.own["slogan"].iloc[::-1].astype(str), self.own.index[::-1].tolist(), strict=True)
        named = {name: row for name, row in pairs if name in member}
        return [i for name, i in named.items() if not any(name != other and name in other for other in named)]

    def members(self, index: int) -> list[str]:
        """Return the members of a slogan."""
        listed: Any = self.own.at[index, "members"]
        return [str(member) for member in listed]

    def grown(self, index: int, depth: int, text: str, seen: set[int]) -> list[Node]:
        """Return a slogan, under the words by which its parent names it, and all that stands below it."""
        seen.add(index)
        below: list[Node] = []
        plain: list[str] = []
        for member in self.members(index):
            children = [child for child in self.children(member) if child not in seen] if depth < DEEPEST else []
            if not children:
                plain.append(member)
                continue
            below += self.leaves(plain, depth + 1)
            plain = []
            for child in children:
                words = member if len(children) == 1 else str(self.own.at[child, "slogan"])
                below += self.grown(child, depth + 1, words, seen)
        head = Node(depth, shortened(text, self.width - depth * INDENT - 4), index)
        if plain and not below and self._fits_beside(head, JOIN.join(plain)):
            return [head._replace(members=JOIN.join(plain))]
        return [head, *below, *self.leaves(plain, depth + 1)]

    def _fits_beside(self, node: Node, members: str) -> bool:
        return node.depth * INDENT + 12 + text_width(node.text) + text_width(members) < self.width

    def leaves(self, members: list[str], depth: int) -> list[Node]:
        """Return members as leaves: short ones side by side, long ones each on lines of its own."""
        room = self.width - depth * INDENT - 2
        if members and all(text_width(member) < 45 for member in members):
            members = [JOIN.join(members)]
        return [Node(depth, wrapped(member, room, TICK)) for member in members]


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
            ax.plot([stem, stem, x], [trunk[node.depth - 1], y, y], color=BRANCH, linewidth=0.6, zorder=1)
        if node.row is not None:
            _mark(ax, x + 1.2, y, slogans.loc[node.row], look)
            trunk[node.depth] = y
        left = x + (3.2 if node.row is not None else 1.0)
        colour = SOFT if node.row is None else INK
        ax.text(left, line + height / 2, node.text, va="center", fontsize=TICK, color=colour, linespacing=SPACING)
        if node.members:
            end = left + text_width(node.text)
            ax.plot([end + 1.2, end + 5], [y, y], color=BRANCH, linewidth=0.6)
            ax.text(end + 6, y, node.members, va="center", fontsize=TICK, color=SOFT)
        line += height


def _mark(ax: Axes, x: float, y: float, row: Any, look: Look) -> None:
    marker = "s" if row.get("source") == "furniture" else "o"
    face = look.colour if row.get("complete") else "white"
    ax.plot([x], [y], marker, color=look.colour, mfc=face, mew=0.9, markersize=4, zorder=3)
