"""What a member is called: the name in a clause that does something with it, 当好政策宣传员 for 宣传员 of 四员."""

from __future__ import annotations

import os
import re

from corpus_tools.claims.formulas import Formula
from corpus_tools.claims.lists import without_verb
from corpus_tools.claims.wording import any_of


def named(items: list[str], formula: Formula) -> list[str]:
    """Return the names in clauses that all name a member the same way, else the items as they are.

    Examples
    --------
    >>> from corpus_tools.claims.formulas import formulas
    >>> named(["守好小区门", "守好单元门", "守好家门"], formulas("“三道门”")[0])
    ['小区门', '单元门', '家门']
    >>> named(["唱好“排查曲”", "唱好“整治曲”"], formulas("“两部曲”")[0])
    ['排查曲', '整治曲']
    """
    tail = formula.text[-1]
    taken = [re.fullmatch("[以把将](.+)(?:为|作为|作).{2,3}", item) for item in items]
    if items and all(taken):
        return [found[1] for found in taken if found]
    quoted = [re.search("“([^“”]+)”", item) for item in items]
    if items and all(found and found[1].endswith(tail) for found in quoted):
        return [found[1] for found in quoted if found]
    if len(formula.units[-1].word) > 1 or not all(item.endswith(tail) for item in items):
        return items
    shared = os.path.commonprefix(items)
    verb = len(shared) if len(items) > 1 and re.match(any_of("lead"), shared) else 0
    bare = [item[verb:] if verb else without_verb(item) for item in items]
    is_done = all(len(name) > 1 and len(item) > len(name) + 1 for name, item in zip(bare, items, strict=True))
    return bare if is_done and not any(item[0] in formula.text for item in items) else items
