import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control
from stand_in import text

from corpus_tools.words.association import log_odds
from corpus_tools.words.counting import count_units
from corpus_tools.words.keyness import benjamini_hochberg, keyness
from corpus_tools.words.resampling import dealt_labels
from corpus_tools.words.segmentation import segment


@pytest.fixture(scope="module")
def many():
    """Two cities of twelve paragraphs: one says 口罩 in each of its own, both say all else alike."""
    here = ["党员值守卡口，群众响应，口罩充足。" for _ in range(12)]
    there = ["党员值守卡口，群众响应，物资充足。" for _ in range(12)]
    return segment([text("\n".join(here)), text("\n".join(there), doc_id="b", city="广安市")])


def quick(tokens, **options):
    return keyness(tokens, **{"min_count": 1, "min_units": 1, "bootstrap": 99, "permutations": 99} | options)


def test_counts_add_up_and_both_sides_are_shown(tokens):
    table = quick(tokens)
    totals = tokens["token"].value_counts()
    np.testing.assert_array_equal(table["count"] + table["reference_count"], table["token"].map(totals))
    assert ((table["group_tokens"] + table["reference_tokens"]) == len(tokens)).all()
    assert table.groupby("city")["count"].sum().to_dict() == tokens["city"].value_counts().to_dict()
    assert len(table) == 3 * tokens["token"].nunique()


def test_rates_are_counts_by_sizes_and_each_word_that_stands_has_a_dispersion(many):
    table = quick(many)
    np.testing.assert_allclose(table["per_10000"], 10_000 * table["count"] / table["group_tokens"])
    np.testing.assert_allclose(
        table["reference_per_10000"], 10_000 * table["reference_count"] / table["reference_tokens"]
    )
    assert (table["dp_norm"].notna() == (table["count"] > 0)).all()
    assert (list(table)[:2], table.index.tolist()) == (["city", "token"], list(range(len(table))))


def test_the_settings_that_nobody_chose_are_those_of_the_docs(many):
    settings = {"min_count": 5, "min_units": 2, "prior": "pool, 500 tokens", "g2": "two-cell", "unit": "paragraph"}
    settings |= {"bootstrap": 2000, "permutations": 2000, "confidence": 0.95, "seed": 0}
    assert keyness(many).attrs.items() >= settings.items()


def test_swapping_focus_and_reference_flips_the_sign(many):
    table = quick(many).set_index(["city", "token"])
    here, there = table.loc["汕尾市"].sort_index(), table.loc["广安市"].sort_index()
    for column in ("log_odds", "z", "log_ratio"):
        np.testing.assert_allclose(here[column], -there[column], atol=1e-12)
    np.testing.assert_allclose(here["low"], -there["high"], atol=1e-9)
    np.testing.assert_array_equal(here["count"], there["reference_count"])
    np.testing.assert_allclose(here["p"], there["p"])


def test_a_word_of_one_city_marks_it_and_common_words_do_not(many):
    table = quick(many, focus="汕尾市", permutations=999, bootstrap=200).set_index("token")
    assert table.index[0] == "口罩"
    assert table.loc["口罩", "p"] == pytest.approx(1 / 1000)
    assert table.loc["口罩", ["p_bh", "p_maxt"]].max() < 0.01
    assert table.loc["党员", "p_maxt"] == 1
    assert table.loc["口罩", ["units", "reference_units", "group_units"]].tolist() == [12, 0, 12]
    assert table.loc["口罩", "low"] > 0 > table.loc["物资", "high"]


def test_p_values_are_what_counting_deals_by_hand_gives():
    """All labels of two units in each of two cities: 2 of the 6 deals are as extreme as the one observed."""
    texts = [text("口罩。\n口罩。"), text("物资。\n物资。", doc_id="b", city="广安市")]
    table = quick(segment(texts), permutations=6000, bootstrap=0)
    assert table["p"].to_numpy() == pytest.approx(1 / 3, abs=0.02)


