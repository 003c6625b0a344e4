"""Set up the project and do its main jobs: ``python3 tasks.py run | test | lab | check | measure | docs | lock``.

Only the standard library is used here, since this file runs before anything is installed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
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


def lock() -> None:
    """Resolve the dependencies of ``pyproject.toml`` anew into the lock."""
    extras = ["--all-extras"]
    step("fetching uv", PYTHON, "-m", "pip", "install", "--quiet", "uv", remedy="Check the connection.")
    step(
        "locking",
        *(PYTHON, "-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--upgrade", "--no-header", "--no-annotate", "--quiet", *extras, "pyproject.toml", "--output-file", LOCK),
        remedy="The message above names the requirement that cannot be met.",
    )


TASKS = {"run": run, "test": test, "lab": lab, "check": check, "measure": measure, "docs": docs, "lock": lock}


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
