import pandas as pd
import pytest
from scipy.stats import binomtest

from corpus_tools.validation import judge_values, scores, wilson

CASE = {
    **{"doc_id": "a", "quote": "5500多个党组织", "value": 5500, "value_max": None, "approx": "more_than", "unit": "个"},
    **{"noun": "党组织", "as_of": None, "raw_start": 10, "raw_end": 19, "tier": "core"},
}
FOUND = {key: CASE[key] for key in CASE if key != "tier"}


def judged(found, cases):
    columns = list(FOUND)
    return judge_values(pd.DataFrame(found, columns=columns), cases)


def test_what_agrees_is_right():
    assert judged([FOUND], [CASE])["outcome"].tolist() == ["right"]


@pytest.mark.parametrize(
    ("field", "value"), [("value", 55), ("approx", "exact"), ("unit", "名"), ("noun", "党员"), ("as_of", "2020-02-11")]
)
def test_one_wrong_field_is_seen(field, value):
    table = judged([FOUND | {field: value}], [CASE])
    assert table["outcome"].tolist() == ["wrong"]
    assert not table[field][0]


def test_missed_and_false_are_counted():
    table = judged([FOUND | {"raw_start": 50, "raw_end": 60}], [CASE])
    assert sorted(table["outcome"]) == ["false", "missed"]
    assert scores(table)["right"].tolist()[:2] == [0, 0]


@pytest.mark.parametrize("found", [[], [FOUND]])
def test_minor_cases_count_neither_way(found):
    assert judged(found, [CASE | {"tier": "minor"}]).empty


def test_a_noun_that_is_as_good_counts():
    assert judged([FOUND | {"noun": "基层党组织"}], [CASE | {"noun_also": ["基层党组织"]}])["noun"].all()


@pytest.mark.parametrize(("right", "of"), [(0, 7), (78, 79), (5, 5)])
def test_wilson_agrees_with_scipy(right, of):
    interval = binomtest(right, of).proportion_ci(method="wilson")
    assert wilson(right, of)[1:] == pytest.approx((interval.low, interval.high), abs=1e-4)