def test_max_t_is_that_of_dealing_one_by_one(corpus):
    """Westfall & Young (1993), single step, written out: one deal, one city, one word at a time."""
    tokens = segment(corpus, engine="rjieba")
    table = keyness(tokens, min_count=4, min_units=1, bootstrap=0, permutations=40, seed=8)
    counts = count_units(tokens)
    words = {word: list(counts.vocabulary).index(word) for word in table["token"].unique()}
    prior = {word: 500 * counts.matrix[:, [i]].sum() / len(tokens) for word, i in words.items()}

    def z(labels):
        found = {}
        for group, city in enumerate(counts.groups):
            rows = labels == group
            size = counts.sizes[rows].sum()
            for word, i in words.items():
                a, total = counts.matrix[rows][:, [i]].sum(), counts.matrix[:, [i]].sum()
                found[city, word] = log_odds(a, total - a, size, len(tokens) - size, prior[word], 500).z.item()
        return pd.Series(found).abs()

    deals = pd.DataFrame(
        [z(row) for deal in dealt_labels(counts.unit_group, 40, np.random.default_rng(8)) for row in deal]
    )
    observed, scale = z(counts.unit_group), np.sqrt((deals**2).mean())
    expected = ((deals / scale).max(axis=1).to_numpy()[:, None] >= (observed / scale).to_numpy() - 1e-9).sum(axis=0)
    expected = pd.Series((expected + 1) / 41, index=observed.index)
    found = table.set_index(["city", "token"])["p_maxt"]
    np.testing.assert_allclose(found, expected[found.index])
    assert found.nunique() > 2


def test_the_same_seed_gives_the_same_table(tokens):
    pd.testing.assert_frame_equal(quick(tokens, seed=3), quick(tokens, seed=3))
    assert not quick(tokens, seed=3)["p"].equals(quick(tokens, seed=4)["p"])


def test_one_unit_gets_no_interval_and_says_so():
    texts = [text("党员值守口罩充足"), text("党员冲锋。\n党员值守。\n群众响应。", doc_id="b", city="广安市")]
    table = quick(segment(texts))
    assert table.attrs["no_interval"] == ["汕尾市"]
    assert table.loc[table["city"] == "汕尾市", ["low", "high", "dp_norm"]].isna().all(axis=None)
    assert "汕尾市: texts 1, units 1, tokens 4" in table.attrs["scope"]


def test_scope_names_the_smallest_p_at_the_level_of_texts():
    texts = [text("党员。\n值守。", doc_id=str(i), city=f"{i}市") for i in range(5)]
    assert "could be below 0.2." in quick(segment(texts)).attrs["scope"]


def test_floors_and_stop_words_leave_the_rows_only(tokens):
    table = keyness(tokens, min_count=3, min_units=2, stop_words=True, bootstrap=0, permutations=0)
    totals = tokens["token"].value_counts()
    assert table["token"].map(totals).min() == 3
    assert ((table["units"] + table["reference_units"]) >= 2).all()
    assert "和" not in set(table["token"])
    assert (table["group_tokens"] + table["reference_tokens"] == len(tokens)).all()
    assert table[["low", "high", "p", "p_bh", "p_maxt"]].isna().all(axis=None)


def test_columns_of_blocks_make_no_difference(tokens, monkeypatch):
    expected = quick(tokens)
    monkeypatch.setattr("corpus_tools.words.resampling.COLUMNS", 7)
    pd.testing.assert_frame_equal(quick(tokens), expected)


def test_priors(many):
    pool, uniform = quick(many), quick(many, prior="uniform")
    external = quick(many, prior={"口罩": 1_000_000, "党员": 5})
    odds = [t.set_index(["city", "token"]).loc[("汕尾市", "口罩"), "log_odds"] for t in (external, pool)]
    assert 0 < odds[0] < odds[1]
    assert [t.attrs["prior"] for t in (pool, uniform, external)] == [
        f"{n}, 500 tokens" for n in ("pool", "uniform", "external")
    ]
    half = quick(many, prior={"口罩": 0.5})  # what a list lacks counts half a token: here all types alike
    pd.testing.assert_frame_equal(half, uniform)
    with pytest.raises(ValueError, match=r"jeffreys.*pool"):
        quick(many, prior="jeffreys")


def test_the_variant_of_g2_is_a_choice(tokens):
    two, four = quick(tokens), quick(tokens, g2="four-cell")
    assert (four["g2"] > two["g2"] - 1e-9).all()
    assert (two.attrs["g2"], four.attrs["g2"]) == ("two-cell", "four-cell")


def test_what_cannot_be_compared_is_said(tokens):
    with pytest.raises(ValueError, match="only 九江市"):
        keyness(tokens[tokens["city"] == "九江市"])
    with pytest.raises(ValueError, match=r"北京市.*九江市, 毕节市, 东营市"):
        keyness(tokens, focus="北京市")


def test_benjamini_hochberg_is_that_of_scipy():
    p = np.random.default_rng(1).uniform(size=200)
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), rtol=1e-12)
