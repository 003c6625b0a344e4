"""The notebooks are executed, plain and told in prose; a changed output is seen."""

import ast
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
by_name = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)


def cells(notebook, kind):
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == kind]


def test_there_are_notebooks():
    assert len(NOTEBOOKS) >= 6


@by_name
def test_every_code_cell_has_run_in_order(notebook):
    counts = [cell.execution_count for cell in cells(notebook, "code")]
    assert counts == list(range(1, len(counts) + 1))


@by_name
def test_no_cell_writes_to_stderr(notebook):
    outputs = [output for cell in cells(notebook, "code") for output in cell.outputs]
    assert not [output for output in outputs if output.get("name") == "stderr"]


@by_name
def test_notebooks_tell_and_the_library_computes(notebook):
    code = cells(notebook, "code")
    assert len(code) <= 25
    for cell in code:
        assert len(cell.source.splitlines()) <= 10
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [node for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Try | ast.Lambda)]


@by_name
def test_prose_stands_before_each_code_cell(notebook):
    kinds = [cell.cell_type for cell in nbformat.read(notebook, as_version=4).cells]
    after_prose = [before == "markdown" for before, kind in pairwise(kinds) if kind == "code"]
    assert kinds[0] == "markdown"
    assert all(after_prose)


@by_name
def test_notebooks_open_and_close_alike(notebook):
    prose = [cell.source for cell in cells(notebook, "markdown")]
    assert all(word in prose[0] for word in ("**Question.**", "**Input.**", "**Output.**"))
    assert any(text.startswith("## Finding") for text in prose)
    assert prose[-1].startswith("## Limits")


@by_name
def test_inline_figures_are_vector(notebook):
    outputs = [output for cell in cells(notebook, "code") for output in cell.outputs]
    assert not [output for output in outputs if "image/png" in output.get("data", {})]


def test_a_changed_output_fails(tmp_path):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("print(7479)", execution_count=1)],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", name="stdout", text="7479\n")]
    assert nbval(notebook, tmp_path / "same.ipynb") == 0
    notebook.cells[0].outputs[0].text = "7478\n"
    assert nbval(notebook, tmp_path / "changed.ipynb") == 1


def nbval(notebook, path):
    nbformat.write(notebook, path)
    settings = ["-c", ROOT / "tests/nbval.ini", "--nbval", "--nbval-current-env"]
    settings += ["--nbval-sanitize-with", ROOT / "tests/nbval.cfg", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *settings, path]
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=os.environ, capture_output=True, check=False)
    return done.returncode
