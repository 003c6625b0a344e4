"""Text and tables for LaTeX: nothing in a quote is ever a command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
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
_DOCUMENT = r"""%% Compile with xelatex; to put the tables into a paper of your own, copy what stands between the rules.
\documentclass[UTF8%(scheme)s]{ctexart}
\usepackage[a4paper,landscape,margin=20mm]{geometry}
\usepackage{array,longtable}
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
    two would join into a dash.

    Examples
    --------
    >>> escape(r"占90%的党员_\input{x} [1]")
    '占90\\%的党员\\_\\textbackslash{}input\\{x\\} {[}1{]}'
    """
    return text.translate(_ESCAPES)


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
