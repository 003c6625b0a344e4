"""A number of a slogan is no value, and a count is no slogan, in every annotated text."""

import json
from pathlib import Path

import pytest

import corpus_tools as ct
from corpus_tools.claims.wording import national_formulas

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"


def read(name):
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line.strip()]


FILES = sorted(path.name for path in CASES.glob("*.jsonl") if path.name.startswith(("slogans_", "values_")))
PASSAGES = [(name, row) for name in FILES for row in read(name) if "text" in row]


@pytest.fixture(scope="module")
def found():
    """Return the document of each passage and of each seed, with its slogans."""
    passages = [ct.document_from_text(row["text"], doc_id=str(at)) for at, (_, row) in enumerate(PASSAGES)]
    return [(document, ct.slogans(document)) for document in (*passages, *ct.read_corpus(ROOT / "seeds"))]


CONTESTED = {case["slogan"] for _, row in PASSAGES for case in row.get("slogans", [])} | set(national_formulas())
"""What one annotator takes for a count and another, or the table of national formulas, for a slogan."""
KNOWN_FAILURES = {
    *(("slogans_experience.jsonl", "双高期"), ("slogans_listed.jsonl", "双向直通")),
    *(("slogans_more.jsonl", "两横一竖"), ("slogans_safety.jsonl", "一山两省"), ("slogans_wild.jsonl", "1+1")),
}


def test_no_number_of_a_slogan_is_a_value(found):
    for document, slogans in found:
        values = ct.reported_values(document)
        named = slogans[slogans["kind"].isin(["slogan", "level"]) & slogans["source"].eq("body")]
        numerals = list(zip(values["raw_start"], values["raw_end"], values["quote"], strict=True))
        for row in named.itertuples():
            inside = [quote for start, end, quote in numerals if row.raw_start <= start and end <= row.raw_end]
            assert not inside, (row.slogan, inside, document.text[:80])


def test_no_annotated_value_is_a_slogan(found):
    for (name, row), (_, slogans) in zip(PASSAGES, found, strict=False):
        known = {case["raw_start"] for case in row.get("values", []) if case.get("tier") == "core"}
        named = slogans[slogans["kind"].eq("slogan") & slogans["source"].eq("body")]
        assert not known & set(named["raw_start"]), (name, named["slogan"].tolist(), row["text"][:80])


def test_no_annotated_count_is_a_slogan(found):
    taken = set()
    for (name, row), (_, slogans) in zip(PASSAGES, found, strict=False):
        named = set(slogans.loc[slogans["kind"].eq("slogan"), "slogan"])
        taken |= {(name, count) for count in named.intersection(row.get("not_slogans", [])) - CONTESTED}
    assert taken == KNOWN_FAILURES


def test_a_list_that_a_number_closes_is_a_slogan_alone():
    document = ct.document_from_text("聚焦“防返贫、促增收、美乡村”三件大事，全县上下齐动手。")
    assert ct.slogans(document)["slogan"].tolist() == ["三件大事"]
    assert ct.reported_values(document).empty


@pytest.mark.xfail(strict=True, reason="two parts in a row without quotation marks look like a formula")
def test_a_riddle_is_no_slogan():
    assert ct.slogans(ct.document_from_text("说一千道一万，两横一竖就是干。")).empty
