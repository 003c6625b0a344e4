import numpy as np
import pytest
from scipy.stats import bootstrap

from corpus_tools.words.resampling import accelerated, bootstrap_weights, dealt_labels, percentile_levels


def test_each_replicate_draws_as_many_units_as_there_are():
    weights = bootstrap_weights(7, 50, np.random.default_rng(1))
    assert weights.shape == (50, 7)
    assert set(weights.sum(axis=1)) == {7}


def test_accelerated_interval_is_that_of_scipy():
    """Units of one size: the rate is a mean, and scipy has its BCa interval (Efron 1987)."""
    counts = np.array([0.0] * 10 + [1, 1, 2, 5, 12])
    drawn = np.sort(bootstrap_weights(15, 9999, np.random.default_rng(4)) @ counts / 15)[:, None]
    found = accelerated(drawn, counts.mean(keepdims=True), (counts - counts.mean())[:, None], (0.025, 0.975)).ravel()
    expected = bootstrap((counts,), np.mean, n_resamples=9999, method="BCa", rng=np.random.default_rng(5))
    assert found == pytest.approx(list(expected.confidence_interval), abs=0.1)
    assert found[1] > np.quantile(drawn, 0.975) + 0.5


def test_fewer_units_give_wider_levels():
    """Hesterberg (2015): with many units the expanded levels come down to the nominal ones."""
    lows = [percentile_levels(units)[0] for units in (3, 5, 10, 100, 100_000)]
    assert lows == sorted(lows)
    assert lows[-1] == pytest.approx(0.025, abs=1e-4)


def test_deals_keep_how_many_units_each_label_has():
    labels = np.array([0, 0, 1, 2, 2, 2])
    deals = np.concatenate(list(dealt_labels(labels, 600, np.random.default_rng(2))))
    assert deals.shape == (600, 6)
    assert (np.sort(deals, axis=1) == labels).all()
    assert len(np.unique(deals, axis=0)) == 60
