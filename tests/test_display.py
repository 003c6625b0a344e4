"""Texts show themselves, and whatever stands in them is text."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus_tools as ct
from corpus_tools import display
from corpus_tools.display import Mark

SEEDS = Path(__file__).parents[1] / "seeds"
MISCHIEF = (Path(__file__).parent / "cases" / "mischief.txt").read_text(encoding="utf-8")
SHAPES = {"style", "div", "b", "table", "thead", "tbody", "tr", "th", "td", "mark", "details", "summary"}
texts = st.text(st.sampled_from("党员，<>&\"'\n\0\u202e\ud800"), max_size=30)


class Reader(HTMLParser):
    """What a browser would take from a page: its tags with their attributes, its marks, and its words."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.marks, self.words = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, frozenset(name for name, _ in attributes)))
        self.marks += [dict(attributes)] if tag == "mark" else []

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def corpus():
    return ct.read_corpus(SEEDS)


@pytest.fixture(scope="module")
def mischief():
    return ct.document_from_text(MISCHIEF, doc_id="<script>hurt</script>", city="<i>汕尾市</i>")


def hints(page, kind):
    return [mark["title"] for mark in Reader(page).marks if kind in mark["class"].split() and "title" in mark]


def test_every_mark_shows_its_raw_characters(corpus):
    document = next(iter(corpus))
    values, slogans = ct.reported_values(document), ct.slogans(document)
    page = display.document_html(document, values=values, slogans=slogans)
    assert all(any(quote in hint for hint in hints(page, "value")) for quote in values["quote"])
    assert "三掃\nslogan: 扫村、扫楼、扫户" in "\n".join(hints(page, "slogan"))
    assert any(hint.startswith("5500多個(gè)") for hint in hints(page, "value"))
    assert hints(page, "inferred")


@pytest.mark.parametrize("number", range(5))
def test_the_shown_text_is_the_text(corpus, number):
    document = corpus.items[number]
    page = display.marked_html(document.text, display.receipt_marks(document))
    assert "".join(Reader(page).words) == display.visible(document.text)


def test_receipts_lie_within_the_text_and_name_what_they_did(corpus):
    for document in corpus:
        for mark in display.receipt_marks(document):
            assert 0 <= mark.start < mark.end <= len(document.text)
            assert document.raw[slice(*document.raw_span(mark.start, mark.end))][:100] in mark.hint


def test_a_page_of_mischief_is_shown_as_text(mischief):
    tables = {"values": ct.reported_values(mischief), "slogans": ct.slogans(mischief)}
    corpus = ct.Corpus((mischief,))
    for page in (display.document_html(mischief, **tables), display.corpus_html(corpus)):
        read = Reader(page)
        assert {tag for tag, _ in read.tags} <= SHAPES
        assert set().union(*(names for _, names in read.tags)) <= {"class", "title"}
    shown = "".join(Reader(display.document_html(mischief, **tables)).words)
    assert "<script>window.hurt = 1</script>" in shown


@given(texts, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), texts), max_size=6))
def test_marks_change_no_word_of_the_text(text, spans):
    marks = [Mark(start, end, "exact", hint) for start, end, hint in spans]
    page = display.marked_html(text, marks)
    page.encode()
    read = Reader(page)
    assert "".join(read.words) == display.visible(text)
    assert {tag for tag, _ in read.tags} <= {"mark"}


def test_overlapping_marks_keep_both_kinds():
    page = display.marked_html("一二三四", [Mark(0, 3, "value", "v"), Mark(1, 4, "slogan", "s")])
    assert [(mark["class"], mark["title"]) for mark in Reader(page).marks] == [
        ("value", "v"),
        ("value slogan", "v\ns"),
        ("slogan", "s"),
    ]


def test_a_context_marks_the_hit_and_says_where_it_is_cut():
    page = display.context_html("一二三四五六七八", 3, 5, window=2)
    assert "".join(Reader(page).words) == "…二三四五六七…"
    assert re.search(r'<mark class="hit" title="">四五</mark>', page)


def test_one_document_is_one():
    alone = ct.Corpus((ct.document_from_text("党员带头。"),))
    assert display.corpus_text(alone).startswith("1 document\n")
    assert "1 document<" in display.corpus_html(alone)


def test_a_corpus_shows_its_documents(corpus):
    page = display.corpus_html(corpus)
    assert all(f">{document.doc_id}</td>" in page for document in corpus)
    assert "5 documents" in page
    assert len(display.corpus_text(corpus).splitlines()) == 6


def test_a_large_corpus_says_what_it_leaves_out(mischief):
    corpus = ct.Corpus((mischief,) * 60)
    assert "10 of them not shown" in display.corpus_html(corpus)
    assert "… 10 more" in display.corpus_text(corpus)


def test_a_long_document_says_what_it_leaves_out():
    document = ct.document_from_text("汕尾市党员带头值守。" * 2100)
    assert f"{len(document.text) - 20_000:,} more characters" in display.document_html(document)
    assert "more characters" in display.document_text(document)


def test_plain_text_hides_nothing(mischief):
    assert "\u202e" not in display.document_text(mischief)
    assert "汕尾市" in display.document_text(mischief)


def test_objects_show_themselves_in_ipython(corpus):
    formatters = pytest.importorskip("IPython.core.formatters")
    shell = SimpleNamespace(display_formatter=formatters.DisplayFormatter())
    display.register(shell)
    formats, _ = shell.display_formatter.format(corpus)
    assert formats["text/plain"].startswith("5 documents")
    assert "<table>" in formats["text/html"]
    formats, _ = shell.display_formatter.format(next(iter(corpus)))
    assert 'class="value' in formats["text/html"]
    json.dumps(formats)
