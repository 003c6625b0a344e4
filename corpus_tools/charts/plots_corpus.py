"""Figures of the corpus itself: when the texts appeared, and what became of their raw characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from corpus_tools.charts.dates import GAP_DAYS, NEVER, Stretch, date_axis, day_numbers, shares, stretches, time_panels
from corpus_tools.charts.frame import Sheet, beside, describe, no_data, notes_of, plot, rows_of, sheet
from corpus_tools.charts.glyphs import widest
from corpus_tools.charts.labels import Lang, city_label, label, label_or, number
from corpus_tools.charts.panels import document_names
from corpus_tools.charts.style import GUIDE, NOTE, SOFT, TICK, TWO_COLUMNS, Look, city_looks, ink_on

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ROW = 5.2
MOST_ROWS = 40
FATES = {
    "kept": ["#e0e0e0", "#c4c4c4", "#b0b0b0"],
    "replaced": ["#56A5D6", "#9CCBE8", "#C9E2F2"],
    "dropped": ["#7A2D00", "#C75B12", "#EDA06B", "#F9DAC6"],
}


@plot
def plot_corpus_timeline(
    documents: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS
) -> Axes:
    """Draw each report at its date of publication, its length as size, damage as an open dot.

    The time axis is broken where more than 180 days lie empty; reports without a date stand apart at the right. Files
    that could not be read are left out.

    Parameters
    ----------
    documents
        The documents table: doc_id, city, published_on, raw_characters (or characters), and damage if known.
    ax
        Axes to draw in; a new figure without it.
    lang
        Language of the labels, "zh" or "en".
    width
        Width of a new figure in millimetres.
    """
    table = _timeline_rows(documents)
    table = table[table["size"] > 0]
    if table.empty:
        return no_data(documents, ax=ax, lang=lang)
    rows = table["row"].drop_duplicates().tolist()[:MOST_ROWS]
    table = table[table["row"].isin(rows)]
    pieces = stretches(table["day"])
    undated = bool(table["day"].isna().any())
    notes = notes_of(
        "timeline",
        texts=len(table),
        characters=f"{int(table['size'].sum()):,}",
        damaged=int(table["damaged"].sum()),
        gap=GAP_DAYS,
    )
    page = sheet(ax, width=width, height=len(rows) * ROW + 16, note=notes[lang])
    names = [city_label(row, lang) for row in rows]
    panels = _time_panels(page, pieces, left=widest(names) + 3, undated=undated, lang=lang)
    rows_of(panels[0][1], names)
    looks = city_looks(rows)
    for piece, panel, _ in panels:
        inside = table["day"].isna() if piece == NEVER else table["day"].between(piece.start, piece.end)
        panel.set_ylim(len(rows) - 0.4, -0.6)
        for record in table[inside].to_dict("records"):
            x = 0.0 if piece == NEVER else record["day"]
            _report_dot(panel, x, rows.index(record["row"]), record, looks[record["row"]], lang, table)
    drawn = documents.loc[table.index]
    return describe(page.parent, "timeline", drawn, notes, texts=len(table), characters=int(table["size"].sum()))


def _timeline_rows(documents: pd.DataFrame) -> pd.DataFrame:
    """Return the documents in the order of their rows: by the first date of their city, undated cities last."""
    size = "raw_characters" if "raw_characters" in documents else "characters"
    table = documents.assign(
        day=day_numbers(documents["published_on"]),
        row=documents["city"].where(documents["city"].notna(), ""),
        size=documents[size].astype(float),
        damaged=_is_damaged(documents),
    )
    table["first"] = table.groupby("row")["day"].transform("min")
    return table.sort_values(["first", "row", "day", "doc_id"], na_position="last")


def _is_damaged(documents: pd.DataFrame) -> pd.Series[bool]:
    import pandas as pd

    if "damage" not in documents:
        return pd.Series(False, index=documents.index)
    clean = {"", "none", "clean", "[]", "()"}
    return documents["damage"].map(lambda damage: bool(damage) and damage == damage and str(damage) not in clean)


def _time_panels(
    page: Sheet, pieces: list[Stretch], *, left: float, undated: bool, lang: Lang
) -> list[tuple[Stretch, Axes, float]]:
    gap, aside = 5.0, 26.0 if undated else 0.0
    height = page.height - page.foot - 12
    free = page.width - left - 6 - aside - gap * (len(pieces) - 1 + undated)
    widths = [free * share for share in shares(pieces)] if pieces else []
    if undated:
        pieces, widths = [*pieces, NEVER], [*widths, aside]
    panels = list(time_panels(page, pieces, widths, left=left, top=3, height=height, gap=gap))
    for piece, panel, width in panels:
        if piece == NEVER:
            panel.set(xlim=(-0.3, 1), xticks=[0], xticklabels=[label("undated", lang)])
        else:
            date_axis(panel, piece, lang=lang, width=width)
        panel.set_yticks(range(MOST_ROWS), [""] * MOST_ROWS)
        panel.grid(axis="y", color=GUIDE, linewidth=0.5)
    return panels


def _report_dot(
    ax: Axes, x: float, y: int, record: dict[Any, Any], look: Look, lang: Lang, table: pd.DataFrame
) -> None:
    largest = table["size"].max() or 1
    area = 14 + 76 * record["size"] / largest
    face = "white" if record["damaged"] else look.colour
    ax.scatter([x], [y], s=area, marker=look.marker, facecolors=face, edgecolors=look.colour, linewidths=1.2, zorder=3)
    if len(table) <= MOST_ROWS:
        right = x <= sum(ax.get_xlim()) / 2 or len(ax.get_xticks()) < 2
        beside(ax, x, y, number(record["size"], lang), dx=7.5 if right else -7.5, color=SOFT, fontsize=TICK)


@plot
def plot_ledger(ledger: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS) -> Axes:
    """Draw what became of each text's raw characters: one bar a document, split by fate and step.

    Parameters
    ----------
    ledger
        Columns doc_id, city, step, fate (kept, replaced, dropped), characters.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    parts = _ledger_order(ledger)
    keys = [(_part_name(*part, lang), colour) for part, colour in zip(parts, _ledger_colours(parts), strict=True)]
    sums = ledger.groupby(["fate", "step", "doc_id"])["characters"].sum()
    amounts = {part: sums.loc[part] for part in parts}
    return _stacked(ledger, amounts, keys, key="ledger", ax=ax, lang=lang, width=width, count="characters")


