"""Text whose every character knows the raw characters it came from.

A `Traced` text starts as the raw text itself and is changed only through `Traced.apply`, which takes the changes of
one step and keeps two things true: each character of the text leads back to a span of the raw text, and each raw
character that is not simply kept is named in a receipt. The alignment is stored as runs, so that a clean text costs one
run, however long it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from os.path import commonprefix
from typing import Literal, NamedTuple

Certainty = Literal["exact", "inferred", "unresolved"]
Fate = Literal["kept", "replaced", "dropped"]


class Change(NamedTuple):
    """What one step wants done to ``text[start:end]`` of the text that it was given.

    An `unresolved` change leaves the text as it is (`after` must equal what stands there) and only leaves a receipt.
    """

    start: int
    end: int
    after: str
    reason: str = ""
    certainty: Certainty = "exact"
    alternatives: tuple[str, ...] = ()


class Receipt(NamedTuple):
    """What became of ``raw[raw_start:raw_end]`` (`before`) at one step: it now reads `after`."""

    step: str
    raw_start: int
    raw_end: int
    before: str
    after: str
    certainty: Certainty
    reason: str
    alternatives: tuple[str, ...]


class Run(NamedTuple):
    """``text[start:end]`` came from ``raw[raw_start:raw_end]``: one to one if the lengths agree, else as a block."""

    start: int
    end: int
    raw_start: int
    raw_end: int

    @property
    def is_aligned(self) -> bool:
        """Whether each character of the run has one raw character of its own."""
        return self.end - self.start == self.raw_end - self.raw_start

    def part(self, start: int, end: int) -> Run:
        """Return the part of the run that lies within ``text[start:end]``; a block keeps its whole raw span."""
        start, end = max(start, self.start), min(end, self.end)
        if not self.is_aligned:
            return Run(start, end, self.raw_start, self.raw_end)
        shift = self.raw_start - self.start
        return Run(start, end, start + shift, end + shift)


@dataclass(frozen=True)
class Traced:
    """A text, the raw text it was made from, their alignment and the receipts of every change.

    Examples
    --------
    >>> traced = Traced.from_raw("黨(dǎng)員")
    >>> traced = traced.apply("restoration", [Change(1, 7, "", "annotation")])
    >>> traced = traced.apply("script", [Change(0, 2, "党员", "Traditional")])
    >>> traced.text, traced.raw_span(1, 2)
    ('党员', (7, 8))
    >>> [(receipt.step, receipt.before, receipt.after) for receipt in traced.receipts]
    [('restoration', '(dǎng)', ''), ('script', '黨', '党'), ('script', '員', '员')]
    >>> traced.ledger()
    {('restoration', 'dropped'): 6, ('script', 'replaced'): 2}
    """

    raw: str
    text: str
    runs: tuple[Run, ...]
    receipts: tuple[Receipt, ...] = ()

    @classmethod
    def from_raw(cls, raw: str) -> Traced:
        """Return the raw text as a traced text to which nothing has happened yet."""
        return cls(raw, raw, (Run(0, len(raw), 0, len(raw)),) if raw else ())

    def apply(self, step: str, changes: Iterable[Change]) -> Traced:
        """Return the text after one step; `changes` may come in any order but must not overlap.

        Receipts are as small as they can be: what both sides of a change share at its ends is left out, and a change
        that keeps the length is divided into single characters.

        Raises
        ------
        ValueError
            If two changes overlap, one lies outside the text, or an unresolved change alters the text.
        """
        ordered = sorted(changes, key=attrgetter("start", "end"))
        if not ordered:
            return self
        self._check(step, ordered)
        edits = self._whole_blocks([edit for change in ordered for edit in self._smallest(change)])
        receipts = [self._receipt(step, edit) for edit in edits]
        receipts += [self._receipt(step, change) for change in ordered if change.certainty == "unresolved"]
        receipts.sort(key=attrgetter("raw_start", "raw_end"))
        text, runs = self._rewritten(edits)
        return Traced(self.raw, text, runs, self.receipts + tuple(receipts))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open raw span that ``text[start:end]`` came from.

        An empty span gives the empty raw span behind the character before it.

        Raises
        ------
        IndexError
            If the span does not lie within the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span {start}:{end} of a text of {len(self.text)} characters")
        if self._is_unmoved:
            return start, end
        if start == end:
            behind = self._run_at(start - 1).part(start - 1, start).raw_end if start else 0
            return behind, behind
        first, last = self._run_at(start), self._run_at(end - 1)
        return (
            first.raw_start + (start - first.start if first.is_aligned else 0),
            last.raw_end - (last.end - end if last.is_aligned else 0),
        )

    def text_span(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Return the half-open span of the text that came from ``raw[raw_start:raw_end]``, empty if it is gone."""
        first = bisect_right(self.runs, raw_start, key=attrgetter("raw_end"))
        last = bisect_left(self.runs, raw_end, key=attrgetter("raw_start"))
        if first >= last:
            behind = self.runs[first].start if first < len(self.runs) else len(self.text)
            return behind, behind
        head, tail = self.runs[first], self.runs[last - 1]
        start = head.start + max(0, raw_start - head.raw_start) if head.is_aligned else head.start
        end = tail.end - max(0, tail.raw_end - raw_end) if tail.is_aligned else tail.end
        return start, end

    def ledger(self) -> dict[tuple[str, Fate], int]:
        """Count the raw characters by the last step that touched them and by their fate; the sum is ``len(raw)``.

        Characters that no step changed are ``("unchanged", "kept")``.
        """
        owners = self._owners()
        counts: Counter[tuple[str, Fate]] = Counter()
        behind = 0
        for run in self.runs:
            counts.update((owners[i], "dropped") for i in range(behind, run.raw_start))
            kept = self._kept(run)
            counts.update(
                ("unchanged", "kept") if i in kept else (owners[i], "replaced")
                for i in range(run.raw_start, run.raw_end)
            )
            behind = max(behind, run.raw_end)
        counts.update((owners[i], "dropped") for i in range(behind, len(self.raw)))
        return dict(sorted(counts.items()))

    def _kept(self, run: Run) -> range | set[int]:
        if not run.is_aligned:
            return range(0)
        text, raw = self.text[run.start : run.end], self.raw[run.raw_start : run.raw_end]
        if text == raw:
            return range(run.raw_start, run.raw_end)
        return {run.raw_start + i for i, (new, old) in enumerate(zip(text, raw, strict=True)) if new == old}

    def _owners(self) -> list[str]:
        owners = ["unchanged"] * len(self.raw)
        for receipt in self.receipts:
            if receipt.certainty != "unresolved":
                size = receipt.raw_end - receipt.raw_start
                owners[receipt.raw_start : receipt.raw_end] = [receipt.step] * size
        return owners

    def _run_at(self, position: int) -> Run:
        return self.runs[bisect_right(self._starts, position) - 1]

    @cached_property
    def _is_unmoved(self) -> bool:
        """Whether nothing was put in or left out, as far as lengths tell."""
        return len(self.runs) == 1 and self.runs[0][2:] == (0, len(self.text))

    @cached_property
    def _starts(self) -> list[int]:
        return [run.start for run in self.runs]

    def _check(self, step: str, ordered: list[Change]) -> None:
        behind = 0
        for change in ordered:
            if not behind <= change.start <= change.end <= len(self.text):
                raise ValueError(
                    f"{step}: change {change.start}:{change.end} overlaps another or lies outside the text of "
                    f"{len(self.text)} characters"
                )
            if change.certainty == "unresolved" and change.after != self.text[change.start : change.end]:
                raise ValueError(f"{step}: unresolved change {change.start}:{change.end} alters the text")
            behind = change.end

    def _smallest(self, change: Change) -> Iterable[Change]:
        before, after = self.text[change.start : change.end], change.after
        if change.certainty == "unresolved" or before == after:
            return ()
        return self._divided(change, before, after) if before and after else (change,)

    def _divided(self, change: Change, before: str, after: str) -> Iterator[Change]:
        if len(before) == len(after):
            for i, (old, new) in enumerate(zip(before, after, strict=True), change.start):
                if old != new:
                    yield change._replace(start=i, end=i + 1, after=new)
            return
        head = len(commonprefix([before, after]))
        tail = len(commonprefix([before[head:][::-1], after[head:][::-1]]))
        yield change._replace(start=change.start + head, end=change.end - tail, after=after[head : len(after) - tail])

    def _whole_blocks(self, edits: list[Change]) -> list[Change]:
        """Widen the edits to the blocks that they touch and join those that meet in one block."""
        if all(run.is_aligned for run in self.runs):
            return edits
        groups: list[tuple[int, int, list[Change]]] = []
        for edit in edits:
            start, end = self._block_bounds(edit)
            if groups and start < groups[-1][1]:
                first, last, members = groups[-1]
                members.append(edit)
                groups[-1] = (first, max(end, last), members)
            else:
                groups.append((start, end, [edit]))
        return [self._joined(*group) for group in groups]

    def _joined(self, start: int, end: int, edits: list[Change]) -> Change:
        parts, copied = [], start
        for edit in edits:
            parts += [self.text[copied : edit.start], edit.after]
            copied = edit.end
        return edits[0]._replace(start=start, end=end, after="".join([*parts, self.text[copied:end]]))

    def _block_bounds(self, edit: Change) -> tuple[int, int]:
        if not self.runs:
            return edit.start, edit.end
        first, last = self._run_at(edit.start), self._run_at(max(edit.end - 1, edit.start))
        if edit.start == edit.end and edit.start in (first.start, first.end):
            return edit.start, edit.end
        return (
            edit.start if first.is_aligned else first.start,
            edit.end if last.is_aligned else last.end,
        )

    def _receipt(self, step: str, edit: Change) -> Receipt:
        start, end, after, reason, certainty, alternatives = edit
        raw_start, raw_end = self.raw_span(start, end)
        before = self.raw[raw_start:raw_end]
        after = before if certainty == "unresolved" else after
        return Receipt(step, raw_start, raw_end, before, after, certainty, reason, alternatives)

    def _rewritten(self, edits: list[Change]) -> tuple[str, tuple[Run, ...]]:
        parts: list[str] = []
        copied = 0
        for edit in edits:
            parts += [self.text[copied : edit.start], edit.after]
            copied = edit.end
        parts.append(self.text[copied:])
        return "".join(parts), self._runs_after([edit for edit in edits if len(edit.after) != edit.end - edit.start])

    def _runs_after(self, edits: list[Change]) -> tuple[Run, ...]:
        """Return the runs after edits that change the length; the others leave them as they are."""
        if not edits:
            return self.runs
        runs: list[Run] = []
        length = copied = 0
        for edit in edits:
            length = _extend(runs, self._runs_of(copied, edit.start), length)
            if edit.after:
                new = Run(edit.start, edit.start + len(edit.after), *self.raw_span(edit.start, edit.end))
                length = _extend(runs, [new], length)
            copied = edit.end
        _extend(runs, self._runs_of(copied, len(self.text)), length)
        return tuple(runs)

    def _runs_of(self, start: int, end: int) -> list[Run]:
        if start >= end:
            return []
        last = bisect_left(self._starts, end)
        return [run.part(start, end) for run in self.runs[bisect_right(self._starts, start) - 1 : last]]


def _extend(runs: list[Run], added: Iterable[Run], length: int) -> int:
    """Append `added` behind `length` characters, joining what is aligned and adjacent; return the new length."""
    for run in added:
        moved = Run(length, length + run.end - run.start, run.raw_start, run.raw_end)
        length = moved.end
        last = runs[-1] if runs else None
        if last and last.is_aligned and moved.is_aligned and last.raw_end == moved.raw_start:
            moved = Run(last.start, moved.end, last.raw_start, moved.raw_end)
            runs.pop()
        runs.append(moved)
    return length
