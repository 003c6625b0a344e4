"""Whole pages as a scraper saves them: in many encodings, as text and HTML, some damaged, from file to document."""

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus_tools.text.corpus import read_corpus

CASES = Path(__file__).parents[1] / "cases" / "pages_attack.jsonl"
PAGES = [json.loads(line) for line in CASES.read_text(encoding="utf-8").split("\n") if line]
WIDE = str.maketrans(",:;?!()", "，：；？！（）", " \n\u3000")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for page in PAGES:
        (folder / (page["id"] + page["suffix"])).write_bytes(page["text"].encode(page["encoding"]))
    return read_corpus(folder)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["id"])
def test_furniture_goes_and_the_report_stays(corpus, page):
    words = corpus[page["id"]].text.translate(WIDE)
    assert [stretch for stretch in page["gone"] if stretch.translate(WIDE) in words] == []
    assert [stretch for stretch in page["stay"] if stretch.translate(WIDE) not in words] == []


def test_metadata_is_right(corpus):
    right = Counter()
    for page in PAGES:
        document = corpus[page["id"]]
        read = {name: getattr(document, name) for name in ("city", "province", "adcode", "outlet", "published_on")}
        read |= {"title": document.title, "authors": list(document.authors)}
        expected = page | {"published_on": page["date"]}
        right.update(name for name, value in read.items() if str(value) == str(expected[name]))
    assert not corpus.unreadable
    assert {name: len(PAGES) - right[name] for name in read if right[name] < len(PAGES)} == {}
