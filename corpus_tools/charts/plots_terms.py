"""Figures of single terms: where they stand in each text, and how their rate moves with the date of publication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus_tools.charts.frame import beside, describe, grid_of, head, notes_of, plot, rows_of, sheet
from corpus_tools.charts.glyphs import widest
from corpus_tools.charts.labels import Lang, term_label
from corpus_tools.charts.panels import MOST_PANELS, ROW, document_names
from corpus_tools.charts.style import NOTE, SOFT, TWO_COLUMNS, Look, city_looks

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


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
    long = tokens.loc[tokens["token"].str.len() > 1, "token"]
    chosen = frequent(long) if terms is None else list(dict.fromkeys(terms))
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
    for document, (x, y) in zip(documents, grid_of(len(documents), columns, cell, height), strict=True):
        panel = page.panel(left + x, y + 5, cell - 7, height - 11)
        rows_of(panel, [term_label(term, lang) if x == 0 else "" for term in chosen])
        _strips(panel, drawn[drawn["doc_id"] == document], chosen, looks[cities[document]])
        panel.set(xlim=(0, 1))
        panel.set_xticks([0, 0.5, 1], ["0", "50%", "100%"])
        head(panel, names[document], pad=2)
    return describe(page.parent, "dispersion", drawn, notes, tokens=len(drawn))


def frequent(terms: pd.Series[str]) -> list[str]:
    """Return the eight most frequent terms, those of one count in the order of their characters."""
    counts = terms.value_counts()
    return sorted(counts.index, key=lambda term: (-counts[term], term))[:8]


def _strips(ax: Axes, rows: pd.DataFrame, terms: Sequence[str], look: Look) -> None:
    for y, term in enumerate(terms):
        shares_ = rows.loc[rows["token"] == term, "share"]
        ax.plot(shares_, [y] * len(shares_), "|", color=look.colour, markersize=7, mew=0.7)
        beside(ax, 1, y, str(len(shares_)), dx=3, fontsize=NOTE, color=SOFT)
