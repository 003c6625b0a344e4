"""What the wrong encoding has destroyed: the marks that stand where text was, by which nobody can tell what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus_tools.text.signs import Signs
from corpus_tools.text.tracing import Change

_LOST = (
    (re.compile("(?:锟斤拷)+(?:锟斤?)?"), "lost: U+FFFD read as GBK"),
    (re.compile("\ufffd+"), "lost: bytes that were no text"),
    (re.compile("烫{3,}|屯{3,}"), "lost: memory that was never written"),
    (re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+"), "lost: private-use characters"),
)
_LOSS_SIGNS = Signs(re.compile("[锟烫屯\ufffd\ue000-\uf8ff]"))


def lost(text: str) -> Iterator[Change]:
    """Yield the places of a text where something is lost; they stay as they are."""
    if not _LOSS_SIGNS.may_be_in(text):
        return
    for pattern, reason in _LOST:
        for found in pattern.finditer(text):
            yield Change(*found.span(), found[0], reason, "unresolved")
