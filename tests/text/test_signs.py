"""A look at many texts at once tells of each what a look at it alone does, and both what a plain search does."""

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus_tools.text.signs import Pairs, Signs, look_at

TEXTS = st.lists(st.text(alphabet="群众党员锟ab。\U00020000", max_size=6), max_size=6)
SIGNS, PAIRS = Signs(re.compile("[锟ab]")), Pairs(["群众", "党员", "员群"])


@given(TEXTS)
def test_signs_do_not_straddle_texts_that_are_looked_at_together(texts):
    look_at(texts)
    for text in texts:
        beyond = "\U00020000" in text
        assert SIGNS.may_be_in(text) == (beyond or bool(re.search("[锟ab]", text)))
        assert SIGNS.may_be_twice_in(text) == (beyond or bool(re.search("[锟ab]{2}", text)))
        assert [found.start() for found in SIGNS.found_in(text)] == [m.start() for m in re.finditer("[锟ab]", text)]


@given(TEXTS)
def test_pairs_are_found_where_they_stand(texts):
    look_at(texts)
    expected = [[at for at in range(len(text)) if text[at : at + 2] in PAIRS.pairs] for text in texts]
    assert [*PAIRS.places_in(texts)] == expected


@given(TEXTS)
def test_signs_side_by_side_are_found_where_they_stand(texts):
    look_at(texts)
    for text in texts:
        assert [*SIGNS.pairs_in(text)] == [found.start() for found in re.finditer("(?=[锟ab]{2})", text)]
