"""Figures as five files each: picture (svg, pdf, png), plotted data (csv), caption with its evidence (json)."""

from __future__ import annotations

import io
import json
import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_tools.charts.frame import Drawn, drawn_on, figure_of
from corpus_tools.charts.glyphs import MissingGlyphError, check_text
from corpus_tools.charts.labels import Lang
from corpus_tools.charts.style import SETTINGS, register_font
from corpus_tools.writing import write_whole

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FOLDER_VARIABLE = "CORPUS_TOOLS_FIGURES"
LIBRARIES = ("corpus-tools", "matplotlib", "numpy", "pandas", "jieba", "rjieba", "OpenCC", "scikit-learn", "wordcloud")
_DATELESS: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "png": {"Software": None},
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class FigureFiles(NamedTuple):
    """The five files of one figure."""

    svg: Path
    pdf: Path
    png: Path
    csv: Path
    json: Path


def save_figure(
    figure: Axes | Figure,
    name: str,
    *,
    table: pd.DataFrame,
    directory: str | Path = "figures",
    caption: str | dict[str, str] | None = None,
    lang: Lang = "zh",
    sources: pd.DataFrame | None = None,
    **provenance: object,
) -> FigureFiles:
    """Write one figure as NAME.svg, .pdf, .png, .csv and .json, all of them or none.

    The bytes depend on nothing but the figure and the table.

    Parameters
    ----------
    figure
        What a ``plot_*`` function returned, or any figure.
    name
        The name of the files, without ending.
    table
        The table that was plotted. The CSV holds those of its rows that were drawn.
    directory
        The folder; the environment variable ``CORPUS_TOOLS_FIGURES`` comes before it.
    caption
        A caption of your own, one text or one by language ("zh", "en"); without it the plot's own.
    lang
        The language of a caption that is one text.
    sources
        The documents table (doc_id, city, published_on) of the texts behind the table.
    **provenance
        Anything else worth keeping with the figure, such as ``corpus_hash="…"``.

    Raises
    ------
    MissingGlyphError
        If the font lacks a character of the figure; the message names it and the text it stands in.
    ValueError
        If the table is not the one that was plotted, or the name is not a plain file name.
    WriteError
        If the folder is full or read-only; the figure that was there before stays.
    """
    if Path(name).name != name or not name:
        raise ValueError(f"figure name {name!r}: expected a plain file name without a folder, such as 'term_frequency'")
    drawn, canvas = _drawn_and_figure(figure)
    rows = _rows(drawn, table, name)
    folder = Path(os.environ.get(FOLDER_VARIABLE) or directory)
    told = _sidecar(name, rows, table, drawn, _captions(caption, lang, drawn), sources, provenance)
    contents = _pictures(canvas) | {"csv": csv_text(rows).encode(), "json": told.encode()}
    paths = {ending: folder / f"{name}.{ending}" for ending in contents}
    write_whole({path: contents[ending] for ending, path in paths.items()})
    return FigureFiles(**paths)


def csv_text(table: pd.DataFrame) -> str:
    r"""Return a table as CSV in which no text can act as a formula of a spread-sheet.

    Examples
    --------
    >>> import pandas as pd
    >>> csv_text(pd.DataFrame({"词": ["党员", "=1+1"], "n": [1, -2]}))
    "词,n\n党员,1\n'=1+1,-2\n"
    """
    return table.map(_harmless).to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


def _harmless(cell: object) -> object:
    if isinstance(cell, (list, tuple)):
        cell = "、".join(map(str, cell))
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def _drawn_and_figure(figure: Axes | Figure) -> tuple[Drawn | None, Figure]:
    from matplotlib.axes import Axes

    if not isinstance(figure, Axes):
        found = [drawn for ax in figure.axes if (drawn := drawn_on(ax))]
        return (found[0] if len(found) == 1 else None), figure
    return drawn_on(figure), figure_of(figure)


def _rows(drawn: Drawn | None, table: pd.DataFrame, name: str) -> pd.DataFrame:
    if drawn is None:
        return table
    if table is not drawn.table and not table.equals(drawn.table):
        raise ValueError(f"figure {name!r}: the table is not the one that was plotted; pass the same table to both")
    return drawn.rows


def check_glyphs(figure: Artist) -> None:
    """Raise `MissingGlyphError` if a text of the figure has a character that the font cannot draw."""
    from matplotlib.text import Text

    for artist in figure.findobj(Text):
        if isinstance(artist, Text) and artist.get_visible():
            check_text(artist.get_text())


@contextmanager
def _no_boxes() -> Iterator[None]:
    """Turn matplotlib's two ways of saying that a glyph is missing into an error."""
    records: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("matplotlib.mathtext")
    logger.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message="Glyph .* missing")
            yield
    except UserWarning as warning:
        raise MissingGlyphError(str(warning)) from warning
    finally:
        logger.removeHandler(handler)
    if records:
        raise MissingGlyphError(records[0])


def _pictures(figure: Figure) -> dict[str, bytes]:
    import matplotlib as mpl

    register_font()
    contents = {}
    with mpl.rc_context(SETTINGS), _no_boxes():
        check_glyphs(figure)
        for ending, dateless in _DATELESS.items():
            buffer = io.BytesIO()
            figure.savefig(buffer, format=ending, metadata=dateless)
            contents[ending] = buffer.getvalue()
    return contents


def _captions(caption: str | dict[str, str] | None, lang: Lang, drawn: Drawn | None) -> dict[str, str]:
    given = {lang: caption} if isinstance(caption, str) else caption or {}
    own = {key: f"{text} {drawn.notes[key]}" for key, text in drawn.captions.items()} if drawn else {}
    return own | given


def _sidecar(
    name: str,
    rows: pd.DataFrame,
    table: pd.DataFrame,
    drawn: Drawn | None,
    captions: dict[str, str],
    sources: pd.DataFrame | None,
    provenance: dict[str, object],
) -> str:
    attributes = dict(table.attrs)
    corpus_hash = provenance.pop("corpus_hash", attributes.pop("corpus_hash", None))
    content = {
        "figure": name,
        "caption": captions,
        "note": drawn.notes if drawn else {},
        "n": {"rows": len(rows), **(drawn.facts if drawn else {})},
        "columns": [str(column) for column in rows.columns],
        "sources": _sources(rows if sources is None else sources),
        "settings": attributes,
        "provenance": provenance,
        "corpus_hash": corpus_hash,
        "versions": _versions(),
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n"


def _sources(table: pd.DataFrame) -> list[dict[str, str | None]]:
    wanted = [column for column in ("doc_id", "city", "outlet", "published_on") if column in table.columns]
    if "doc_id" not in wanted:
        return []
    unique = table[wanted].drop_duplicates("doc_id").sort_values("doc_id")
    return [
        {str(key): None if value != value or value is None else _plain(value) for key, value in row.items()}
        for row in unique.to_dict("records")
    ]


def _plain(value: object) -> Any:
    """Return a value as JSON has it: dates as text, numpy numbers as numbers, sets in order."""
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    return str(value)


@cache
def _versions() -> dict[str, str]:
    return {name: metadata.version(name) for name in LIBRARIES if any(metadata.distributions(name=name))}
