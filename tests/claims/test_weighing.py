"""The traits of the lists near a slogan, and what they weigh."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import pytest

from corpus_tools.claims.edges import edges
from corpus_tools.claims.formulas import formulas
from corpus_tools.claims.lexicon import weights
from corpus_tools.claims.members import context_of, options
from corpus_tools.claims.parts import TABLE, told
from corpus_tools.claims.sections import marks
from corpus_tools.validation import read_passages

CASES = Path(__file__).parents[1] / "cases"


@pytest.mark.parametrize("part", ["dev", "lists", "parts"])
def test_a_list_weighs_what_its_traits_weigh_together(part):
    known = weights(TABLE)
    corpus, _ = read_passages(CASES / f"slogans_{part}.jsonl", "slogans")
    for document in [*corpus][:40]:
        found = formulas(document.text)
        for formula in found:
            for one in options(context_of(document.text, formula, found, marks(document.text))):
                assert one.weight == fsum(known.get(trait, 0.0) for trait in one.traits)


def test_a_word_before_the_first_member_that_heads_the_second_is_told():
    text = "强化园区管理、强化产业服务。"
    assert "left heads the second" in told(edges(text, [(2, 6), (7, 13)]))
    assert "left heads the second" not in told(edges(text, [(0, 6), (7, 13)]))
