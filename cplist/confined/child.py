"""The confined process: it holds itself to its limits, runs one function, answers in JSON. Started by parent.py."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cplist.confined.guard import shut
from cplist.confined.limits import hold_to
from cplist.confined.plain import plain
from cplist.core.findings import FindingsError, InputError


def main() -> None:
    """Answer what stands in the standard input on the standard output, and end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends this process
    answer = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever else is printed is no answer
    limits, folder = pickle.load(sys.stdin.buffer)
    shut(folder)
    task, arguments = pickle.load(sys.stdin.buffer)  # imports what the task needs
    hold_to(limits)
    with os.fdopen(answer, "w", encoding="ascii") as file:
        json.dump(_answered(task, arguments), file)


def _answered(task: Callable[..., Any], arguments: Sequence[Any]) -> dict[str, Any]:
    """What the task gives or raises, by its kind."""
    try:
        return {"kind": "value", "value": plain(task(*arguments))}
    except FindingsError as error:
        return {"kind": "findings", "value": plain(error.findings)}
    except InputError as error:
        return {"kind": "problem", "value": {"rule": error.rule, "arguments": error.arguments}}
    except MemoryError:
        return {"kind": "memory", "value": ""}
    except Exception as error:
        return {"kind": "ended", "value": _described(error)}


def _described(error: Exception) -> str:
    """An exception that nobody foresaw: what it is, and where it was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} ({place}): {str(error)[:200]}"


if __name__ == "__main__":
    main()
