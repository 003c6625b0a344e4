"""The sheet under every plot: sizes and places in millimetres, the note at its foot, and what was drawn on it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec
from weakref import WeakKeyDictionary

from corpus_tools.charts.glyphs import wrapped
from corpus_tools.charts.labels import LANGS, Lang, label
from corpus_tools.charts.style import GUIDE, LABEL, NOTE, SOFT, TICK, style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MM_PER_INCH, POINTS_PER_INCH = 25.4, 72.0
SCREEN = 0.96  # on a screen each advance is rounded to a pixel, which makes lines a little longer than on paper
LEAST_PANEL = 3.0
NOTE_LINE = NOTE * 1.35 / POINTS_PER_INCH * MM_PER_INCH
_NOTE: dict[str, Any] = {"ha": "left", "fontsize": NOTE, "color": SOFT, "linespacing": 1.25}
P = ParamSpec("P")


@dataclass(frozen=True)
class Drawn:
    """What a plot drew: from which table, the rows behind its marks, its captions and notes by language, its facts."""

    table: pd.DataFrame
    rows: pd.DataFrame
    captions: dict[str, str]
    notes: dict[str, str]
    facts: dict[str, object]


_drawn: WeakKeyDictionary[Axes, Drawn] = WeakKeyDictionary()


def drawn_on(ax: Axes) -> Drawn | None:
    """Return what a plot of this package drew on the axes, or None."""
    return _drawn.get(ax)


def plot(function: Callable[Concatenate[pd.DataFrame, P], Axes]) -> Callable[Concatenate[pd.DataFrame, P], Axes]:
    """Draw in the style of the package, and an empty table as an Axes that says so."""

    @functools.wraps(function)
    def styled(table: pd.DataFrame, *args: P.args, **kwargs: P.kwargs) -> Axes:
        with style():
            if table.empty:
                given: Any = {key: kwargs[key] for key in ("ax", "lang") if key in kwargs}
                return no_data(table, **given)
            options: Any = kwargs
            if options.get("ax") is not None:
                options = options | {"width": _size(options["ax"])[0]}
            axes = function(table, *args, **options)
            _drawn[axes] = replace(_drawn[axes], table=table)
            return axes

    return styled  # type: ignore[return-value]


@dataclass(frozen=True)
class Sheet:
    """A piece of paper of a known size: a new figure, or the Axes that the caller gave."""

    host: Axes | None
    figure: Figure
    width: float
    height: float
    note: str = ""

    @property
    def foot(self) -> float:
        """The height of the note in millimetres."""
        return _foot(self.note)

    def only(self, *, left: float, right: float = 2.0, top: float = 1.5, bottom: float = 8.0) -> Axes:
        """Return the one Axes of the sheet, within margins in millimetres; the caller's own Axes keep their place."""
        if self.host is not None:
            under = (0, -bottom / MM_PER_INCH * POINTS_PER_INCH)
            self.host.annotate(self.note, (0, 0), under, "axes fraction", "offset points", va="top", **_NOTE)
            return self.host
        self._write_note()
        bottom += self.foot
        return self.figure.add_axes(
            (
                left / self.width,
                bottom / self.height,
                (self.width - left - right) / self.width,
                (self.height - top - bottom) / self.height,
            )
        )

    @functools.cached_property
    def parent(self) -> Axes:
        """The invisible Axes that holds the panels."""
        parent = self.host or self.figure.add_axes((0, 0, 1, 1))
        parent.set(xticks=[], yticks=[], frame_on=False, xlim=(0, 1), ylim=(0, 1))
        self._write_note()
        return parent

    def panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Return a new panel whose place is given in millimetres from the upper left corner."""
        return self.parent.inset_axes(
            (
                left / self.width,
                1 - (top + height) / self.height,
                max(width, LEAST_PANEL) / self.width,
                max(height, LEAST_PANEL) / self.height,
            )
        )

    def _write_note(self) -> None:
        if self.host is not None:
            self.host.text(0, 0, self.note, transform=self.host.transAxes, va="bottom", **_NOTE)
        elif self.note:
            self.figure.text(1 / self.width, 0.8 / self.height, self.note, va="bottom", **_NOTE)


def sheet(ax: Axes | None, *, width: float, height: float, note: str = "") -> Sheet:
    """Return a sheet `width` millimetres wide; `height` is that of the plot, to which the note adds its own."""
    if ax is not None:
        width, height = _size(ax)
        return Sheet(ax, figure_of(ax), width, height, wrapped(note, width * SCREEN))
    import matplotlib.pyplot as plt

    text = wrapped(note, (width - 2) * SCREEN)
    height += _foot(text)
    figure = plt.figure(figsize=(width / MM_PER_INCH, height / MM_PER_INCH))
    return Sheet(None, figure, width, height, text)


def figure_of(ax: Axes) -> Figure:
    """Return the figure that the axes stand in, however deep."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return figure


