import numpy as np
import pytest
from stand_in import text

from corpus_tools.words.keyness import keyness
from corpus_tools.words.segmentation import segment
from corpus_tools.words.stability import rank_stability, stability_summary
from corpus_tools.words.tfidf import tf_idf

OPTIONS = {"top": 5, "engines": ("rjieba", "characters"), "min_count": 2, "min_units": 1}


@pytest.fixture(scope="module")
def table():
    here = [f"党员在临时党支部值守{n}天。群众响应。" for n in "一二三四五六"]
    there = [f"企业排查安全隐患{n}处。群众响应。" for n in "一二三四五六"]
    texts = [text("\n".join(here)), text("\n".join(there), doc_id="b", city="广安市")]
    return rank_stability(texts, **OPTIONS)


def test_every_followed_term_has_a_row_in_every_setting(table):
    cells = table.groupby(["engine", "dictionary", "stop_words", "unit"], sort=False)
    assert len(cells) == 2 * 2 * 2 + 2
    assert set(cells.size()) == {len(table[["city", "token"]].drop_duplicates())}


def test_the_baseline_is_the_first_setting(table):
    baseline = table.head(len(table[["city", "token"]].drop_duplicates()))
    np.testing.assert_array_equal(baseline["rank"], baseline["baseline_rank"])
    assert baseline["rank"].max() == 5


def test_values_are_those_of_keyness(corpus):
    found = rank_stability(corpus, **OPTIONS).query(
        "engine == 'rjieba' and dictionary == 'none' and stop_words == 'none'"
    )
    tokens = segment(corpus, engine="rjieba", dictionary=False)
    expected = keyness(tokens, min_count=2, min_units=1, bootstrap=0, permutations=0).set_index(["city", "token"])
    for row in found.query("unit == 'block'").dropna(subset="value").itertuples():
        assert row.value == pytest.approx(expected.loc[(row.city, row.token), "log_odds"])


def test_weights_are_those_of_tf_idf(corpus):
    found = rank_stability(corpus, measure="tf_idf", **OPTIONS).head(5)
    expected = tf_idf(segment(corpus, engine="rjieba"), stop_words=True, min_count=2)
    assert found["token"].tolist() == expected["token"].head(5).tolist()
    np.testing.assert_allclose(found["value"], expected["weight"].head(5))


def test_a_term_of_the_dictionary_is_lost_without_it_and_found_as_a_string(table):
    party = table[(table["token"] == "临时党支部") & (table["city"] == "汕尾市")].set_index(["engine", "dictionary"])
    assert party.loc[("rjieba", "none"), "value"].isna().all()
    strings = party.loc[("characters", "none")]
    assert (strings["value"] > 0).all()
    assert (strings["rank"] <= 5).all()


def test_the_summary_counts_what_is_kept(table):
    summary = stability_summary(table)
    baseline = summary.iloc[0]
    assert (baseline["found"], baseline["kept"], baseline["spearman"]) == (5, 1, pytest.approx(1))
    without = summary[(summary["dictionary"] == "none") & (summary["engine"] == "rjieba")]
    assert without["kept"].min() < 1
    assert summary.loc[summary["engine"] == "characters", "found"].tolist() == [5, 5, 5, 5]
