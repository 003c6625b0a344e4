"""Nothing is lost: every raw character of every text that can be found is kept, replaced or dropped, with a receipt."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_tools.text.corpus import document_from_text, read_corpus

ROOT = Path(__file__).parents[2]
SEEDS = list(read_corpus(ROOT / "seeds"))
NASTY = st.text(
    alphabet="黨员會议織?？()（）<>&;，,。.:：“”\n\r\u3000\u200b 　>|[]·dǎng1234年月日来源发布时间责编报锟斤拷ÖÐ¹ú\ufffd\ue000",
    max_size=200,
)


def case_texts():
    for path in sorted((ROOT / "tests/cases").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line) if line.strip() and not line.startswith("#") else {}
            yield from (case[key] for key in ("text", "raw", "before") if isinstance(case.get(key), str))


def assert_conserved(document):
    ledger = document.ledger()
    assert ledger["characters"].sum() == len(document.raw)
    assert not (ledger["step"].eq("unchanged") & ledger["fate"].ne("kept")).any()
    assert all(document.raw[r.raw_start : r.raw_end] == r.before for r in document.traced.receipts)


@pytest.mark.parametrize("document", SEEDS, ids=lambda document: document.doc_id)
def test_seeds_are_conserved(document):
    assert_conserved(document)


def test_all_case_texts_are_conserved():
    texts = list(case_texts())
    assert len(texts) > 100
    for text in texts:
        assert_conserved(document_from_text(text))


@settings(deadline=None, max_examples=150)
@given(NASTY)
def test_any_text_is_conserved(text):
    assert_conserved(document_from_text(text))


@settings(deadline=None, max_examples=100)
@given(NASTY)
def test_raw_spans_lie_in_the_raw_text(text):
    document = document_from_text(text)
    for start in range(len(document.text)):
        raw_start, raw_end = document.raw_span(start, start + 1)
        assert 0 <= raw_start <= raw_end <= len(document.raw)


@pytest.mark.parametrize("document", SEEDS, ids=lambda document: document.doc_id)
def test_normalising_twice_changes_nothing(document):
    again = document_from_text(document.text)
    assert again.text == document.text
