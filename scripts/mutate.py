"""Break the core on purpose, one place at a time, and see whether tests notice: `python scripts/mutate.py --each 60`.

A mutant swaps a comparison, an operator, and with or, a bound, a constant or a condition; it lives in a copy of the
project and meets the quick tests of its module, in a process that is forked with the heavy libraries loaded. What
survives is printed as a difference: either nothing depends on it, or a test is missing.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TESTED_BY = {
    "text/tracing.py": ["tests/text/test_tracing.py", "tests/text/test_conservation.py"],
    "text/damage.py": ["tests/text/test_damage.py", "tests/text/test_restoration.py"],
    "text/restoration.py": ["tests/text/test_balance.py", "tests/text/test_restoration.py"],
    "text/dates.py": ["tests/text/test_metadata.py", "tests/text/test_page_cases.py"],
    "claims/numerals.py": ["tests/claims/test_numerals.py", "tests/claims/test_reported.py"],
    "claims/choosing.py": ["tests/claims/test_choosing.py", "tests/claims/test_reported.py"],
    "claims/traits.py": ["tests/claims/test_choosing.py", "tests/claims/test_reported.py"],
    "claims/nouns.py": ["tests/claims/test_choosing.py", "tests/claims/test_reported.py"],
    "claims/asof.py": ["tests/claims/test_reported.py", "tests/claims/test_series.py"],
    "claims/series.py": ["tests/claims/test_series.py"],
    "words/keyness.py": ["tests/words/test_keyness.py"],
    "words/dispersion.py": ["tests/words/test_dispersion.py", "tests/words/test_frequency.py"],
    "scale/merging.py": ["tests/test_scale.py"],
}
SLOW = "endless nasty long killed cluster"
"""Words in the names of tests that take seconds: growth, hostile lengths, processes ended in the middle."""
HEAVY = ("jieba", "lxml", "numpy", "opencc", "pandas", "pyarrow", "rjieba", "scipy.sparse", "scipy.stats")
SECONDS = 60
"""Of computing, after which a mutant counts as noticed."""
IDLE = ("strict", "maxsize")
COMPARED = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
}
COMPUTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}


def mutations(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Yield what can be broken: the number of the node in the order of `ast.walk`, and the number of the way.

    Left alone is what no result depends on: ``zip(..., strict=True)``, the size of a cache, ``if TYPE_CHECKING``.
    """
    idle = {id(word.value) for word in ast.walk(tree) if isinstance(word, ast.keyword) and word.arg in IDLE}
    for number, node in enumerate(ast.walk(tree)):
        ways = 0
        if id(node) in idle or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            continue
        if isinstance(node, ast.Compare):
            ways = len(node.ops)
        elif (
            isinstance(node, ast.BoolOp | ast.IfExp | ast.If)
            or (isinstance(node, ast.BinOp) and type(node.op) in COMPUTED)
            or (isinstance(node, ast.Constant) and type(node.value) in (int, bool, float))
        ):
            ways = 1
        yield from ((number, way) for way in range(ways))


def mutated(source: str, number: int, way: int) -> str:
    """Return the source with one node broken."""
    tree = ast.parse(source)
    node = list(ast.walk(tree))[number]
    if isinstance(node, ast.Compare):
        node.ops[way] = COMPARED[type(node.ops[way])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.BinOp):
        node.op = COMPUTED[type(node.op)]()
    elif isinstance(node, ast.If | ast.IfExp):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1  # type: ignore[operator]
    return ast.unparse(ast.fix_missing_locations(tree))


def survives(copy: Path, module: str) -> bool:
    """Run the quick tests of a module in the copy; a mutant that never ends is noticed, too."""
    sys.stdout.flush()
    if not (child := os.fork()):
        _run_tests(copy, module)
    return os.waitpid(child, 0)[1] == 0


def _run_tests(copy: Path, module: str) -> None:
    """Run the tests in this process, say nothing, and end it: 0 if all pass."""
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.alarm(20 * SECONDS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.chdir(copy)
    sys.path.insert(0, str(copy))
    os.environ |= {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    sys.dont_write_bytecode = True
    slow = " and ".join(f"not {word}" for word in SLOW.split())
    options = ["-q", "-x", "-p", "no:cacheprovider", "-o", "addopts=--doctest-modules", "-k", slow]
    code = 1
    try:
        code = int(pytest.main([*options, f"corpus_tools/{module}", *TESTED_BY[module]]))
    finally:
        os._exit(code)


def difference(before: str, after: str) -> str:
    """Return the lines that a mutant changes."""
    lines = difflib.unified_diff(ast.unparse(ast.parse(before)).splitlines(), after.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@")))


def main() -> int:
    """Break each module in some places and print what nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=20, help="mutants of each module")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", choices=TESTED_BY, action="append")
    args = parser.parse_args()
    for library in HEAVY:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "project"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "build"))
        for module in args.module or TESTED_BY:
            file = copy / "corpus_tools" / module
            source = file.read_text("utf-8")
            if not survives(copy, module):
                sys.exit(f"The tests of {module} fail before it is broken.")
            places = list(mutations(ast.parse(source)))
            chosen = random.Random(args.seed).sample(places, min(args.each, len(places)))
            alive = 0
            for number, way in chosen:
                mutant = mutated(source, number, way)
                file.write_text(mutant, "utf-8")
                if survives(copy, module):
                    alive += 1
                    print(f"{module} survived:\n{difference(source, mutant)}", flush=True)
            file.write_text(source, "utf-8")
            print(
                f"{module}: {len(chosen) - alive} of {len(chosen)} mutants noticed ({len(places)} places)", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
