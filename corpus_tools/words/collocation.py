"""Words that stand near a word more often than chance would have it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from corpus_tools.words.association import log_dice, log_likelihood, mutual_information
from corpus_tools.words.counting import group_codes
from corpus_tools.words.lexicon import WordSource, fingerprint
from corpus_tools.words.lexicon import stop_words as read_stop_words

Bools: TypeAlias = npt.NDArray[np.bool_]


def collocates(
    tokens: pd.DataFrame,
    node: str,
    *,
    window: int = 5,
    by: str | None = None,
    min_count: int = 2,
    stop_words: WordSource = False,
) -> pd.DataFrame:
    """Count the words within `window` words of a node, in the same sentence, and measure how strong the tie is.

    A word that two occurrences of the node share counts once. The measures compare the places near the node with all
    other places (the contingency table of surface co-occurrence, Evert 2008).

    Parameters
    ----------
    by
        A column of the tokens table, to count each of its groups apart.
    min_count
        Co-occurrences below which a word gets no row.
    stop_words
        Words that get no row; they keep their places.

    Returns
    -------
    DataFrame
        By group, highest `log_dice` first: `by, token`; `joint` occurrences near the node, `left` and `right` of it
        (both where two nodes share one); `count` in all; `node_count`; `expected`; `log_dice, mi`; `ll`, the four-cell
        log-likelihood ratio, which says how sure one can be that `joint` differs from `expected`, either way.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from corpus_tools.words.segmentation import segment
    >>> text = SimpleNamespace(doc_id="a", city="广安市", text="党员带头值守。党员带头捐款。群众响应。")
    >>> collocates(segment(text), "党员")[["token", "joint", "right", "count", "log_dice"]]
      token  joint  right  count  log_dice
    0    带头      2      2      2      14.0
    """
    group, groups = group_codes(tokens, by) if by else (np.zeros(len(tokens), dtype=np.int64), pd.Index([None]))
    stop_list = read_stop_words(stop_words)
    parts = [_collocates(tokens[group == code], node, window).assign(group=code) for code in range(len(groups))]
    table = pd.concat(parts, ignore_index=True)
    if by:
        table.insert(0, by, groups[table["group"]])
    table = table[(table["joint"] >= min_count) & ~table["token"].isin(stop_list)]
    table = table.sort_values(["group", "log_dice", "token"], ascending=[True, False, True], kind="stable")
    table = table.drop(columns="group").reset_index(drop=True)
    table.attrs = tokens.attrs | {"node": node, "window": window, "stop_words": fingerprint(stop_list)}
    return table


def _collocates(tokens: pd.DataFrame, node: str, window: int) -> pd.DataFrame:
    code, vocabulary = pd.factorize(tokens["token"].to_numpy(dtype=object), sort=True)
    is_node = tokens["token"].to_numpy(dtype=object) == node
    left, right = _near(is_node, tokens, window)
    total, to_left, to_right, joint = (
        np.bincount(code[where], minlength=len(vocabulary)) for where in (slice(None), left, right, left | right)
    )
    found = np.flatnonzero(joint)
    total, to_left, to_right, joint = total[found], to_left[found], to_right[found], joint[found]
    near, everywhere, nodes = int((left | right).sum()), len(tokens), int(is_node.sum())
    expected = near * total / max(everywhere, 1)
    return pd.DataFrame(
        {
            "token": pd.Series(vocabulary[found], dtype="str"),
            "joint": joint,
            "left": to_left,
            "right": to_right,
            "count": total,
            "node_count": nodes,
            "expected": expected,
            "log_dice": log_dice(np.minimum(joint, nodes), nodes, total),
            "mi": mutual_information(joint, expected),
            "ll": log_likelihood(joint, total - joint, near, everywhere - near, four_cell=True),
        }
    )


def _near(is_node: Bools, tokens: pd.DataFrame, window: int) -> tuple[Bools, Bools]:
    """Tell the places that have a node to their right, and those that have one to their left, in their sentence."""
    document = pd.factorize(tokens["doc_id"])[0]
    sentence = tokens["sentence"].to_numpy()
    left, right = np.zeros_like(is_node), np.zeros_like(is_node)
    for distance in range(1, min(window, len(tokens) - 1) + 1):
        here, there = slice(None, -distance), slice(distance, None)
        together = (document[here] == document[there]) & (sentence[here] == sentence[there])
        left[here] |= is_node[there] & together
        right[there] |= is_node[here] & together
    return left, right
