"""Whole pages as a scraper saves them: in many encodings, as text and HTML, some damaged, from file to document."""

import json
from pathlib import Path

import pytest

from corpus_tools.text.corpus import read_corpus

CASES = Path(__file__).parents[1] / "cases"
FILES = [(CASES / f"pages_{name}.jsonl").read_text(encoding="utf-8") for name in ("attack", "attack2")]
PAGES = [json.loads(line) for text in FILES for line in text.split("\n") if line]
WIDE = str.maketrans(",:;?!()", "，：；？！（）", " \n\u3000")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for page in PAGES:
        (folder / (page["id"] + page["suffix"])).write_bytes(page["text"].encode(page["encoding"]))
    return read_corpus(folder)


def wrong(page, document):
    """Return the fields that are not read as the annotation says."""
    words = document.text.translate(WIDE)
    names = ("title", "city", "province", "adcode", "outlet")
    read = {name: getattr(document, name) for name in names} | {"authors": list(document.authors)}
    read["date"] = document.published_on and document.published_on.isoformat()
    found = [name for name in read if read[name] != page[name]]
    found += ["gone"] if any(stretch.translate(WIDE) in words for stretch in page["gone"]) else []
    return found + (["stay"] if any(stretch.translate(WIDE) not in words for stretch in page["stay"]) else [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_a_page_is_read_right_but_for_its_known_failures(corpus, page):
    assert sorted(wrong(page, corpus[page["id"]])) == sorted(page.get("known_failures", []))


def test_every_page_can_be_read(corpus):
    assert not corpus.unreadable
