"""Numbers that count nothing: dates, ordinals, codes, titles, slogans, levels, names."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus_tools.claims.lexicon import words

_QUOTED = re.compile(r"[“\"‘「『]([^“”\"‘’「」『』\n]{1,24})[”\"’」』]")
_HAS_NUMBER = re.compile(r"[0-9〇零一二两三四五六七八九十百千万双半]")
_REPORTED = re.compile(r"\d[\d.,]*[万亿]?[多余]?[名人户家元吨亩%][^”]{0,20}")
_SPEECH = re.compile(r"[，,。！？!?；;]")


class Silence(NamedTuple):
    """A span whose numbers count nothing, and why."""

    start: int
    end: int
    kind: str


@cache
def _table() -> dict[str, str]:
    return dict(line.split("\t") for line in words("silences.tsv")[1:])


@cache
def patterns() -> dict[str, str]:
    """Return the regular expression of each kind of silence, in order of precedence."""
    table = dict(_table())
    names = [kind for kind in table if kind.startswith("<")]
    for kind in table:
        for name in reversed(names):
            table[kind] = table[kind].replace(name, table[name])
    return {kind: pattern for kind, pattern in table.items() if kind not in names}


@cache
def _pattern() -> re.Pattern[str]:
    """Return all kinds in one expression, which is tried only where a character stands with which one may open."""
    parts = (f"(?P<k{i}>{pattern})" for i, pattern in enumerate(patterns().values()))
    return re.compile(f"(?=[{_table()['<OPENS>']}])(?:{'|'.join(parts)})", re.MULTILINE)


def silences(text: str) -> list[Silence]:
    """Return the spans of `text` whose numbers are no values, in order.

    Examples
    --------
    >>> [(text[s.start : s.end], s.kind) for text in ["2月10日345个"] for s in silences(text)]
    [('2月10日', 'date')]
    """
    kinds = list(patterns())
    found = [
        Silence(hit.start(), hit.end(), kinds[int((hit.lastgroup or "k0")[1:])]) for hit in _pattern().finditer(text)
    ]
    found += [Silence(hit.start(), hit.end(), "quoted") for hit in _QUOTED.finditer(text) if _is_slogan(hit[1])]
    return sorted(found)


def _is_slogan(quoted: str) -> bool:
    """Say whether a quotation with a number in it is a name or slogan rather than somebody's words."""
    if not _HAS_NUMBER.search(quoted):
        return False
    return not (_SPEECH.search(quoted) and len(quoted) > 12) and not (len(quoted) > 8 and _REPORTED.search(quoted))
