"""Lock, environment, README and seeds agree with each other."""

import csv
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
LISTED = (ROOT / "seeds/registry.csv").read_text(encoding="utf-8").splitlines()
REGISTRY = {row["file"]: row for row in csv.DictReader(LISTED)}


def locked_names():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return {re.split(r"[=<>\[; ]", line)[0].lower() for line in lines if line and not line.startswith((" ", "#"))}


def test_every_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + [name for extra in project["optional-dependencies"].values() for name in extra]
    names = {re.split(r"[\[>=<; ]", line)[0].lower() for line in wanted}
    assert names <= locked_names()


def test_every_locked_package_has_a_hash():
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_lock_names_no_address():
    assert "://" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("report", "found"),
    [
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', (1, [], [])),
        ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', (0, ["a"], [])),
        (
            '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}]}',
            (1, [], ["a 1: CVE-1, mended in 2"]),
        ),
        ("no network", None),
    ],
)
def test_an_audit_calls_nothing_safe_that_it_could_not_look_up(monkeypatch, report, found):
    monkeypatch.syspath_prepend(ROOT)
    import tasks

    assert tasks.audited(report) == found


def test_conda_takes_its_packages_from_the_lock():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    assert pip == ["-r requirements.lock"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python = next(entry for entry in environment["dependencies"] if str(entry).startswith("python="))
    assert project["requires-python"] == f">={python.removeprefix('python=')}"


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_seeds_are_what_the_registry_says(seed):
    assert hashlib.sha256(seed.read_bytes()).hexdigest() == REGISTRY[seed.name]["sha256"]


def test_the_registry_lists_just_the_seeds():
    assert {seed.name for seed in SEEDS} == set(REGISTRY)


def test_readme_commands_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tasks = (ROOT / "tasks.py").read_text(encoding="utf-8")
    named = re.findall(r"python3 tasks\.py (\w+)", readme)
    assert {"run", "test", "lab"} <= set(named)
    assert all(f'"{name}": ' in tasks for name in named)


def test_readme_files_exist():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", readme)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_readme_python_runs(tmp_path, monkeypatch):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, flags=re.DOTALL)
    assert blocks
    monkeypatch.chdir(tmp_path)
    for block in blocks:
        exec(compile(block.replace('"my_reports"', repr(str(ROOT / "seeds"))), "README.md", "exec"), {})
