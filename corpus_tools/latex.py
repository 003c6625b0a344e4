"""Text and tables for LaTeX: nothing in a quote is ever a command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "[": "{[}",
        "]": "{]}",
        "*": "{*}",
        "-": "{-}",
        "'": r"\textquotesingle{}",
        "`": r"\textasciigrave{}",
        '"': r"\textquotedbl{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "\t": " ",
        "\n": r"\newline{}",
    }
)
_LONG_WORD = re.compile("[0-9A-Za-z]{8}(?=[0-9A-Za-z]{4})")
_DOCUMENT = r"""%% Compile with xelatex; to put the tables into a paper of your own, copy what stands between the rules.
%% A character that the font lacks is an error, not a gap in a quote: install a font that has it (Noto Serif CJK SC).
\documentclass[UTF8%(scheme)s]{ctexart}
\usepackage[a4paper,landscape,margin=20mm]{geometry}
\usepackage{array,longtable}
\IfFontExistsTF{Noto Serif CJK SC}{\setCJKmainfont{Noto Serif CJK SC}}{%%
  \IfFontExistsTF{Source Han Serif SC}{\setCJKmainfont{Source Han Serif SC}}{%%
    \IfFontExistsTF{SimSun}{\setCJKmainfont{SimSun}}{}}}
\xeCJKDeclareCharClass{CJK}{"0370 -> "04FF, "2100 -> "2BFF}
\tracinglostchars=3
\begin{document}
%% ----------------------------------------------------------------
\section*{%(caption)s}
%(note)s
%(tables)s
%% ----------------------------------------------------------------
\end{document}
"""
_TABLE = r"""
\subsection*{%(title)s}
{\footnotesize\setlength{\tabcolsep}{3pt}\raggedright
\begin{longtable}{%(columns)s}
\hline
%(headings)s \\ \hline
\endhead
\hline
\endfoot
%(rows)s\end{longtable}}
"""


def escape(text: str) -> str:
    r"""Return a text as LaTeX source that prints just this text.

    Brackets and asterisks are grouped, since ``\\`` takes one that follows it for an argument; so are hyphens, of which
    two would join into a dash. Words too long for a line, such as hashes, may break.

    Examples
    --------
    >>> escape(r"占90%的党员_\input{x} [1]")
    '占90\\%的党员\\_\\textbackslash{}input\\textbraceleft{}x\\textbraceright{} {[}1{]}'
    """
    parts = (part.translate(_ESCAPES) for part in _LONG_WORD.sub(r"\g<0>\0", text.replace("\0", "")).split("\0"))
    return r"\allowbreak{}".join(parts)


def document(
    caption: str,
    note: str,
    tables: Iterable[tuple[str, Sequence[str], Sequence[int], Sequence[Sequence[str]]]],
    *,
    lang: str = "zh",
) -> str:
    """Return a document for xelatex with one longtable for each (title, headings, widths in millimetres, rows)."""
    return _DOCUMENT % {
        "scheme": "" if lang == "zh" else ",scheme=plain",
        "caption": escape(caption),
        "note": escape(note),
        "tables": "".join(_table(*table) for table in tables),
    }


def _table(title: str, headings: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> str:
    return _TABLE % {
        "title": escape(title),
        "columns": "".join(rf">{{\raggedright\arraybackslash}}p{{{width - 3}mm}}" for width in widths),
        "headings": _row(headings),
        "rows": "".join(rf"{_row(row)} \\" + "\n" for row in rows),
    }


def _row(cells: Sequence[str]) -> str:
    return " & ".join(map(escape, cells))
