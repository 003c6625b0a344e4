"""A number of a slogan is no value, and a count is no slogan, in every annotated text."""

import json
from pathlib import Path

import pytest

import corpus_tools as ct

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"


def read(name):
    return [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line.strip()]


FILES = sorted(path.name for path in CASES.glob("*.jsonl") if path.name.startswith(("slogans_", "values_")))
PASSAGES = [(name, row) for name in FILES for row in read(name) if "text" in row]


@pytest.fixture(scope="module")
def seeds():
    return list(ct.read_corpus(ROOT / "seeds"))


@pytest.fixture(scope="module")
def documents(seeds):
    return [*(ct.document_from_text(row["text"], doc_id=str(at)) for at, (_, row) in enumerate(PASSAGES)), *seeds]


NATIONAL = {"四梁八柱", "千万工程"}
"""In the table of national formulas, though some annotators take them for idioms."""
KNOWN_FAILURES = {
    *("两横一竖", "两手抓、两促进", "二上", "一日两访", "双向直通", "二星", "五星", "十大创新案例", "一个一个过"),
    *("一山两省", "1+1", "三夏", "十户联防"),
}


def test_no_number_of_a_slogan_is_a_value(documents):
    for document in documents:
        slogans, values = ct.slogans(document), ct.reported_values(document)
        named = slogans[slogans["kind"].isin(["slogan", "level"]) & slogans["source"].eq("body")]
        numerals = list(zip(values["raw_start"], values["raw_end"], values["quote"], strict=True))
        for row in named.itertuples():
            inside = [quote for start, end, quote in numerals if row.raw_start <= start and end <= row.raw_end]
            assert not inside, (row.slogan, inside, document.text[:80])


def test_no_annotated_value_is_a_slogan(documents):
    for document in documents[: len(PASSAGES)]:
        name, row = PASSAGES[int(document.doc_id)]
        known = {case["raw_start"] for case in row.get("values", []) if case.get("tier") == "core"}
        found = ct.slogans(document)
        found = found[found["kind"].eq("slogan") & found["source"].eq("body")]
        assert not known & set(found["raw_start"]), (name, found["slogan"].tolist(), row["text"][:80])


def test_no_annotated_count_is_a_slogan(documents):
    for document in documents[: len(PASSAGES)]:
        name, row = PASSAGES[int(document.doc_id)]
        found = ct.slogans(document)
        counts = set(found.loc[found["kind"].eq("slogan"), "slogan"]) & set(row.get("not_slogans", []))
        assert not counts - KNOWN_FAILURES - NATIONAL, (name, counts)


def test_a_list_that_a_number_closes_is_a_slogan_alone():
    document = ct.document_from_text("聚焦“防返贫、促增收、美乡村”三件大事，全县上下齐动手。")
    assert ct.slogans(document)["slogan"].tolist() == ["三件大事"]
    assert ct.reported_values(document).empty


@pytest.mark.xfail(strict=True, reason="two parts in a row without quotation marks look like a formula")
def test_a_riddle_is_no_slogan():
    assert ct.slogans(ct.document_from_text("说一千道一万，两横一竖就是干。")).empty
