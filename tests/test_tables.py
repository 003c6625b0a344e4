"""The tables have the columns that docs/data.md tells, no more and no fewer."""

import re
from pathlib import Path

import pytest

import corpus_tools as ct

ROOT = Path(__file__).parents[1]


def documented():
    text = (ROOT / "docs/data.md").read_text(encoding="utf-8")
    for name, section in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", text, flags=re.DOTALL | re.MULTILINE):
        cells = re.findall(r"^\| (?!column|---)([^|]+?) \|", section, flags=re.MULTILINE)
        yield name, [column for cell in cells for column in cell.split(", ")]


COLUMNS = dict(documented())


@pytest.fixture(scope="module")
def tables():
    corpus = ct.read_corpus(ROOT / "seeds")
    tokens = ct.segment(corpus)
    values = ct.reported_values(corpus)
    return {
        "documents": corpus.documents(),
        "edits": ct.edits(corpus),
        "ledger": ct.ledger(corpus),
        "metadata": next(iter(corpus)).metadata(),
        "asides": ct.asides(corpus),
        "tokens": tokens,
        "term frequencies": ct.term_frequencies(tokens),
        "tf-idf": ct.tf_idf(tokens),
        "similarity": ct.similarity(tokens),
        "keyness": ct.keyness(tokens, bootstrap=20, permutations=20),
        "concordance": ct.concordance(corpus, "党员"),
        "collocates": ct.collocates(tokens, "党员"),
        "evidence": ct.evidence(ct.term_frequencies(tokens).groupby("city").head(1), corpus),
        "shared wording": ct.shared_wording(corpus),
        "rank stability": ct.rank_stability(corpus, engines=["rjieba"], dictionaries=[None], stop_words=[True]),
        "reported values": values,
        "time series": ct.time_series(values),
        "events": ct.events(corpus),
        "slogans": ct.slogans(corpus),
        "sections": ct.sections(next(iter(corpus))),
    }


def test_every_table_is_told(tables):
    assert set(tables) == set(COLUMNS)


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_as_told(tables, name):
    assert sorted(tables[name].columns) == sorted(COLUMNS[name])
    assert len(tables[name])
