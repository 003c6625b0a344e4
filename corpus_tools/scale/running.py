"""Who does the work: this process, a bounded pool of processes, or a Dask cluster. All give what a plain loop gives."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from multiprocessing.connection import wait as wait_for
from types import ModuleType
from typing import Any, Protocol, TypeVar

from corpus_tools.scale.storage import BuildError

Job = TypeVar("Job")
Result = TypeVar("Result")

AHEAD = 2
PRELOADED = ["corpus_tools.scale.warming"]


class Runner(Protocol):
    """Does a function over jobs and yields the results as they come, never holding more jobs than it works on."""

    def __call__(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]: ...  # noqa: D102


@contextmanager
def runner(workers: int, scheduler: str | None) -> Iterator[Runner]:
    """Give what runs the jobs: a loop for one worker, a pool for more, a Dask cluster if a scheduler is named.

    Parameters
    ----------
    workers
        Processes of the pool or of the local cluster.
    scheduler
        ``"local"`` for a Dask cluster of this machine, an address such as ``"tcp://host:8786"``, or None.
    """
    if scheduler is not None:
        with _cluster(scheduler, workers) as on_cluster:
            yield on_cluster
    elif workers > 1:
        with _pool(workers) as pool:
            yield _PoolRunner(pool, workers)
    else:
        yield _in_turn


def _in_turn(function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
    yield from map(function, jobs)


class _PoolRunner:
    def __init__(self, pool: ProcessPoolExecutor, workers: int) -> None:
        self.pool, self.limit = pool, AHEAD * workers

    def __call__(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        waiting = iter(jobs)
        running: set[Future[Result]] = set()
        try:
            while True:
                running |= {self._submit(function, job) for job in islice(waiting, self.limit - len(running))}
                if not running:
                    return
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield future.result()
        except BrokenProcessPool as error:
            raise BuildError(
                "a worker process was ended from outside, as happens when memory runs out. Run the same command again, "
                "with fewer workers: it goes on where this one stopped."
            ) from error

    def _submit(self, function: Callable[[Job], Result], job: Job) -> Future[Result]:
        with _no_main_module():
            return self.pool.submit(function, job)


class _DaskRunner:
    def __init__(self, dask: Any, client: Any) -> None:
        self.dask, self.client = dask, client

    def __call__(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        waiting = iter(jobs)
        limit = AHEAD * max(1, sum(self.client.nthreads().values()))
        running = self.dask.as_completed([self._submit(function, job) for job in islice(waiting, limit)])
        for future in running:
            yield future.result()
            for job in islice(waiting, 1):
                running.add(self._submit(function, job))

    def _submit(self, function: Callable[[Job], Result], job: Job) -> Any:
        return self.client.submit(function, job, pure=False)


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    method = "spawn" if sys.platform == "win32" else "forkserver"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOADED)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _cluster(scheduler: str, workers: int) -> Iterator[_DaskRunner]:
    dask: Any = import_module("distributed")
    if scheduler != "local":
        with dask.Client(scheduler) as client:
            yield _DaskRunner(dask, client)
        return
    with _no_main_module():
        cluster = dask.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
    with cluster, dask.Client(cluster) as client:
        yield _DaskRunner(dask, client)


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, so that no kill leaves workers behind."""
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=lambda: (wait_for([parent.sentinel]), os._exit(1)), daemon=True).start()


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Keep new processes from running the user's script again: what they do is in this package, not in ``__main__``."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
