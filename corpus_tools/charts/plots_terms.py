"""Figures of single terms: where they stand in each text, and how their rate moves with the date of publication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus_tools.charts.dates import date_axis, day_numbers, mark_break, shares, stretches
from corpus_tools.charts.frame import beside, describe, grid_of, head, no_data, notes_of, plot, rows_of, sheet, widest
from corpus_tools.charts.labels import Lang, label, term_label
from corpus_tools.charts.panels import MOST_PANELS, ROW, document_names
from corpus_tools.charts.style import NOTE, SOFT, TWO_COLUMNS, UNKNOWN, Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_PLAIN = Look(UNKNOWN, "o")


@plot
def plot_dispersion(
    tokens: pd.DataFrame,
    *,
    terms: Sequence[str] | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    width: float = TWO_COLUMNS,
) -> Axes:
    """Draw where chosen terms stand in each text: a strip a term and text, a tick an occurrence.

    Parameters
    ----------
    tokens
        The tokens table: doc_id, city, position, token.
    terms
        The terms, top to bottom; without them the eight most frequent of two or more characters.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    length = tokens.groupby("doc_id")["position"].transform("max") + 1
    placed = tokens.assign(share=(tokens["position"] + 0.5) / length)
    chosen = list(dict.fromkeys(terms)) if terms is not None else _frequent(tokens)
    documents = list(dict.fromkeys(tokens["doc_id"]))[:MOST_PANELS]
    drawn = placed[placed["token"].isin(chosen) & placed["doc_id"].isin(documents)]
    notes = notes_of("dispersion", texts=len(documents), tokens=len(drawn))
    left = widest(term_label(term, lang) for term in chosen) + 2.5
    columns = max(1, min(len(documents), int((width - left) // 28)))
    lines = -(-len(documents) // columns)
    page = sheet(ax, width=width, height=(len(chosen) * ROW + 11) * lines, note=notes[lang])
    height, cell = (page.height - page.foot) / lines, (page.width - left - 1) / columns
    looks = city_looks(tokens["city"])
    names = dict(zip(documents, document_names(tokens, documents, lang), strict=True))
    cities = tokens.drop_duplicates("doc_id").set_index("doc_id")["city"]
    for document, (line, column) in zip(documents, grid_of(len(documents), columns), strict=True):
        panel = page.panel(left + column * cell, line * height + 5, cell - 7, height - 11)
        rows_of(panel, [term_label(term, lang) if column == 0 else "" for term in chosen])
        _strips(panel, drawn[drawn["doc_id"] == document], chosen, looks.get(cities[document], _PLAIN))
        panel.set(xlim=(0, 1))
        panel.set_xticks([0, 0.5, 1], ["0", "50%", "100%"])
        head(panel, names[document], pad=2)
    return describe(page.parent(), "dispersion", drawn, notes, tokens=len(drawn))


def _frequent(tokens: pd.DataFrame, top: int = 8) -> list[str]:
    counts = tokens.loc[tokens["token"].str.len() > 1, "token"].value_counts()
    return sorted(counts.index, key=lambda term: (-counts[term], term))[:top]


def _strips(ax: Axes, rows: pd.DataFrame, terms: Sequence[str], look: Look) -> None:
    for y, term in enumerate(terms):
        shares_ = rows.loc[rows["token"] == term, "share"]
        ax.plot(shares_, [y] * len(shares_), "|", color=look.colour, markersize=7, mew=0.7)
        beside(ax, 1, y, str(len(shares_)), dx=3, fontsize=NOTE, color=SOFT)


@plot
def plot_trend(
    table: pd.DataFrame,
    *,
    terms: Sequence[str] | None = None,
    ax: Axes | None = None,
    lang: Lang = "zh",
    width: float = TWO_COLUMNS,
) -> Axes:
    """Draw the rate of terms over the dates of publication: a panel a term, a dot a text, a broken time axis.

    Parameters
    ----------
    table
        Columns token, per_10000, published_on, and city if known: the table of `term_frequencies` by document, joined
        to the documents table.
    terms
        The terms, top to bottom; without them the six of the highest mean rate.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    dated = table.assign(day=day_numbers(table["published_on"]))
    means = table.groupby("token")["per_10000"].mean()
    chosen = list(terms) if terms is not None else sorted(means.index, key=lambda term: (-means[term], term))[:6]
    drawn = dated[dated["token"].isin(chosen)]
    undated = int(drawn["day"].isna().sum())
    drawn = drawn[drawn["day"].notna()]
    if drawn.empty:
        return no_data(table.iloc[:0], ax=ax, lang=lang)
    texts = drawn["doc_id"].nunique() if "doc_id" in drawn else len(drawn)
    notes = notes_of("trend", texts=texts, undated=undated)
    pieces, axis, each = stretches(drawn["day"]), 11.0, 20.0
    page = sheet(ax, width=width, height=each * len(chosen) + 9, note=notes[lang])
    scale = (page.height - page.foot) / (each * len(chosen) + 9)
    inner = page.width - axis - 3 - 4 * (len(pieces) - 1)
    limit = float(drawn["per_10000"].max()) * 1.12 or 1.0
    looks = city_looks(drawn["city"] if "city" in drawn else [])
    for line, term in enumerate(chosen):
        left, row, last = axis, [], line == len(chosen) - 1
        for piece, share in zip(pieces, shares(pieces), strict=True):
            panel = page.panel(left, (line * each + 6) * scale, inner * share, (each - 7) * scale)
            _rates(panel, drawn[(drawn["token"] == term) & drawn["day"].between(*piece)], looks)
            date_axis(panel, piece, lang=lang, width=inner * share)
            panel.set_ylim(0, limit)
            panel.locator_params(axis="y", nbins=3)
            panel.tick_params(axis="both", labelbottom=last, labelleft=not row)
            panel.grid(axis="y", linewidth=0.5)
            if row:
                mark_break(row[-1], panel)
            row.append(panel)
            left += inner * share + 4
        unit = label("per_10000", lang)
        head(row[0], label("panel_title", lang, name=term_label(term, lang), extra=unit), dx=1 - axis)
    return describe(page.parent(), "trend", drawn[list(table.columns)], notes, undated=undated)


def _rates(ax: Axes, rows: pd.DataFrame, looks: dict[str, Look]) -> None:
    cities = rows["city"] if "city" in rows else [None] * len(rows)
    for day, rate, city in zip(rows["day"], rows["per_10000"], cities, strict=True):
        look = looks.get(city, _PLAIN)
        ax.plot([day], [rate], look.marker, color=look.colour, markersize=4, clip_on=False, zorder=3)
