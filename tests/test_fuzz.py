"""A little of `scripts/fuzz.py` at each run, and all that it has ever found."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import fuzz  # noqa: E402

FINDS = [json.loads(line) for line in (ROOT / "tests/cases/fuzz_finds.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("target", fuzz.TARGETS)
def test_nasty_texts_keep_the_promises(target):
    finds, _ = fuzz.fuzz(target, cases=60, seed=0)
    assert not finds, finds[0]


@pytest.mark.parametrize("find", FINDS, ids=lambda find: find["why"])
def test_what_was_found_once_stays_mended(find):
    assert fuzz.TARGETS[find["target"]].check(find["case"]) is not None


def test_fuzzing_finds_what_is_broken(monkeypatch):
    def check(text):
        assert "党" not in text

    monkeypatch.setitem(fuzz.TARGETS, "steps", fuzz.TARGETS["steps"]._replace(check=check))
    finds, _ = fuzz.fuzz("steps", cases=200, seed=0, most_finds=1)
    assert "'党'" in finds[0]
