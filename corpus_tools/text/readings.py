"""The characters that damaged sites annotate, with their readings and their bytes in GBK."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources


@dataclass(frozen=True)
class Readings:
    """Every GBK character that Simplified Chinese writes differently.

    Parameters
    ----------
    simplified
        Traditional character -> Simplified form.
    spoken
        Traditional character -> its readings, the default one first.
    converted
        Simplified character -> the Traditional one that a one-to-one conversion makes of it.
    """

    simplified: Mapping[str, str]
    spoken: Mapping[str, tuple[str, ...]]
    converted: Mapping[str, str]

    @cached_property
    def to_traditional(self) -> dict[int, str]:
        """A table for `str.translate` that converts one to one."""
        return str.maketrans(dict(self.converted))

    @cached_property
    def to_simplified(self) -> dict[int, str]:
        """A table for `str.translate` that undoes `to_traditional` and folds other variants."""
        return str.maketrans(dict(self.simplified))

    @cached_property
    def sites_write(self) -> frozenset[str]:
        """The Traditional characters that one-to-one conversion gives."""
        return frozenset(self.converted.values())

    @cached_property
    def only_simplified(self) -> frozenset[str]:
        """The Simplified characters that conversion leaves nowhere and that Traditional texts do not have."""
        return frozenset(c for c in self.converted if c not in self.simplified and not c.encode("big5", "ignore"))

    @cached_property
    def default(self) -> dict[str, str]:
        """Traditional character -> default reading."""
        return {character: spoken[0] for character, spoken in self.spoken.items()}

    @cached_property
    def by_reading(self) -> dict[str, tuple[str, ...]]:
        """Reading -> the Traditional characters that have it as their default reading."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for character, spoken in self.default.items():
            found[spoken].append(character)
        return {spoken: tuple(characters) for spoken, characters in found.items()}


@lru_cache(maxsize=1)
def load_readings() -> Readings:
    """Read the annotation table that ships with the package.

    Examples
    --------
    >>> readings = load_readings()
    >>> readings.simplified["會"], readings.spoken["會"][0], readings.converted["会"]
    ('会', 'huì', '會')
    """
    table = resources.files("corpus_tools").joinpath("data/annotations.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines()[2:]]
    return Readings(
        simplified={traditional: simplified for traditional, simplified, _, _ in rows},
        spoken={traditional: tuple(spoken.split(",")) for traditional, _, spoken, _ in rows},
        converted={simplified: traditional for traditional, simplified, _, flag in rows if flag == "1"},
    )