def _size(ax: Axes) -> tuple[float, float]:
    """Return width and height of the axes in millimetres."""
    figure, box = figure_of(ax), ax.get_position()
    return box.width * figure.get_figwidth() * MM_PER_INCH, box.height * figure.get_figheight() * MM_PER_INCH


def _foot(text: str) -> float:
    return NOTE_LINE * (text.count("\n") + 1) + 1.2 if text else 0.0


def notes_of(key: str, **facts: object) -> dict[str, str]:
    """Return the note of a plot in both languages; a fact may itself be a pair of texts by language."""
    return _in_both(f"note.{key}", facts)


def _in_both(key: str, facts: dict[str, object]) -> dict[str, str]:
    return {
        lang: label(key, lang, **{name: fact[lang] if isinstance(fact, dict) else fact for name, fact in facts.items()})
        for lang in LANGS
    }


def describe(ax: Axes, key: str, rows: pd.DataFrame, notes: dict[str, str], **facts: object) -> Axes:
    """Remember what was drawn on the axes, for `save_figure`, and return them."""
    _drawn[ax] = Drawn(rows, rows, _in_both(f"caption.{key}", facts), notes, facts)
    return ax


def no_data(table: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Return Axes that say that there is nothing to draw."""
    axes = sheet(ax, width=89, height=20).only(left=2, bottom=2)
    axes.set(xticks=[], yticks=[], frame_on=False)
    axes.text(0.5, 0.5, label("no_data", lang), ha="center", va="center", color=SOFT, transform=axes.transAxes)
    nothing = _in_both("no_data", {})
    _drawn[axes] = Drawn(table, table, nothing, nothing, {})
    return axes


def rows_of(ax: Axes, labels: Sequence[str], *, guides: bool = True) -> None:
    """Set one labelled row for each label, the first at the top, with a light guide in each."""
    ax.set_yticks(range(len(labels)), labels, fontsize=TICK)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    if guides:
        ax.grid(axis="y", color=GUIDE, linewidth=0.5)


def columns_of(ax: Axes, places: Sequence[float], labels: Sequence[str], *, turned: bool = False) -> None:
    """Set one label above each column, and nothing else around it."""
    ax.set_xticks(places, labels, rotation=90 if turned else 0)
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0)
    ax.spines[:].set_visible(False)


def head(ax: Axes, text: str, *, pad: float = 2.0, dx: float = 0.0) -> None:
    """Write the head of a panel above its upper left corner, `pad` points above it and `dx` millimetres beside it."""
    at = (dx / MM_PER_INCH * POINTS_PER_INCH, pad)
    ax.annotate(text, (0, 1), at, "axes fraction", "offset points", ha="left", va="bottom", fontsize=LABEL)


def beside(ax: Axes, x: float, y: float, text: str, *, dx: float = 4.0, **style_: Any) -> None:
    """Write a text beside a mark, `dx` points away; a negative `dx` puts it to the left."""
    settings: dict[str, Any] = {"fontsize": TICK, "va": "center", "ha": "left" if dx >= 0 else "right"} | style_
    settings["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
    ax.annotate(text, (x, y), xytext=(dx, 0), textcoords="offset points", annotation_clip=False, **settings)


def grid_of(count: int, columns: int, width: float, height: float) -> list[tuple[float, float]]:
    """Return the upper left corner of each of `count` cells of one size, filled row by row.

    Examples
    --------
    >>> grid_of(3, 2, 40.0, 25.0)
    [(0.0, 0.0), (40.0, 0.0), (0.0, 25.0)]
    """
    return [(place % columns * width, place // columns * height) for place in range(count)]
