"""The learnt weights of traits, found by the parts of their names: `table["b"]["last:ends"].get("会", 0)`.

A trait is named owner:question=answer, such as ``b:last:ends=会``, or owner:question where there is but one answer. No
name is put together to look up what it weighs. ints are whole hundredths, as they are written, so that the order in
which they are added decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from corpus_tools.claims.lexicon import weights

TABLE = "noun_weights.tsv"
HUNDRED = 100


class Column(Protocol):
    """The weights of one question by its answers."""

    def get(self, answer: str | None, default: int, /) -> int:
        """Return the weight of an answer."""
        ...


@dataclass(frozen=True, slots=True)
class Slot:
    """What is asked of one word beside a number."""

    tag: Column
    word: Column
    ends: Column
    role: Column


class Questions(dict[str, Column]):
    """The columns of one owner by their questions; `make` gives one that is asked for the first time."""

    def __init__(self, make: Callable[[str], Column]) -> None:
        super().__init__()
        self.make = make
        self.slots = Slots(self)

    def __missing__(self, question: str) -> Column:
        """Make the column of a question."""
        column = self[question] = self.make(question)
        return column


class Slots(dict[str, Slot]):
    """What is asked of the word that stands in a place, such as left."""

    def __init__(self, place: Questions) -> None:
        super().__init__()
        self.place = place

    def __missing__(self, name: str) -> Slot:
        """Make the slot of a place."""
        known = self[name] = Slot(*(self.place[f"{name}:{what}"] for what in ("tag", "word", "ends", "role")))
        return known


class Table(dict[str, Questions]):
    """The questions of each owner; `make` gives the column of owner and question."""

    def __init__(self, make: Callable[[str, str], Column]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, owner: str) -> Questions:
        """Make the questions of an owner."""
        found = self[owner] = Questions(lambda question: self.make(owner, question))
        return found


def parted(weighed: Mapping[str, int]) -> Table:
    """Return the weights of traits, by their names, as a table."""
    columns: dict[tuple[str, str], dict[str | None, int]] = {}
    for trait, weight in weighed.items():
        name, sign, answer = trait.partition("=")
        owner, _, question = name.partition(":")
        columns.setdefault((owner, question), {})[answer if sign else None] = weight
    return Table(lambda owner, question: columns.get((owner, question), {}))


@cache
def hundredths() -> Table:
    """Return the weights of the traits that tell what a number counts, in hundredths."""
    return parted({trait: round(HUNDRED * weight) for trait, weight in weights(TABLE).items()})


class _Heard:
    """A column that notes what it is asked."""

    def __init__(self, name: str, names: set[str]) -> None:
        self.name, self.names = name, names

    def get(self, answer: str | None, default: int, /) -> int:
        """Note the name of a trait."""
        self.names.add(self.name if answer is None else f"{self.name}={answer}")
        return default


def listening(names: set[str]) -> Table:
    """Return a table without weights that adds the name of each trait it is asked for to `names`."""
    return Table(lambda owner, question: _Heard(f"{owner}:{question}" if question else owner, names))
