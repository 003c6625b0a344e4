import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.words.diversity import lexical_diversity, moving_average_ttr, mtld


def test_mtld_of_a_cycle_of_five_words():
    """McCarthy & Jarvis (2010): five words said over and over pass 0.72 at every seventh, so 100 make 14 factors."""
    assert mtld(list("党员在前线") * 20) == pytest.approx(100 / 14)


def test_mtld_is_the_mean_of_both_ways():
    """Forwards 一二三一一 and 一一 are two factors of twelve words, backwards 八七六五四一一一一 is the only one."""
    assert mtld(list("一二三一一一一四五六七八")) == pytest.approx((12 / 2 + 12 / 1) / 2)


def test_words_that_never_repeat_have_no_mtld():
    assert np.isnan(mtld(list("党员在前线")))


@given(st.lists(st.sampled_from("党员疫情防控"), min_size=1, max_size=40), st.integers(1, 12))
def test_moving_average_is_the_mean_over_all_windows(words, window):
    windows = [words[i : i + window] for i in range(len(words) - window + 1)]
    expected = np.mean([len(set(part)) / window for part in windows]) if windows else np.nan
    assert moving_average_ttr(words, window) == pytest.approx(expected, nan_ok=True)


def test_counts_by_group(tokens):
    table = lexical_diversity(tokens, window=50).set_index("city")
    own = tokens.loc[tokens["city"] == "东营市", "token"]
    assert table.loc["东营市", "tokens"] == len(own)
    assert table.loc["东营市", "types"] == own.nunique()
    assert table.loc["东营市", "hapaxes"] == (own.value_counts() == 1).sum()
    assert table["mattr"].between(0, 1).all()
    assert lexical_diversity(tokens, window=10_000)["mattr"].isna().all()
