"""A function of cplist's, run in a process of its own with limits; what comes back is data, and none of it is run.

The arguments go to the child as a pickle: it trusts its parent. It answers in JSON.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from cplist.confined.limits import ENDED, MEMORY, OUTPUT, TIME, Limits, StoppedError
from cplist.confined.plain import typed
from cplist.core.findings import Finding, FindingsError, InputError

COMMAND = (sys.executable, "-P", "-m", "cplist.confined.child")
LOOK_EVERY = 0.05
"""Seconds between two looks at the child; what counts against it is the processor's time that it has had."""


def run_confined(task: Callable[..., Any], *arguments: Any, limits: Limits | None = None) -> Any:
    """What the task gives, as plain data. The task is a function of a module, its arguments can be
    pickled.

    Raises StoppedError where the process reaches a limit; the FindingsError or InputError that the task raises.
    """
    limits = limits or Limits()
    with TemporaryDirectory(prefix="cplist-", ignore_cleanup_errors=True) as folder:
        asked, answered = Path(folder, "asked"), Path(folder, "answered")
        asked.write_bytes(pickle.dumps((limits, folder)) + pickle.dumps((task, arguments)))
        with asked.open("rb") as question, answered.open("w+b") as answer:
            status = _run(folder, question, answer, limits)
            answer.seek(0)
            return _value(answer.read(limits.output + 1), status, limits)


def _run(folder: str, question: IO[bytes], answer: IO[bytes], limits: Limits) -> int:
    """Run the child, and look at it until it ends. Returns its exit status."""
    try:
        process = subprocess.Popen(
            COMMAND, stdin=question, stdout=answer, stderr=subprocess.DEVNULL, env=_environment(folder)
        )
    except OSError as error:
        raise StoppedError(ENDED, str(error)) from error
    try:
        return _watched(process, answer, limits)
    finally:
        process.kill()
        process.wait()


def _environment(folder: str) -> dict[str, str]:
    """This process's environment, with its modules, nothing kept between runs, and files only in the folder."""
    modules = os.pathsep.join(path for path in sys.path if path)
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
    return {**os.environ, **own, "PYTHONPATH": modules, "PYTHONDONTWRITEBYTECODE": "1", "CPLIST_CACHE": ""}


def _watched(process: subprocess.Popen[bytes], answer: IO[bytes], limits: Limits) -> int:
    """The exit status of the process, once it has ended. Raises StoppedError where it goes over a limit: that is
    looked at here too, as not every system can."""
    while True:
        try:
            return process.wait(LOOK_EVERY)
        except subprocess.TimeoutExpired:
            if reached := _reached(process.pid, answer, limits):
                raise StoppedError(reached) from None


def _reached(pid: int, answer: IO[bytes], limits: Limits) -> str:
    """The limit that the process has gone over; "" for none."""
    import psutil  # only where a pack isn't trusted

    try:
        process = psutil.Process(pid)
        spent, used = process.cpu_times(), process.memory_info().rss
    except psutil.Error:  # it has just ended
        return ""
    if spent.user + spent.system > limits.starting + limits.seconds:
        return TIME
    if used > limits.memory:
        return MEMORY
    return OUTPUT if os.fstat(answer.fileno()).st_size > limits.output else ""


def _value(content: bytes, status: int, limits: Limits) -> Any:
    """What the child answered. Raises what it says was raised."""
    if len(content) >= limits.output:
        raise StoppedError(OUTPUT)
    try:
        answer = json.loads(content)
        kind, value = answer["kind"], answer["value"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise StoppedError(*_reason(status)) from error
    if kind == "findings":
        raise FindingsError(typed(value, tuple[Finding, ...]))
    if kind == "problem":
        raise InputError(str(value["rule"]), **typed(value["arguments"], dict[str, str]))
    if kind != "value":
        raise StoppedError(MEMORY if kind == MEMORY else ENDED, str(value))
    return value


def _reason(status: int) -> tuple[str, str]:
    """Why a process ended without an answer."""
    import signal

    if status < 0 and -status == signal.SIGXCPU:
        return TIME, ""
    return ENDED, str(status)
