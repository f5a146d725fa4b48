"""The commands as a user starts them, as multiples of `python -c pass`, which starts Python and does nothing.

A new process each time, compiled modules and the program's cache on the disk. A machine that is busy, or slow, is
so for both; where `python -c pass` takes 10 milliseconds, at most 100 times that is under a second.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from command import ROOT, environment_of_a_user
from extremes import TOO_MUCH, with_mistakes
from measuring import Row, medians

TIMES = 5
BUILD_LIMIT, HELP_LIMIT, FINDINGS_LIMIT = 100, 20, 100


def commands() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return _commands(Path(folder))


def _commands(folder: Path) -> list[Row]:
    environment = environment_of_a_user(folder)
    outputs = iter(str(folder / f"output{number}") for number in range(TIMES + 1))

    def run(*arguments: str, status: int = 0) -> None:
        done = subprocess.run([sys.executable, *arguments], capture_output=True, check=False, env=environment)
        assert done.returncode == status, done.stderr.decode()

    def check(name: str) -> None:
        run("-m", "cplist", "check", str(folder / name), status=1)

    profiles = {"200 mistakes": with_mistakes(50), **{too.name: too.text for too in TOO_MUCH}}
    for name, text in profiles.items():
        (folder / name).write_text(text, "utf-8")
    works = [
        lambda: run("-c", "pass"),
        lambda: run("-m", "cplist", "build", str(ROOT / "profiles" / "city-bank.yaml"), "-o", next(outputs)),
        lambda: run("-m", "cplist", "--help"),
        *(lambda name=name: check(name) for name in profiles),
    ]
    nothing, *measured = medians(TIMES, _of_commands, *works)
    names = ["cplist build, cold", "cplist --help", *(f"cplist check, {name}" for name in profiles)]
    limits = [BUILD_LIMIT, HELP_LIMIT, *[FINDINGS_LIMIT] * len(profiles)]
    ratios = [seconds / nothing for seconds in measured]
    return [
        ("python -c pass", f"{nothing * 1000:.1f} ms", "", True),
        *map(_row, names, ratios, limits),
    ]


def _of_commands() -> float:
    """Seconds of the processor that the commands have taken which were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row(name: str, times: float, limit: int) -> Row:
    return name, f"{times:.0f} x", f"at most {limit} x", times <= limit
