import numpy as np
import pandas as pd
import pytest
from stand_in import text

from corpus_tools.words.blocks import _atom_begins, block_of
from corpus_tools.words.counting import count_units
from corpus_tools.words.frequency import n_grams, term_frequencies
from corpus_tools.words.lexicon import stop_words
from corpus_tools.words.segmentation import segment


@pytest.mark.parametrize("by", ["city", "doc_id", "paragraph"])
@pytest.mark.parametrize("unit", ["sentence", "paragraph", "block", "document"])
def test_counts_add_up(tokens, by, unit):
    table = term_frequencies(tokens, by=by, unit=unit, bootstrap=0)
    assert table["count"].sum() == len(tokens)
    sums = table.groupby(by, sort=False)["count"].sum()
    np.testing.assert_array_equal(sums, tokens[by].value_counts().reindex(sums.index))
    np.testing.assert_array_equal(table.groupby(by, sort=False)["group_tokens"].first(), sums)
    assert np.isclose(table.groupby(by)["per_10000"].sum(), 10_000).all()
    assert (table["range"] <= np.minimum(table["units"], table["count"])).all()


def test_counts_of_one_term(tokens):
    table = term_frequencies(tokens, bootstrap=0).set_index(["city", "token"])
    row = table.loc["九江市", "临时党支部"]
    assert (row["count"], row["documents"], row["paragraphs"], row["units"]) == (2, 2, 2, 7)
    assert row["per_10000"] == pytest.approx(20_000 / (tokens["city"] == "九江市").sum())


def test_rows_run_by_group_then_by_count_then_by_code_point(tokens):
    table = term_frequencies(tokens, bootstrap=0)
    assert table["city"].drop_duplicates().tolist() == ["九江市", "毕节市", "东营市"]
    expected = table.assign(place=table["city"].map({"九江市": 0, "毕节市": 1, "东营市": 2}))
    expected = expected.sort_values(["place", "count", "token"], ascending=[True, False, True], kind="stable")
    assert table.index.equals(expected.index)


def test_stop_words_leave_the_rows_and_not_the_denominator(tokens, tmp_path):
    everything = term_frequencies(tokens, bootstrap=0)
    content = term_frequencies(tokens, stop_words=True, bootstrap=0)
    assert "和" in set(everything["token"])
    assert "和" not in set(content["token"])
    single = {token for token in tokens["token"] if len(token) == 1} - stop_words()
    assert single
    assert single | {"17,600", "党员"} <= set(content["token"])
    assert set(content["group_tokens"]) == set(everything["group_tokens"])
    mine = tmp_path / "stop.txt"
    mine.write_text("# mine\n党员 群众\n", encoding="utf-8")
    assert not {"党员", "群众"} & set(term_frequencies(tokens, stop_words=mine, bootstrap=0)["token"])
    assert "党员" not in set(term_frequencies(tokens, stop_words={"党员"}, bootstrap=0)["token"])


def test_one_unit_gets_no_interval_and_says_so():
    texts = [text("党员带头。党员值守。"), text("党员冲锋。\n群众响应。", doc_id="b", city="广安市")]
    table = term_frequencies(segment(texts))
    assert table.attrs["no_interval"] == ["汕尾市"]
    alone = table[table["city"] == "汕尾市"]
    assert alone[["dp", "dp_norm", "juilland_d", "low", "high"]].isna().all(axis=None)
    assert table[table["city"] == "广安市"][["dp", "low", "high"]].notna().all(axis=None)


def test_intervals_hold_their_rate_and_repeat_with_their_seed(tokens):
    table = term_frequencies(tokens, min_count=3, seed=5)
    assert (table["low"] <= table["per_10000"]).all()
    assert (table["per_10000"] <= table["high"]).all()
    assert (table["low"] < table["high"]).all()
    pd.testing.assert_frame_equal(table, term_frequencies(tokens, min_count=3, seed=5))
    assert not table["high"].equals(term_frequencies(tokens, min_count=3, seed=6)["high"])


def test_a_city_that_is_not_known_is_a_group_of_its_own():
    texts = [text("党员带头"), text("党员值守", doc_id="b", city=None)]
    table = term_frequencies(segment(texts), bootstrap=0)
    assert table["count"].sum() == 4
    assert table["city"].isna().sum() == 2


def test_a_missing_column_is_named(tokens):
    with pytest.raises(KeyError, match=r"province.*doc_id"):
        term_frequencies(tokens, by="province")


def test_an_unknown_unit_is_named(tokens):
    with pytest.raises(ValueError, match=r"chapter.*paragraph"):
        term_frequencies(tokens, unit="chapter")


def test_an_empty_table_gives_an_empty_table():
    assert term_frequencies(segment([])).empty


def test_blocks_are_whole_sentences_of_one_document_and_near_equal():
    long = text("\n".join(["基层党组织和广大党员投身防汛救灾一线。" * 3] * 60))
    table = segment([long, text("党员值守。", doc_id="b")])
    counts = count_units(table, by="doc_id", unit="block")
    sizes = counts.sizes[counts.unit_group == 0]
    assert (counts.group_units[1], sizes.sum()) == (1, (table["doc_id"] == "a").sum())
    assert sizes.max() - sizes.min() <= 2 * table.groupby(["doc_id", "sentence"]).size().max()
    assert sizes.mean() == pytest.approx(200, rel=0.1)


def test_n_grams_do_not_cross_punctuation_sentences_or_documents():
    texts = [text("党员带头，干部值守。群众响应"), text("口罩充足", doc_id="b")]
    assert n_grams(segment(texts))["token"].tolist() == ["党员 带头", "干部 值守", "群众 响应", "口罩 充足"]


def test_n_grams_are_a_tokens_table(tokens, corpus):
    pairs = n_grams(tokens, 2)
    texts = {document.doc_id: document.text for document in corpus}
    spans = zip(pairs["doc_id"], pairs["start"], pairs["end"], strict=True)
    assert [t.replace(" ", "") for t in pairs["token"]] == [texts[d][s:e].replace(" ", "") for d, s, e in spans]
    assert term_frequencies(pairs, bootstrap=0)["count"].sum() == len(pairs)
    assert n_grams(tokens, 1)["token"].equals(tokens["token"])
    assert n_grams(tokens.head(2), 3).empty


def test_blocks_do_not_part_a_numbered_item():
    items = [
        "一是摸清底数。" + "党员进村入户。" * 60,
        "二是压实责任。" + "党员进村入户。" * 9,
        "三是强化督导。" + "党员进村入户。" * 60,
    ]
    table = segment(text("现报告如下。" + "".join(items)))
    block = pd.Series(block_of(table))
    heads = [table.index[table["token"] == head][0] for head in ("一是", "二是", "三是")]
    ends = [*heads[1:], len(table)]
    assert block.nunique() == 2
    assert [block[start:end].nunique() for start, end in zip(heads, ends, strict=True)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("sentence", "is_item"),
    [
        ("一、压实责任", True),
        ("（三）严格执法", True),
        ("4.加强演练", True),
        ("第二，加强演练", True),
        ("首先要加强演练", True),
        ("2月10日起排查", False),
        ("三年来成效明显", False),
    ],
)
def test_numbers_of_items_are_told_from_other_numbers(sentence, is_item):
    table = segment(text("一是开头。党员值守。" + sentence + "。党员值守。"))
    begins = table[_atom_begins(table, np.zeros(len(table), dtype=np.int64))]
    assert len(begins) == 1 + is_item
