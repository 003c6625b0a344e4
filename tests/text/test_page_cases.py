"""Single traits of pages as data: furniture that goes, text that stays, metadata that is read and that is not."""

import json
from pathlib import Path

import pytest

from corpus_tools.text.corpus import document_from_source, documents_from_sources
from corpus_tools.text.formats import read_file
from corpus_tools.text.sources import Source

CASES = Path(__file__).parents[1] / "cases"


def cases(*names):
    lines = [line for name in names for line in (CASES / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")]
    return [json.loads(line) for line in lines if line]


def document(case):
    page = read_file(case["text"].encode(), case.get("suffix", ".txt"), declared="utf-8")
    return document_from_source(Source("page", "page", raw=page.text, declared=page.said))


def is_right(case):
    read = document(case)
    if "body" in case:
        return read.paragraphs == case["body"]
    found = {name: getattr(read, name) for name in case["expected"]}
    plain = {name: list(value) if name == "authors" else value and str(value) for name, value in found.items()}
    return plain == case["expected"]


@pytest.mark.parametrize("case", cases("furniture_wild", "furniture_negative"), ids=lambda case: case["note"])
def test_the_body_is_what_is_left(case):
    assert document(case).paragraphs == case["body"]


@pytest.mark.parametrize("case", cases("metadata_wild", "metadata_negative"), ids=lambda case: case["note"])
def test_what_a_page_says_of_itself(case):
    assert is_right(case)


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize(
    "case", cases("furniture_known_failures", "metadata_known_failures"), ids=lambda case: case["note"]
)
def test_known_failures(case):
    assert is_right(case)


def facts(read):
    return read.raw, read.text, read.traced.runs, read.traced.receipts, read.read, read.evidence, read.asides


def test_pages_read_together_are_read_as_each_alone():
    texts = [case["text"] for case in cases("furniture_wild", "metadata_wild", "mojibake_wild", "script_wild")]
    texts += ["", "党员😀群众", "汕尾市委組織部緊急動員5500多個(gè)基層黨組織。", "党\udfff员"]
    sources = [Source(str(number), "page", raw=text) for number, text in enumerate(texts)]
    together = documents_from_sources(sources)
    assert [facts(read) for read in together] == [facts(document_from_source(source)) for source in sources]


def test_a_page_that_fails_leaves_the_others_alone():
    sources = [Source("a", "a", raw="汕尾市召开会议。"), Source("b", "b", raw="会议。", declared={"year": "20"})]
    whole, broken = documents_from_sources(sources)
    assert whole.city == "汕尾市"
    assert isinstance(broken, ValueError)
