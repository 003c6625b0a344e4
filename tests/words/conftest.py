import pytest
from stand_in import read_cases

from corpus_tools.words.segmentation import segment


@pytest.fixture(scope="session")
def corpus():
    return read_cases()


@pytest.fixture(scope="session")
def tokens(corpus):
    return segment(corpus)
