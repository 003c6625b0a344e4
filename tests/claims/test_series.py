import datetime as dt
import itertools

import pandas as pd
import pytest

import corpus_tools as ct

DAY = dt.date(2020, 2, 12)


def values(*stated, **common):
    base = {
        **dict.fromkeys(("value_max", "verb", "as_of", "as_of_basis", "since", "place", "part_of", "per", "change")),
        **{"doc_id": "a", "city": "汕尾市", "approx": "exact", "unit": "名", "noun": "党员", "quote": "…"},
        **{"published_on": DAY, "start": 0, "end": 1, "raw_start": 0, "raw_end": 1},
    }
    return pd.DataFrame([base | common | row | {"raw_start": place} for place, row in enumerate(stated)])


def series(*stated, **common):
    return ct.time_series(values(*stated, **common))


def test_the_dated_mention_stands_for_the_repeats():
    found = series({"value": 1332}, {"value": 1332, "as_of": DAY, "as_of_basis": "publication"}, {"value": 1332})
    assert found[["as_of", "mentions"]].to_numpy().tolist() == [[DAY, 3]]


@pytest.mark.parametrize(
    ("better", "worse"), list(itertools.pairwise(["explicit", "event", "since", "window", "publication", None]))
)
def test_the_surer_date_stands_wherever_it_is_said(better, worse):
    bases = [{"value": 5, "as_of": DAY, "as_of_basis": basis, "verb": "新增"} for basis in (worse, better)]
    assert series(*bases)[["as_of_basis", "mentions"]].to_numpy().tolist() == [[better, 2]]


def test_an_undated_repeat_joins_the_first_date_of_its_own():
    found = series({"value": 5, "as_of": DAY, "as_of_basis": "explicit"}, {"value": 5})
    assert found[["as_of", "mentions"]].to_numpy().tolist() == [[DAY, 2]]


def test_mentions_with_dates_of_their_own_stay_apart():
    stated = [{"value": 5, "as_of": DAY - dt.timedelta(days), "as_of_basis": "explicit"} for days in (0, 7)]
    assert len(series(*stated)) == 2


def test_another_hedge_is_a_contradiction():
    found = series({"value": 109000}, {"value": 109000, "approx": "more_than"})
    assert found["conflict"].tolist() == [True, True]


@pytest.mark.parametrize(("other", "conflict"), [(5600, True), (6040, True), (6060, False), (320, False)])
def test_nearly_equal_values_contradict_each_other(other, conflict):
    assert set(series({"value": 5500}, {"value": other})["conflict"]) == {conflict}


def test_nearly_equal_values_of_other_things_do_not_contradict_each_other():
    assert not series({"value": 100}, {"value": 101, "noun": "口罩"})["conflict"].any()


def test_values_of_two_dates_do_not_contradict_each_other():
    stated = [{"value": 100 + days, "as_of": DAY - dt.timedelta(days), "as_of_basis": "explicit"} for days in (0, 3)]
    assert not series(*stated)["conflict"].any()


@pytest.mark.parametrize("row", [{"part_of": 18}, {"per": "户"}, {"noun": None}])
def test_parts_and_shares_open_no_series(row):
    assert series({"value": 9} | row).empty


@pytest.mark.parametrize(
    ("row", "flow"),
    [({"verb": "累计排查"}, "cumulative"), ({"noun": "新增就业"}, "new"), ({"change": "+"}, "change"), ({}, "stock")],
)
def test_flows_are_told_apart(row, flow):
    assert series({"value": 9} | row)["flow"].tolist() == [flow]


@pytest.mark.parametrize(("text", "flow"), [("党员新增30名。", "new"), ("新增党员30名。", "new")])
def test_a_verb_behind_its_noun_tells_the_flow(text, flow):
    document = ct.document_from_text(text, city="汕尾市", published_on="2020-02-12")
    assert ct.time_series(ct.reported_values(document))["flow"].tolist() == [flow]


def test_stock_and_new_are_two_series():
    assert len(series({"value": 9}, {"value": 9, "verb": "新增"})) == 2


def test_the_noun_as_stated_stays():
    found = series({"value": 5705, "noun": "党员先锋队、突击队和志愿服务队", "unit": "个"})
    assert found[["indicator", "noun"]].to_numpy().tolist() == [["先锋队", "党员先锋队、突击队和志愿服务队"]]


def test_indicators_of_the_user(tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("noun,match,indicator,group,label_en\n核桃,end,坚果,农业,nuts\n", encoding="utf-8")
    found = ct.time_series(values({"value": 3, "noun": "薄皮核桃"}), indicators=table)
    assert found["indicator"].tolist() == ["坚果"]


@pytest.mark.parametrize(
    ("text", "message"),
    [("noun,match\n", "no column indicator"), ("noun,match,indicator,group,label_en\n核桃,begin,x,y,z\n", "'begin'")],
)
def test_a_wrong_table_of_indicators_is_named(tmp_path, text, message):
    table = tmp_path / "mine.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        ct.time_series(values({"value": 3}), indicators=table)


def test_only_what_several_cities_report_is_comparable():
    stated = [{"value": 10, "city": "汕尾市"}, {"value": 20, "city": "广安市"}, {"value": 7, "noun": "口罩"}]
    found = ct.comparable(series(*stated))
    assert found[["city", "value"]].to_numpy().tolist() == [["广安市", 20], ["汕尾市", 10]]


def test_comparable_rows_go_by_reporting_cities_then_table_then_value_then_city():
    stated = [(3, "b市", "口罩"), (3, "a市", "口罩"), (9, "c市", "口罩"), (1, "b市", "党员"), (1, "a市", "党员")]
    more = [(1, "b市", "基层党组织"), (1, "a市", "基层党组织"), (2, "a市", "基层党组织"), (2, "a市", "基层党组织")]
    found = ct.comparable(series(*({"value": v, "city": c, "noun": n} for v, c, n in stated + more)))
    assert found[["indicator", "value", "city"]].to_numpy().tolist() == [
        ["口罩", 9, "c市"],
        ["口罩", 3, "a市"],
        ["口罩", 3, "b市"],
        ["党员", 1, "a市"],
        ["党员", 1, "b市"],
        ["基层党组织", 2, "a市"],
        ["基层党组织", 1, "b市"],
    ]
    assert (found.index.tolist(), list(found)) == (list(range(7)), list(series({"value": 1})))
    assert found["raw_start"].iloc[5] == 7


def test_of_equal_largest_values_the_first_said_stands_and_rows_are_numbered():
    stated = [{"value": 7, "doc_id": doc, "noun": noun} for doc in "ba" for noun in ("党员", "口罩")]
    found = series(*stated, {"value": 7, "city": "广安市"})
    assert found.index.tolist() == list(range(5))
    largest = ct.comparable(found).set_index("city")
    assert (largest.loc["汕尾市", "raw_start"], largest.loc["汕尾市", "doc_id"]) == (0, "b")


def test_no_values_give_an_empty_series_with_its_columns():
    assert list(series({"value": 1}).columns) == list(ct.time_series(values({"value": 1}).iloc[:0]).columns)
