"""How texts show themselves: documents and corpora as HTML and as plain text, every character of them escaped."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from corpus_tools.text.corpus import Corpus, Document

MOST_CHARACTERS, MOST_DOCUMENTS, MOST_ASIDES = 20_000, 50, 60
MOST_HINT, MOST_RAW = 400, 200
CORPUS_COLUMNS = ["doc_id", "title", "city", "published_on", "outlet", "characters", "damage"]
FACTS = ["title", "city", "province", "published_on", "outlet", "authors", "encoding", "damage"]
FONTS = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
STYLE = f"""<style>
.corpus-view {{line-height: 1.7; font-size: 14px; font-family: {FONTS}}}
.corpus-view table {{border-collapse: collapse; font-size: 13px}}
.corpus-view th, .corpus-view td {{text-align: left !important; vertical-align: top;
  padding: 2px 10px 2px 0; min-width: 4.5em; max-width: 26em; white-space: normal; overflow-wrap: break-word;
  border-bottom: 1px solid rgba(128,128,128,.25)}}
.corpus-view th {{white-space: nowrap}}
.corpus-view td.number {{text-align: right !important; font-variant-numeric: tabular-nums; min-width: 3em}}
.corpus-view .text {{white-space: pre-wrap; overflow-wrap: anywhere; max-width: 46em; margin: .6em 0}}
.corpus-view mark {{color: inherit; background: none; padding: 0}}
.corpus-view mark.exact {{border-bottom: 1px dotted rgba(128,128,128,.8)}}
.corpus-view mark.inferred {{border-bottom: 2px solid #E69F00}}
.corpus-view mark.unresolved {{border-bottom: 2px solid #D55E00}}
.corpus-view mark.value {{background: rgba(86,180,233,.35)}}
.corpus-view mark.slogan {{background: rgba(0,158,115,.28)}}
.corpus-view mark.hit {{background: #F0E442; color: #000}}
.corpus-view .note {{opacity: .7; font-size: 12px}}
</style>"""
# Control, format and surrogate characters: what could hide, reorder or break the text that holds it.
_UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


class Mark(NamedTuple):
    """A stretch of a text to be marked as `kind`; `hint` appears when the pointer rests on it."""

    start: int
    end: int
    kind: str
    hint: str


def visible(text: str) -> str:
    r"""Return the text with its control, format and surrogate characters written out.

    Examples
    --------
    >>> visible("党\u202e员\x00")
    '党‹U+202E›员‹U+0000›'
    """
    return _UNSEEN.sub(lambda found: f"‹U+{ord(found[0]):04X}›", text)


def escaped(text: object) -> str:
    """Return what is safe to stand in HTML, between tags and within quotes; missing is a dash.

    Examples
    --------
    >>> escaped("<script>"), escaped(None)
    ('&lt;script&gt;', '–')
    """
    if text is None or text != text:
        return "–"
    return html.escape(visible("、".join(map(str, text)) if isinstance(text, tuple) else str(text)))


def marked_html(text: str, marks: Iterable[Mark], *, start: int = 0, end: int | None = None) -> str:
    """Return ``text[start:end]`` as HTML in which marks, overlapping or not, are ``<mark title=...>``.

    Examples
    --------
    >>> marked_html("5500多个<党>", [Mark(0, 4, "value", "5500"), Mark(2, 5, "exact", "多")])
    '<mark class="value" title="5500">55</mark><mark class="value exact" title="5500&#10;多">00</mark><mark
    class="exact" title="多">多</mark>个&lt;党&gt;'
    """
    end = len(text) if end is None else end
    clipped = [Mark(max(mark.start, start), min(mark.end, end), *mark[2:]) for mark in marks]
    clipped = sorted((mark for mark in clipped if mark.start < mark.end), key=attrgetter("start", "end"))
    cuts = sorted({start, end, *(mark.start for mark in clipped), *(mark.end for mark in clipped)})
    return "".join(
        _stretch(text[left:right], here)
        for (left, right), here in zip(pairwise(cuts), _standing(clipped, cuts), strict=True)
    )


def _standing(marks: list[Mark], cuts: list[int]) -> Iterator[list[Mark]]:
    """Yield, for each stretch between two cuts, the marks that cover it."""
    standing: list[Mark] = []
    position = 0
    for left in cuts[:-1]:
        standing = [mark for mark in standing if mark.end > left]
        while position < len(marks) and marks[position].start == left:
            standing.append(marks[position])
            position += 1
        yield standing


def _stretch(text: str, marks: list[Mark]) -> str:
    if not marks:
        return escaped(text)
    kinds = " ".join(dict.fromkeys(mark.kind for mark in marks))
    hints = "\n".join(dict.fromkeys(mark.hint for mark in marks if mark.hint))
    shown = escaped(hints[:MOST_HINT]).replace("\n", "&#10;")
    return f'<mark class="{kinds}" title="{shown}">{escaped(text)}</mark>'


def receipt_marks(document: Document) -> list[Mark]:
    """Return what the pipeline changed within the running text; neighbours of one certainty are one mark.

    Characters that were dropped are shown at the character before them.
    """
    spans = sorted(_changed(document))
    marks: list[Mark] = []
    for start, end, certainty, reason in spans:
        last = marks[-1] if marks else None
        if last and last.kind == certainty and start <= last.end:
            reasons = last.hint if reason in last.hint.split(", ") else f"{last.hint}, {reason}"
            marks[-1] = Mark(last.start, max(end, last.end), certainty, reasons)
        else:
            marks.append(Mark(start, end, certainty, reason))
    return [mark._replace(hint=f"{_raw_of(document, mark)}\n{mark.kind}: {mark.hint}") for mark in marks]


def _changed(document: Document) -> Iterator[tuple[int, int, str, str]]:
    for receipt in document.traced.receipts:
        if receipt.step != "furniture":
            start, end = document.traced.text_span(receipt.raw_start, receipt.raw_end)
            start -= start == end and start > 0
            if start < end:
                yield start, end, receipt.certainty, receipt.reason or receipt.step


def _raw_of(document: Document, mark: Mark) -> str:
    return document.raw[slice(*document.raw_span(mark.start, mark.end))][:MOST_RAW]


def value_marks(document: Document, values: pd.DataFrame) -> list[Mark]:
    """Return the rows of `reported_values` that are of the document as marks."""
    return [
        Mark(row["start"], row["end"], "value", f"{row['quote']}\nvalue: {_reading(row)}")
        for row in values[values["doc_id"] == document.doc_id].to_dict("records")
    ]


def _reading(row: dict[Any, Any]) -> str:
    upto = f"–{row['value_max']:,g}" if row["value_max"] == row["value_max"] and row["value_max"] is not None else ""
    words = [str(row[name]) for name in ("unit", "noun") if isinstance(row[name], str)]
    dated = [f"as of {row['as_of']} ({row['as_of_basis']})"] if hasattr(row["as_of"], "isoformat") else []
    return " ".join([row["approx"].replace("_", " "), f"{row['value']:,.12g}{upto}", *words, *dated])


def slogan_marks(document: Document, slogans: pd.DataFrame) -> list[Mark]:
    """Return the rows of `slogans` that stand in the running text of the document as marks."""
    own = slogans[(slogans["doc_id"] == document.doc_id) & slogans["start"].notna()]
    return [Mark(row["start"], row["end"], "slogan", _slogan_hint(document, row)) for row in own.to_dict("records")]


def _slogan_hint(document: Document, row: dict[Any, Any]) -> str:
    raw = document.raw[row["raw_start"] : row["raw_end"]]
    return f"{raw}\nslogan: {'、'.join(row['members']) or 'members not listed'}"


def document_html(
    document: Document, *, values: pd.DataFrame | None = None, slogans: pd.DataFrame | None = None
) -> str:
    """Return a document as HTML: metadata, the text with its marks, what was set aside.

    Parameters
    ----------
    values, slogans
        Tables of `reported_values` and `slogans`; their rows are marked like the receipts, and the pointer shows the
        raw characters of each mark.

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> page = document_html(document_from_text("黨員<script>帶頭。"))
    >>> "&lt;script&gt;" in page, "<script" in page, 'title="黨員' in page
    (True, False, True)
    """
    marks = receipt_marks(document)
    if values is not None:
        marks += value_marks(document, values)
    if slogans is not None:
        marks += slogan_marks(document, slogans)
    left = len(document.text) - MOST_CHARACTERS
    rest = f'<div class="note">{left:,} more characters</div>' if left > 0 else ""
    return (
        f'{STYLE}<div class="corpus-view"><b>{escaped(document.doc_id)}</b>{_facts_html(document)}'
        f'<div class="text">{marked_html(document.text, marks, end=min(len(document.text), MOST_CHARACTERS))}</div>'
        f"{rest}{_legend(marks)}{_asides_html(document)}</div>"
    )


def _facts_html(document: Document) -> str:
    facts = {name: getattr(document, name) for name in FACTS} | {"characters": f"{len(document.text):,}"}
    rows = "".join(
        f'<tr><th>{name.replace("_", " ")}</th><td title="{_evidence(document, name)}">{escaped(value)}</td></tr>'
        for name, value in facts.items()
        if value not in (None, ())
    )
    return f"<table>{rows}</table>"


def _evidence(document: Document, name: str) -> str:
    span = document.evidence.get(name)
    return escaped(document.raw[slice(*span)][:MOST_HINT]) if span else ""


def _legend(marks: list[Mark]) -> str:
    kinds = [kind for kind in ("exact", "inferred", "unresolved", "value", "slogan") if kind in {m.kind for m in marks}]
    shown = " ".join(f'<mark class="{kind}">{kind}</mark>' for kind in kinds)
    return f'<div class="note">marked: {shown}; the pointer shows the raw characters</div>' if kinds else ""


def _asides_html(document: Document) -> str:
    if not document.asides:
        return ""
    rows = "".join(
        f"<tr><td>{escaped(aside.kind)}</td><td>{escaped(aside.text[:MOST_HINT])}</td></tr>"
        for aside in document.asides[:MOST_ASIDES]
    )
    return f"<details><summary>{len(document.asides)} lines set aside</summary><table>{rows}</table></details>"


def context_html(text: str, start: int, end: int, *, marks: Iterable[Mark] = (), window: int = 200) -> str:
    """Return the surroundings of ``text[start:end]`` with that span marked as the hit."""
    left, right = max(0, start - window), min(len(text), end + window)
    inside = [*marks, Mark(start, end, "hit", "")]
    shown = marked_html(text, inside, start=left, end=right)
    return f'<div class="text">{"…" * (left > 0)}{shown}{"…" * (right < len(text))}</div>'


def table_html(table: pd.DataFrame) -> str:
    """Return a table as HTML whose columns leave room for Chinese and whose cells are escaped."""
    import pandas as pd

    kinds = ["number" if pd.api.types.is_numeric_dtype(table[column]) else "" for column in table]
    head = "".join(f"<th>{escaped(column)}</th>" for column in table)
    body = "".join(
        f"<tr>{''.join(map(_cell, values, kinds))}</tr>"
        for values in table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object, kind: str) -> str:
    shown = f"{value:,}" if kind and isinstance(value, int) else value
    return f'<td class="{kind}">{escaped(shown)}</td>'


def corpus_html(corpus: Corpus) -> str:
    """Return a corpus as the HTML table of its documents, the first fifty of them."""
    return f'{STYLE}<div class="corpus-view">{table_html(_first_documents(corpus))}{_rest(corpus)}</div>'


def _first_documents(corpus: Corpus) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {name: getattr(document, name, None) for name in CORPUS_COLUMNS} | {"characters": len(document.text)}
        for document in corpus.items[:MOST_DOCUMENTS]
    ]
    return pd.DataFrame(rows, columns=CORPUS_COLUMNS)


def counted(number: int, thing: str) -> str:
    """Return a number with the name of what it counts, in the plural but for one."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def _rest(corpus: Corpus) -> str:
    rest, unread = len(corpus) - MOST_DOCUMENTS, len(corpus.unreadable)
    notes = [counted(len(corpus), "document")]
    notes += [f"{rest:,} of them not shown"] if rest > 0 else []
    notes += [f"{counted(unread, 'file')} could not be read; see corpus.documents()"] if unread else []
    return f'<div class="note">{"; ".join(notes)}</div>'


def document_text(document: Document, *, most: int = 600) -> str:
    """Return a document as plain text: a line of facts, the title, the beginning of the text.

    Examples
    --------
    >>> from corpus_tools.text.corpus import document_from_text
    >>> print(document_text(document_from_text("汕尾市召開會議。")))
    text: 汕尾市, undated, 8 characters, damage none
    汕尾市召开会议。
    """
    facts = [document.city or "no city", str(document.published_on or "undated"), f"{len(document.text):,} characters"]
    left = len(document.text) - most
    lines = [f"{document.doc_id}: {', '.join(facts)}, damage {document.damage}", document.title or ""]
    lines += [document.text[:most], f"… {left:,} more characters" if left > 0 else ""]
    return "\n".join(visible(line) for line in lines if line)


def corpus_text(corpus: Corpus) -> str:
    """Return a corpus as plain text, a line a document."""
    lines = [
        "  ".join((d.doc_id, d.city or "no city", str(d.published_on or "undated"), f"{len(d.text):,}", d.title or ""))
        for d in corpus.items[:MOST_DOCUMENTS]
    ]
    rest = len(corpus) - MOST_DOCUMENTS
    lines += [f"… {rest:,} more"] if rest > 0 else []
    return "\n".join([counted(len(corpus), "document"), *(visible(line).rstrip() for line in lines)])


def register(shell: Any = None) -> None:
    """Let documents and corpora show themselves so in an IPython shell, the running one unless another is given."""
    ipython = sys.modules.get("IPython")
    shell = shell or (ipython and ipython.get_ipython())
    if shell is None:
        return
    views: dict[str, dict[str, Any]] = {
        "text/html": {"Document": _document_view, "Corpus": corpus_html},
        "text/plain": {
            "Document": lambda document, printer, cycle: printer.text(document_text(document)),
            "Corpus": lambda corpus, printer, cycle: printer.text(corpus_text(corpus)),
        },
    }
    for mime, by_class in views.items():
        for name, view in by_class.items():
            shell.display_formatter.formatters[mime].for_type_by_name("corpus_tools.text.corpus", name, view)


def _document_view(document: Any) -> str:
    from corpus_tools.claims.reported import reported_values
    from corpus_tools.claims.slogans import slogans

    return document_html(document, values=reported_values(document), slogans=slogans(document))
