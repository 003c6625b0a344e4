"""Figures of accuracy: how much of what was judged is right, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus_tools.charts.frame import describe, notes_of, plot
from corpus_tools.charts.labels import Lang, label, label_or
from corpus_tools.charts.panels import Layout, group_panels
from corpus_tools.charts.style import INK, TWO_COLUMNS, Look

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@plot
def plot_scores(table: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh", width: float = TWO_COLUMNS) -> Axes:
    """Draw the share of right answers field by field, with its interval, one panel a set of texts.

    Parameters
    ----------
    table
        The tables of `scores` below each other, behind a first column that names the set: field, right, of, share,
        low, high.
    ax, lang, width
        As in `plot_corpus_timeline`.
    """
    by = str(table.columns[0])
    drawn = table[table["of"] > 0]
    named = drawn.assign(
        token=[
            f"{label_or(f'field.{field}', field, lang)}  {right}/{of}"
            for field, right, of in zip(drawn["field"], drawn["right"], drawn["of"], strict=True)
        ]
    )
    notes = notes_of("scores", sets=drawn[by].nunique())

    def paint(panel: Axes, rows: pd.DataFrame, look: Look) -> None:
        places = range(len(rows))
        panel.hlines(places, rows["low"], rows["high"], color=INK, linewidth=1.0)
        panel.plot(rows["share"], places, "o", color=INK, clip_on=False)

    layout = Layout(by, (0.0, 1.0), label("share_right", lang), notes[lang], lang, width, ax)
    return describe(group_panels(named, paint, layout), "scores", drawn, notes, sets=int(drawn[by].nunique()))
