"""What the font of the package can draw, and how wide texts become in it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from math import fsum

from corpus_tools.charts.style import NOTE, TICK, font_path

MM_PER_POINT = 25.4 / 72
_OPENING, _CLOSING = "“‘（《〈「『([", "，。；：、！？”’）》〉」』)],.;:!?%"


class MissingGlyphError(ValueError):
    """A character on a figure that the font of the package cannot draw."""


@functools.cache
def _drawable() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font_path())).get_charmap())


def check_text(text: str) -> None:
    """Raise `MissingGlyphError` if the font lacks a character of the text.

    Examples
    --------
    >>> check_text("疫情防控 −5 ≥ 3")
    """
    for character in text:
        if character != "\n" and ord(character) not in _drawable():
            raise MissingGlyphError(
                f"the font of the figures has no glyph for {character!r} (U+{ord(character):04X}) in {text!r}; "
                "repair or replace the character in the table, or add it to scripts/make_font.py"
            )


@functools.cache
def _advances() -> Callable[[str], float]:
    from matplotlib.ft2font import FT2Font, LoadFlags

    font = FT2Font(str(font_path()))
    font.set_size(100, 72)

    @functools.cache
    def advance(character: str) -> float:
        if ord(character) not in _drawable():
            return 1.0
        return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100

    return advance


def text_width(text: str, size: float = TICK) -> float:
    """Return how wide the longest line of a text is, in millimetres."""
    advance = _advances()
    return max(fsum(map(advance, line)) for line in text.split("\n")) * size * MM_PER_POINT


def widest(texts: Iterable[str]) -> float:
    """Return the width of the widest text in millimetres; 0 for none."""
    return max(map(text_width, texts), default=0.0)


def shortened(text: str, width: float, size: float = TICK) -> str:
    """Cut a text to `width` millimetres, with … at its end."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def wrapped(text: str, width: float, size: float = NOTE) -> str:
    """Break a text into lines of at most `width` millimetres: between words, and between any two Chinese characters."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width(line + piece.rstrip(), size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> list[str]:
    """Split a text where a line may break."""
    pieces: list[str] = []
    for character in text:
        if pieces and not _may_break(pieces[-1][-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _may_break(before: str, after: str) -> bool:
    if before in _OPENING or after in _CLOSING or after == " ":
        return False
    return before == " " or before > "\u2e7f" or after > "\u2e7f"
