"""The rules of the house, read from the code itself."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "corpus_tools"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAY_IMPORT = {
    "text": {"text"},
    "words": {"text", "words"},
    "claims": {"text", "claims"},
    "charts": {"charts", "writing"},
}
ENDS = {"cli", "scale", "explorer"}
HEAVY = {"jieba", "rjieba", "matplotlib", "sklearn", "dask", "pandas", "opencc", "pypinyin", "scipy", "trafilatura"}


def imported_parts(module):
    """Top-level parts of corpus_tools that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("corpus_tools"):
            path = node.module.split(".")[1:]
            yield from path[:1] or [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("corpus_tools."))


def part_of(module):
    return module.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_go_one_way(module):
    allowed = MAY_IMPORT.get(part_of(module))
    if allowed:
        assert set(imported_parts(module)) <= allowed


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_nobody_imports_the_ends(module):
    assert part_of(module) in {*ENDS, "__main__", "__init__"} or not ENDS & set(imported_parts(module))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_modules_stay_short(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_docstrings_can_be_written_down(module):
    """Python 3.13 does not import a module whose docstring holds half a surrogate pair."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            (ast.get_docstring(node) or "").encode()


def test_importing_the_package_loads_nothing_heavy():
    code = "import corpus_tools, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(loaded.split())


def test_every_public_name_is_there():
    import corpus_tools

    assert all(getattr(corpus_tools, name) for name in corpus_tools.__all__)
    with pytest.raises(AttributeError, match="read_corpus"):
        corpus_tools.read_corpora
