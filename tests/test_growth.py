"""No text makes a step slower than by its length: what `scripts/measure_growth.py` measures, at small sizes."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import measure_growth

SMALL, LARGE = 2_000, 8_000
ENOUGH_TO_MEASURE = 0.4


@pytest.mark.parametrize("step", measure_growth.STEPS)
def test_four_times_the_text_takes_no_more_than_about_four_times_as_long(step):
    """Linear gives 4, quadratic 16; what takes less than 0.4 s at 8,000 characters is not measured."""
    measure_growth.seconds_of(step, "lists of figures", SMALL)
    for kind in measure_growth.KINDS:
        seconds = measure_growth.seconds_of(step, kind, LARGE)
        if seconds > ENOUGH_TO_MEASURE:
            again = min(seconds, measure_growth.seconds_of(step, kind, LARGE))
            assert again < 9 * measure_growth.seconds_of(step, kind, SMALL) + ENOUGH_TO_MEASURE, kind
