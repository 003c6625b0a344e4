"""Blocks of near-equal length: units for texts that have few paragraphs, or paragraphs of very unequal length."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

BLOCK_TOKENS = 200
ITEM_WORD = r"第?[一二三四五六七八九十]{1,3}(?:是|要)|首先|其次|再次|最后"
ITEM_NUMBER = r"第?[一二三四五六七八九十]{1,3}|\d{1,2}"


def block_of(tokens: pd.DataFrame) -> Ints:
    """Return the number of the block, within its document, that each token is in.

    A document has as many blocks as it holds 200 tokens, and one at least. A block ends between sentences and never
    within a numbered item, which runs from its number (一是, 第二, （三）, 4.) to the next one or to the end of its
    paragraph. The tokens stand in the order in which `segment` gives them.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> text = SimpleNamespace(doc_id="a", city=None, text="基层党组织在一线成立临时党支部。" * 60)
    >>> np.bincount(block_of(segment(text))).tolist()
    [150, 150]
    """
    document = pd.factorize(tokens["doc_id"])[0].astype(np.int64)
    atom = np.cumsum(_atom_begins(tokens, document)) - 1
    lengths = np.bincount(atom)
    owner = document[np.flatnonzero(np.diff(atom, prepend=-1))]
    totals = np.bincount(document)
    before = np.cumsum(lengths) - lengths - (np.cumsum(totals) - totals)[owner]
    blocks = np.maximum(1, np.rint(totals / BLOCK_TOKENS))[owner]
    block: Ints = np.floor((before + lengths / 2) * blocks / totals[owner]).astype(np.int64)[atom]
    return block


def _atom_begins(tokens: pd.DataFrame, document: Ints) -> Bools:
    """Tell the tokens with which a sentence or a numbered item begins that is not within another item."""
    paragraph, sentence = tokens["paragraph"].to_numpy(), tokens["sentence"].to_numpy()
    new_document = np.diff(document, prepend=-1) != 0
    new_paragraph = new_document | (np.diff(paragraph, prepend=-1) != 0)
    new_sentence = new_paragraph | (np.diff(sentence, prepend=-1) != 0)
    item = new_sentence & _numbers_item(tokens)
    last_item = np.maximum.accumulate(np.where(item, np.arange(len(item)), -1))
    last_paragraph = np.maximum.accumulate(np.where(new_paragraph, np.arange(len(item)), 0))
    begins: Bools = new_paragraph | item | (new_sentence & (last_item < last_paragraph))
    return begins


def _numbers_item(tokens: pd.DataFrame) -> Bools:
    """Tell the tokens that read like the number of an item: by themselves, or because punctuation follows."""
    gap = (tokens["position"].diff(-1) < -1).to_numpy()
    word, number = (tokens["token"].str.fullmatch(pattern).to_numpy(dtype=bool) for pattern in (ITEM_WORD, ITEM_NUMBER))
    found: Bools = word | (number & gap)
    return found
