"""Measure a build against the script that users write, over the same files, in one run.

    python benchmarks/compare.py --reports 1000 10000

CPU seconds are user and system time of all processes of a side, start and imports included. Peak memory is the largest
sum, over the processes of a side, of what each adds to the memory of the machine (PSS), sampled ten times a second.
Linux only.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import psutil
from invent import invent
from sides import SIDES

PR_SET_CHILD_SUBREAPER = 36
HERE = Path(__file__).parent


class Cost(NamedTuple):
    """What a side took."""

    cpu_seconds: float
    wall_seconds: float
    peak_mb: float


def measure(side: str, source: Path, out: Path) -> Cost:
    """Run one side in a process of its own and return what it and all that it started took."""
    shutil.rmtree(out, ignore_errors=True)
    before, started, peak = _cpu_of_children(), time.monotonic(), 0.0
    process = subprocess.Popen([sys.executable, HERE / "sides.py", side, source, out])
    while process.poll() is None:
        peak = max(peak, _memory_of(process.pid))
        time.sleep(0.1)
    wall = time.monotonic() - started
    if process.returncode:
        sys.exit(f"{side} ended with status {process.returncode}")
    _wait_for_orphans()
    return Cost(_cpu_of_children() - before, wall, peak)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory_of(number: int) -> float:
    total = 0.0
    try:
        root = psutil.Process(number)
        for process in (root, *root.children(recursive=True)):
            total += process.memory_full_info().pss / 1e6
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return total
    return total


def _wait_for_orphans() -> None:
    """Wait for helpers that outlive their parent for a moment, so that their time is counted."""
    try:
        while True:
            os.wait()
    except ChildProcessError:
        return


def main() -> None:
    """Invent the reports, run every side over them and print the costs and their ratios."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--reports", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--sides", nargs="+", choices=SIDES, default=list(SIDES))
    parser.add_argument("--damaged", type=float, default=0.0, help="share of reports with annotations in them")
    parser.add_argument("--folder", type=Path, help="keep the reports here, and use those that are there")
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    with tempfile.TemporaryDirectory() as folder:
        home = options.folder or Path(folder)
        costs = {count: _costs(count, options, home, Path(folder) / "out") for count in options.reports}
    _print_growth(costs)


def _costs(count: int, options: argparse.Namespace, home: Path, out: Path) -> dict[str, Cost]:
    source = home / f"reports-{count}-{options.damaged}"
    if not source.exists():
        invent(count, source, damaged=options.damaged)
    costs: dict[str, Cost] = {}
    print(f"\n{count:,} reports\n\n| side | CPU s | ms a report | naive / side | peak MB | wall s |")
    print("|---|--:|--:|--:|--:|--:|")
    for side in options.sides:
        cost = costs[side] = measure(side, source, out)
        ratio = f"{costs['naive'].cpu_seconds / cost.cpu_seconds:.1f}" if "naive" in costs else ""
        each = 1_000 * cost.cpu_seconds / count
        print(
            f"| {side} | {cost.cpu_seconds:.1f} | {each:.2f} | {ratio} | {cost.peak_mb:.0f} | {cost.wall_seconds:.0f} |"
        )
        sys.stdout.flush()
    return costs


def _print_growth(costs: dict[int, dict[str, Cost]]) -> None:
    counts = sorted(costs)
    for smaller, larger in pairwise(counts):
        print(f"\nGrowth from {smaller:,} to {larger:,} reports (x{larger / smaller:g})\n\n| side | CPU | memory |")
        print("|---|--:|--:|")
        for side, cost in costs[larger].items():
            before = costs[smaller][side]
            print(f"| {side} | x{cost.cpu_seconds / before.cpu_seconds:.2f} | x{cost.peak_mb / before.peak_mb:.2f} |")


if __name__ == "__main__":
    main()
