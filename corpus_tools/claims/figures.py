"""One figure of a sentence as it is read: its number, its lead, what it counts and where that stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from corpus_tools.claims.lead import Lead
from corpus_tools.claims.quantities import Quantity


@dataclass
class Reading:
    """What is known about one quantity while its sentence is read; offsets are of the text."""

    quantity: Quantity
    lead: Lead
    start: int
    end: int
    noun: str | None = None
    verb: str | None = None
    place: str | None = None
    part_of: Decimal | None = None
    silent: bool = False
