"""Figures of comparison: what marks a group, how sure that is, and what other choices would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus_tools.charts.frame import beside, describe, notes_of, plot, sheet
from corpus_tools.charts.glyphs import shortened
from corpus_tools.charts.hedges import Scale
from corpus_tools.charts.labels import Lang, in_both, label, number, term_label
from corpus_tools.charts.panels import Layout, group_panels, most_rows, name_in_both, top_rows
from corpus_tools.charts.placing import Box, around, write_labels
from corpus_tools.charts.style import MIDDLE, NOTE, ONE_COLUMN, SOFT, TWO_COLUMNS, Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LEVEL = 0.05
LONGEST = 30.0
SEPARATOR: dict[Lang, str] = {"zh": "、", "en": ", "}


@plot
def plot_keyness(
    table: pd.DataFrame, *, top: int = 12, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS
) -> Axes:
    """Draw the terms that mark each group: weighted log-odds with their interval, one panel a group.

    A full mark is significant at 5 % after the correction that the table has (max-T, else Benjamini-Hochberg); an
    open mark is not. A group without interval is drawn without one.

    Parameters
    ----------
    table
        The table of `keyness`: the group (its first column), token, log_odds, low, high, and p_maxt or p_bh.
    top
        Terms for each group, largest log-odds first.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    import pandas as pd

    by = str(table.columns[0])
    drawn = top_rows(table, by, "log_odds", top)
    top = most_rows(drawn, by)
    sure = _is_sure(table)
    notes = notes_of(
        "keyness",
        groups=drawn[by].nunique(dropna=False),
        top=top,
        units=in_both("unit", table.attrs.get("unit", "–")),
    )

    def paint(panel: Axes, rows: pd.DataFrame, look: Look) -> None:
        panel.axvline(0, color=SOFT, linewidth=0.6, zorder=1)
        known = rows["low"].notna() & rows["high"].notna()
        places = pd.Series(range(len(rows)), index=rows.index)
        panel.hlines(places[known], rows.loc[known, "low"], rows.loc[known, "high"], color=look.colour, linewidth=1.0)
        for chosen, face in ((sure[rows.index], look.colour), (~sure[rows.index], "white")):
            at = rows.loc[chosen, "log_odds"], places[chosen]
            panel.plot(*at, look.marker, color=look.colour, mfc=face, mew=1.0, clip_on=False)

    ends = drawn[["log_odds", "low", "high"]]
    limits = (min(0.0, float(ends.min().min())), float(ends.max().max()))
    layout = Layout(by, limits, label("log_odds", lang), notes[lang], lang, width, ax)
    return describe(group_panels(drawn, paint, layout), "keyness", drawn, notes, top=top)


def _is_sure(table: pd.DataFrame) -> pd.Series[bool]:
    """Return which rows are significant after correction; none where the table has no corrected p."""
    import pandas as pd

    column = next((name for name in ("p_maxt", "p_bh") if name in table), None)
    return pd.Series(False, index=table.index) if column is None else table[column] < LEVEL


