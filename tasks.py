"""Set up the project and do its jobs: ``python3 tasks.py run | test | lab | check | measure | docs | lock | upgrade``.

Only the standard library is used here, since this file runs before anything is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NBVAL = ["--nbval", "--nbval-current-env", "--nbval-sanitize-with", "tests/nbval.cfg", "-p", "no:cacheprovider"]


def step(title: str, *command: str | Path, remedy: str) -> None:
    """Run one command under a heading; on failure say what to do and stop."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    code = subprocess.run([str(part) for part in command], cwd=ROOT, check=False, env=environment()).returncode
    if code:
        sys.exit(f"\n'{title}' failed with exit code {code}. {remedy}")
    print(f"   done in {time.monotonic() - started:.0f} s", flush=True)


def environment() -> dict[str, str]:
    """Return the surroundings of every step: UTF-8, no debugger remarks, an own matplotlib cache."""
    return os.environ | {
        "PYTHONUTF8": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
        "MPLCONFIGDIR": str(VENV / "matplotlib"),
    }


def set_up() -> None:
    """Make ``.venv`` from the hashed lock, unless it already holds just that."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / "installed.txt"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"== making {VENV.name} with Python {sys.version.split()[0]}", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        sys.exit("Python cannot make a virtual environment here. On Debian or Ubuntu: apt-get install python3-venv.")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    step(
        "installing the locked packages (about two minutes)",
        *pip,
        "--require-hashes",
        "-r",
        LOCK,
        remedy="Check the connection to the package index and run the same command again.",
    )
    step(
        "installing corpus_tools",
        *pip,
        "--no-build-isolation",
        "-e",
        ROOT,
        remedy=f"Remove the folder {VENV.name} and run the same command again.",
    )
    stamp.write_text(wanted)


def run() -> None:
    """Execute all numbered notebooks on the seeds and export the figures."""
    step(
        "executing the notebooks and exporting the figures",
        PYTHON,
        "-m",
        "corpus_tools.execution",
        "notebooks",
        remedy="The message above names the notebook and the cell; open it with: python3 tasks.py lab",
    )
    print("\nThe figures are in figures/, the executed notebooks in notebooks/.")


def check() -> None:
    """Style and types."""
    step("ruff", PYTHON, "-m", "ruff", "check", remedy="Most of it is mended by: .venv/bin/ruff check --fix")
    step("ruff format", PYTHON, "-m", "ruff", "format", "--check", remedy="Mend it by: .venv/bin/ruff format")
    step("mypy", PYTHON, "-m", "mypy", remedy="Each line above names file, line and what was expected.")


def test() -> None:
    """Style, types, tests with doctests, and the notebooks against what they hold."""
    check()
    step("pytest", PYTHON, "-m", "pytest", "-q", remedy="Repeat one with: .venv/bin/python -m pytest -k NAME")
    numbered = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    step(
        "notebooks against their stored outputs",
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "-c",
        "tests/nbval.ini",
        *NBVAL,
        *numbered,
        remedy="If the change is wanted: python3 tasks.py run, look at the difference, commit it.",
    )


def measure() -> None:
    """Measure the accuracy anew and write it down."""
    step(
        "measuring (about five minutes)",
        PYTHON,
        "scripts/measure_accuracy.py",
        remedy="Run the script that is named above by itself.",
    )


def docs() -> None:
    """Build the documentation site into build/site and check its links."""
    step("documentation site", PYTHON, "scripts/build_site.py", remedy="Each line above names a page and a link of it.")


def lab() -> None:
    """Open JupyterLab on the notebooks, on this machine only."""
    step("JupyterLab", PYTHON, "-m", "jupyterlab", "--ip=127.0.0.1", "notebooks", remedy="See the message above.")


def lock(into: Path = LOCK) -> None:
    """Resolve the dependencies of ``pyproject.toml`` anew into the lock."""
    extras = ["--all-extras"]
    step("fetching uv", PYTHON, "-m", "pip", "install", "--quiet", "uv", remedy="Check the connection.")
    step(
        "locking",
        *(PYTHON, "-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--upgrade", "--no-header", "--no-annotate", "--quiet", *extras, "pyproject.toml", "--output-file", into),
        remedy="The message above names the requirement that cannot be met.",
    )


def upgrade() -> None:
    """Run all tests with the newest versions of everything, in a copy; see what they would change."""
    place = Path(tempfile.mkdtemp(prefix="upgrade-"))
    copy = place / "project"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*_cache", "build"))
    python = sys.executable
    lock(copy / LOCK.name)
    old, new = (set((folder / LOCK.name).read_text().splitlines()) for folder in (ROOT, copy))
    changes = sorted(line.split(" ")[0] for line in new - old if "==" in line)
    print("\nNewer than in the lock: " + (", ".join(changes) or "nothing"))
    step("known weaknesses", python, copy / "tasks.py", "audit", remedy="Each line above names a package and its mend.")
    step("tests", python, copy / "tasks.py", "test", remedy=f"The copy is {copy}; nothing here has changed.")
    shutil.rmtree(place)
    print("\nAll tests pass with the newest versions. Take them over with: python3 tasks.py lock")


def audit() -> None:
    """Look the locked packages up in the database of known weaknesses; where it cannot be reached, say so."""
    step("fetching pip-audit", PYTHON, "-m", "pip", "install", "--quiet", "pip-audit", remedy="Check the connection.")
    command = [PYTHON, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--format", "json", "-r", LOCK]
    done = subprocess.run(command, cwd=ROOT, check=False, env=environment(), capture_output=True, text=True)
    found = audited(done.stdout)
    if found is None:
        print(done.stderr[-300:])
        print("\nThe database of known weaknesses cannot be reached from here: nothing was checked.")
        return
    checked, unknown, weak = found
    named = f": {', '.join(unknown)}" if checked and unknown else ""
    print(f"\n{checked} packages checked, {len(unknown)} not known to the database{named}.")
    if weak:
        sys.exit("\n".join([*weak, "Mend them by: python3 tasks.py lock"]))


def audited(report: str) -> tuple[int, list[str], list[str]] | None:
    """Read a report of pip-audit: how many packages were checked, which were not, what is weak; None if it is none.

    pip-audit says "No known vulnerabilities" and succeeds also when its database knows none of the packages.
    """
    try:
        packages = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return None
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    weak = [
        f"{package['name']} {package['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions']) or 'none'}"
        for package in packages
        for flaw in package.get("vulns", ())
    ]
    return len(packages) - len(unknown), unknown, weak


TASKS = {"run": run, "test": test, "lab": lab, "check": check, "measure": measure, "docs": docs}
TASKS |= {"lock": lock, "upgrade": upgrade, "audit": audit}


def main() -> None:
    """Read the command line and do one task."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is started with whatever Python there is
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    parser = argparse.ArgumentParser(description="Set up the project and do one of its jobs.")
    meaning = "; ".join(f"{name}: {task.__doc__}" for name, task in TASKS.items())
    parser.add_argument("task", choices=TASKS, help=meaning)
    task = parser.parse_args().task
    set_up()
    TASKS[task]()


if __name__ == "__main__":
    main()
