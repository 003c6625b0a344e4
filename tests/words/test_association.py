import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from corpus_tools.words import association


@st.composite
def tables(draw):
    a, b = draw(st.integers(1, 500)), draw(st.integers(0, 500))
    return a, b, a + draw(st.integers(1, 10_000)), b + draw(st.integers(1, 10_000))


def contingency(a, b, c, d):
    return [[a, b], [c - a, d - b]]


def test_log_likelihood_of_dunning():
    """Dunning (1993), Computational Linguistics 19:72: k = 10, 0, 3, 31764 gives -2 log lambda = 167.23."""
    assert association.log_likelihood(10, 3, 10, 31767, four_cell=True).item() == pytest.approx(167.23, abs=0.005)


def test_chi_square_of_dunning():
    """Dunning (1993), Computational Linguistics 19:73: 3, 0, 0, 31774 gives a chi-square of 31777."""
    assert association.chi_square(3, 0, 3, 31774).item() == pytest.approx(31777)


def test_two_cell_log_likelihood_follows_its_formula():
    """Rayson & Garside (2000): E1 = c (a + b) / (c + d), E2 = d (a + b) / (c + d), G2 = 2 (a ln(a/E1) + b ln(b/E2))."""
    a, b, c, d = 34, 12, 1277, 4124
    first, second = c * (a + b) / (c + d), d * (a + b) / (c + d)
    expected = 2 * (a * np.log(a / first) + b * np.log(b / second))
    assert association.log_likelihood(a, b, c, d).item() == pytest.approx(expected, abs=1e-9)


@given(tables())
def test_four_cell_log_likelihood_is_that_of_scipy(table):
    expected = chi2_contingency(contingency(*table), correction=False, lambda_="log-likelihood").statistic
    assert association.log_likelihood(*table, four_cell=True).item() == pytest.approx(expected, abs=1e-9, rel=1e-9)


@given(tables())
def test_chi_square_is_that_of_scipy(table):
    expected = chi2_contingency(contingency(*table), correction=False).statistic
    assert association.chi_square(*table).item() == pytest.approx(expected, abs=1e-9, rel=1e-9)


def test_percent_difference_of_gabrielatos_and_marchi():
    """Gabrielatos & Marchi (2011), slide 18: 206,523 in 959,641 against 178,174 in 1,562,358 is 88.7 per cent more."""
    found = association.percent_difference(206_523, 178_174, 959_641, 1_562_358).item()
    assert found == pytest.approx(88.7, abs=0.05)


def test_log_ratio_of_hardie():
    """Hardie (2014): equal rates give 0, each point more is a rate twice as high."""
    assert association.log_ratio([1, 2, 4], 1, 10**6, 10**6).tolist() == [0, 1, 2]


def test_mutual_information_of_church_and_hanks():
    """Church & Hanks (1990), table 3: 8 joint occurrences of 1,105 and 44 in 15 million words give 11.3."""
    assert association.mutual_information(8, 1105 * 44 / 15e6).item() == pytest.approx(11.3, abs=0.05)


def test_log_odds_follow_the_equations_of_monroe_colaresi_and_quinn():
    """Monroe et al. (2008), equations 16 and 20 to 22, word by word and without vectors."""
    first, second = {"党员": 30, "口罩": 2, "的": 90}, {"党员": 20, "口罩": 9, "的": 120}
    n, m, strength = sum(first.values()), sum(second.values()), 50.0
    prior = {word: strength * (first[word] + second[word]) / (n + m) for word in first}
    found = association.log_odds(list(first.values()), list(second.values()), n, m, list(prior.values()), strength)
    for i, word in enumerate(first):
        one, other = first[word] + prior[word], second[word] + prior[word]
        delta = np.log(one / (n + strength - one)) - np.log(other / (m + strength - other))
        assert found.estimate[i] == pytest.approx(delta, abs=1e-12)
        assert found.z[i] == pytest.approx(delta / np.sqrt(1 / one + 1 / other), abs=1e-12)


@given(tables())
def test_swapping_the_sides_flips_the_sign(table):
    a, b, c, d = table
    there, back = association.log_odds(a, b, c, d, 0.3, 50), association.log_odds(b, a, d, c, 0.3, 50)
    assert there.estimate.item() == pytest.approx(-back.estimate.item(), abs=1e-12)
    assert there.z.item() == pytest.approx(-back.z.item(), abs=1e-12)
    assert association.log_ratio(a, b, c, d).item() == pytest.approx(-association.log_ratio(b, a, d, c).item())
    assert association.log_likelihood(a, b, c, d).item() == pytest.approx(association.log_likelihood(b, a, d, c).item())