@plot
def plot_keyness_scatter(
    table: pd.DataFrame,
    *,
    focus: str | None = None,
    labels: int = 25,
    ax: Axes | None = None,
    lang: Lang = "zh",
    width: float = MIDDLE,
) -> Axes:
    """Draw effect against frequency for one group: log-odds over the rate of each term, the surest terms named.

    Parameters
    ----------
    table
        The table of `keyness`: the group (its first column), token, per_10000, log_odds, z.
    focus
        The group; without it the first.
    labels
        At most so many terms are named, those of the largest absolute z; a name for which there is no room is left out.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    by = str(table.columns[0])
    focus = table[by].iloc[0] if focus is None else focus
    drawn = table[(table[by] == focus) & (table["per_10000"] > 0)]
    drawn = drawn.sort_values(["z", "token"], key=lambda column: -column.abs() if column.name == "z" else column)
    notes = notes_of("keyness_scatter", group=name_in_both(focus, by), terms=len(drawn))
    page = sheet(ax, width=width, height=width * 0.62, note=notes[lang])
    left, bottom = 12.0, 9.0
    axes = page.only(left=left, right=3, top=3, bottom=bottom)
    if drawn.empty:
        axes.text(0.5, 0.5, label("no_data", lang), ha="center", va="center", transform=axes.transAxes)
        return describe(axes, "keyness_scatter", drawn, notes, group=str(focus))
    length, height = (page.width - left - 3, page.height - page.foot - 3 - bottom)
    look = city_looks([focus])[str(focus)]
    across = _log_scale(drawn["per_10000"], length if ax is None else page.width)
    up = _linear_scale(drawn["log_odds"], height if ax is None else page.height)
    axes.set(xscale="log", xlim=(across.low, across.high), ylim=(up.low, up.high))
    _number_ticks(axes, lang)
    axes.axhline(0, color=SOFT, linewidth=0.6)
    axes.scatter(drawn["per_10000"], drawn["log_odds"], s=8, marker=look.marker, color=look.colour, linewidths=0)
    axes.set_xlabel(label("per_10000_axis", lang), labelpad=1)
    axes.set_ylabel(label("log_odds", lang), labelpad=2)
    _name_terms(axes, drawn, across, up, labels, lang)
    return describe(axes, "keyness_scatter", drawn, notes, group=str(focus), terms=len(drawn))


def _log_scale(values: pd.Series[float], length: float) -> Scale:
    least, most = float(values.min()), float(values.max())
    return Scale(least / 1.25, most * 1.6, length, log=True)


def _linear_scale(values: pd.Series[float], length: float) -> Scale:
    least, most = min(0.0, float(values.min())), max(0.0, float(values.max()))
    margin = 0.08 * ((most - least) or 1.0)
    return Scale(least - margin, most + margin, length)


def _number_ticks(ax: Axes, lang: Lang) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    ax.xaxis.set_major_locator(LogLocator(base=10, subs=(1, 2, 5)))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang)))
    ax.grid(axis="y", linewidth=0.5)


def _name_terms(ax: Axes, drawn: pd.DataFrame, across: Scale, up: Scale, labels: int, lang: Lang) -> None:
    """Name the first terms beside their marks; terms at one place share a label, since no other could be told apart."""
    points = [(across.place(x), up.place(y)) for x, y in zip(drawn["per_10000"], drawn["log_odds"], strict=True)]
    at: dict[tuple[float, float], list[str]] = {}
    for point, term in zip(points[:labels], drawn["token"], strict=False):
        at.setdefault(point, []).append(term_label(term, lang))
    texts = [shortened(SEPARATOR[lang].join(terms), LONGEST, NOTE) for terms in at.values()]
    room = Box(0, 0, across.length + 2, up.length + 2)
    others = [around(x, y, 1.0, 1.0) for x, y in set(points).difference(at)]
    write_labels(ax, list(at), texts, size=(across.length, up.length), room=room, obstacles=others)


@plot
def plot_rank_stability(
    table: pd.DataFrame, *, top: int = 20, ax: Axes | None = None, lang: Lang = "zh", width: float = ONE_COLUMN
) -> Axes:
    """Draw the ranks that each term takes under different choices: a tick each, their range, and their median.

    Parameters
    ----------
    table
        The table of `rank_stability`: the group (its first column), token, rank or rank_among, one row a setting. A
        table that begins with token has one panel.
    top
        Terms for each panel, best median rank first.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    by = str(table.columns[0]) if table.columns[0] not in ("token", "rank") else ""
    grouped = table.assign(**{by: table[by].where(table[by].notna(), "") if by else ""})
    grouped = grouped.assign(place=table["rank_among" if "rank_among" in table else "rank"])
    known = grouped[grouped["place"].notna()]
    keys = [by, "token"]
    medians = known.groupby(keys, sort=False)["place"].median().rename("median").reset_index()
    best = top_rows(medians.assign(closeness=1 / medians["median"]), by, "closeness", top)
    ranks = {key: sorted(part) for key, part in known.groupby(keys, sort=False)["place"]}
    settings = int(grouped.groupby(keys, sort=False).size().max())
    notes = notes_of("rank_stability", settings=settings, top=most_rows(best, by))

    def paint(panel: Axes, rows: pd.DataFrame, look: Look) -> None:
        for y, key in enumerate(zip(rows[by], rows["token"], strict=True)):
            taken = ranks[key]
            panel.hlines(y, taken[0], taken[-1], color=look.colour, linewidth=0.8)
            panel.plot(taken, [y] * len(taken), "|", color=look.colour, markersize=5, mew=0.7)
            panel.plot([taken[len(taken) // 2]], [y], look.marker, color=look.colour, markersize=4)
            if len(taken) < settings:
                beside(panel, taken[-1], y, f"{len(taken)}/{settings}", color=SOFT, fontsize=6)

    shown = set(zip(best[by], best["token"], strict=True))
    drawn = table[[key in shown for key in zip(grouped[by], grouped["token"], strict=True)]]
    limits = (0.0, 1.12 * float(known["place"].max()))
    layout = Layout(by, limits, label("rank", lang), notes[lang], lang, width, ax)
    return describe(group_panels(best, paint, layout), "rank_stability", drawn, notes, settings=settings)
