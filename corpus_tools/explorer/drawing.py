"""The figure of a selection: each kind of table has the plot that suits it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_tools.charts import plots
from corpus_tools.charts.frame import figure_of
from corpus_tools.charts.plots_terms import frequent
from corpus_tools.charts.publish import FigureFiles, save_figure

if TYPE_CHECKING:
    from pathlib import Path

    from corpus_tools.charts.labels import Lang


def save(
    table: pd.DataFrame, kind: str, name: str, *, directory: str | Path, lang: Lang, about: dict[str, Any]
) -> FigureFiles:
    """Draw a table of lines, keyness or values, save the five files, and close the figure."""
    import matplotlib.pyplot as plt

    if kind == "lines":
        table = as_tokens(table, about["sources"])
        axes = plots.plot_dispersion(table, terms=frequent(table["token"]), lang=lang)
    elif kind == "keyness":
        axes = plots.plot_keyness(table, lang=lang)
    else:
        axes = plots.plot_reported_values(table, lang=lang)
    try:
        return save_figure(axes, name, table=table, directory=directory, **about)
    finally:
        plt.close(figure_of(axes))


def as_tokens(lines: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return concordance lines as tokens placed by their characters, with an empty one at the end of each text."""
    columns = ["doc_id", "city", "position", "token", "raw_start", "raw_end"]
    tokens = lines.rename(columns={"start": "position", "node": "token"})[columns]
    ends = documents[documents["doc_id"].isin(tokens["doc_id"])]
    ends = ends.assign(position=ends["characters"] - 1, token="")[columns[:4]]
    table = pd.concat([tokens, ends], ignore_index=True) if len(tokens) else tokens
    table.attrs = lines.attrs
    return table
