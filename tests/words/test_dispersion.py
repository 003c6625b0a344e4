import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.words.counting import count_units
from corpus_tools.words.dispersion import dispersion, group_dispersion


def test_dp_of_gries():
    """Gries (2008), p. 416, and Lijffijt & Gries (2012), p. 148: three equal parts with 3, 3, 3 and with 2, 1, 0."""
    assert dispersion([3, 3, 3], [100, 100, 100]).dp.item() == pytest.approx(0)
    uneven = dispersion([2, 1, 0], [100, 100, 100])
    assert uneven.dp.item() == pytest.approx(1 / 3)
    assert uneven.dp_norm.item() == pytest.approx(0.5)


def test_dp_of_gries_with_parts_of_several_sizes():
    """Gries (2020), Analyzing dispersion: 1 to 5 occurrences in parts of 9, 10, 10, 10, 11 words give DP = 0.18."""
    found = dispersion([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
    assert found.dp.item() == pytest.approx(0.18)
    assert found.dp_norm.item() == pytest.approx(0.18 / (1 - 0.18))


def test_juilland_d_of_carroll():
    """Carroll (1970), p. 14: 0, 4, 3, 2, 1 in five equal parts give D = 0.6464."""
    assert dispersion([0, 4, 3, 2, 1], [50] * 5).juilland_d.item() == pytest.approx(0.6464, abs=5e-5)


def test_one_unit_has_no_dispersion():
    assert np.isnan(dispersion([3], [100])).all()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(10, 40)), min_size=2, max_size=8))
def test_the_sparse_form_agrees_with_the_definition(units):
    counts, sizes = map(np.array, zip(*units, strict=True))
    if not counts.sum():
        return
    present = counts > 0
    found = dispersion(counts, sizes)
    shares = sizes / sizes.sum()
    rates = counts / sizes
    assert found.dp.item() == pytest.approx(np.abs(counts / counts.sum() - shares).sum() / 2)
    expected = 1 - rates.std() / rates.mean() / np.sqrt(len(sizes) - 1)
    assert found.juilland_d.item() == pytest.approx(expected, abs=1e-7)
    assert present.any()


def test_groups_agree_with_one_type_at_a_time(tokens):
    counts = count_units(tokens, by="city")
    table = group_dispersion(counts)
    group, column = counts.group_counts.nonzero()
    for i in range(0, len(group), 7):
        rows = counts.unit_group == group[i]
        expected = dispersion(counts.matrix[rows][:, [column[i]]].toarray().ravel(), counts.sizes[rows])
        np.testing.assert_allclose([value[i] for value in table], np.ravel(expected), atol=1e-9)