def _part_name(fate: str, step: str, lang: Lang) -> str:
    names = [label_or(f"fate.{fate}", fate, lang), label_or(f"step.{step}", step, lang)]
    return names[0] if (fate, step) == ("kept", "unchanged") else " · ".join(names)


def _ledger_order(ledger: pd.DataFrame) -> list[tuple[str, str]]:
    """Return fate and step of each part of a bar: kept, replaced, dropped, and within a fate the largest first."""
    sums = ledger.groupby(["fate", "step"])["characters"].sum()
    order = {fate: place for place, fate in enumerate(FATES)}
    parts = [(str(fate), str(step)) for fate, step in sums[sums > 0].index]
    return sorted(parts, key=lambda part: (order.get(part[0], len(order)), -sums[part], part))


def _ledger_colours(parts: list[tuple[str, str]]) -> Iterator[str]:
    """Yield a colour for each part: a hue for each fate, lighter from step to step, apart in grey."""
    seen: Counter[str] = Counter()
    for fate, _ in parts:
        scale = FATES.get(fate, FATES["kept"])
        yield scale[min(seen[fate], len(scale) - 1)]
        seen[fate] += 1


@plot
def plot_certainty(
    edits: pd.DataFrame,
    *,
    documents: pd.DataFrame | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    width: float = TWO_COLUMNS,
) -> Axes:
    """Draw how sure the edits of each document are: exact, inferred, unresolved.

    Parameters
    ----------
    edits
        Columns doc_id and certainty; one row an edit.
    documents
        The documents table, which names the city of each document; without it the doc_id stands.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    named = edits
    if documents is not None:
        named = edits.assign(city=edits["doc_id"].map(documents.set_index("doc_id")["city"]))
    shades = {"exact": "#9CCBE8", "inferred": "#D55E00", "unresolved": "#222222"}
    found = [certainty for certainty in shades if (edits["certainty"] == certainty).any()]
    keys = [(label(f"certainty.{certainty}", lang), shades[certainty]) for certainty in found]
    amounts = {certainty: edits[edits["certainty"] == certainty].groupby("doc_id").size() for certainty in found}
    return _stacked(named, amounts, keys, key="certainty", ax=ax, lang=lang, width=width, count="edits")


def _stacked(
    table: pd.DataFrame,
    amounts: dict[Any, pd.Series[int]],
    keys: list[tuple[str, str]],
    *,
    key: str,
    ax: Axes | None,
    lang: Lang,
    width: float,
    count: str,
) -> Axes:
    """Draw one bar of 100 % for each document, its parts in the order of `amounts`, its total at the right."""
    import pandas as pd

    shares_ = pd.DataFrame(amounts).fillna(0)
    totals = shares_.sum(axis=1)
    first = shares_.iloc[:, 0] / totals.replace(0, 1)
    order = sorted(shares_.index, key=lambda doc: (-first[doc], str(doc)))[:MOST_ROWS]
    names = document_names(table, order, lang)
    notes = notes_of(key, **{"texts": len(order), count: f"{int(totals[order].sum()):,}"})
    page = sheet(ax, width=width, height=len(order) * ROW + 16.5, note=notes[lang])
    axes = page.only(left=widest(names) + 3, right=widest([f"{int(totals.max()):,}"]) + 3, top=6, bottom=9.5)
    rows_of(axes, names, guides=False)
    left = pd.Series(0.0, index=order)
    for part, (_, colour) in zip(amounts, keys, strict=True):
        part_shares = 100 * shares_[part][order] / totals[order].replace(0, 1)
        axes.barh(range(len(order)), part_shares, 0.68, left, color=colour, edgecolor="white", linewidth=0.5)
        _inside(axes, left, part_shares, colour, page.width)
        left += part_shares
    for y, doc in enumerate(order):
        beside(axes, 100, y, f"{int(totals[doc]):,}", dx=4, color=SOFT)
    axes.set(xlim=(0, 100), xlabel=label("share_of_raw" if key == "ledger" else "share_of_edits", lang))
    axes.set_xticks(range(0, 101, 20), [f"{x}%" for x in range(0, 101, 20)])
    _key_line(axes, keys)
    drawn = table.loc[table["doc_id"].isin(order)]
    return describe(axes, key, drawn, notes, **{"texts": len(order), count: int(totals[order].sum())})


def _inside(ax: Axes, left: pd.Series[float], share: pd.Series[float], colour: str, width: float) -> None:
    for y, (start, part) in enumerate(zip(left, share, strict=True)):
        if part * width * 0.007 > 7:
            look: Any = {"ha": "center", "va": "center", "fontsize": NOTE, "color": ink_on(colour)}
            ax.text(start + part / 2, y, f"{part:.1f}%", **look)


def _key_line(ax: Axes, keys: list[tuple[str, str]]) -> None:
    """Write the key of the parts in one line above the bars, in their order."""
    from matplotlib.patches import Patch

    ax.legend(
        handles=[Patch(facecolor=colour, label=name) for name, colour in keys],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(keys),
        borderaxespad=0.2,
        borderpad=0,
        handlelength=0.9,
        handleheight=0.9,
        handletextpad=0.4,
        columnspacing=1.2,
    )
