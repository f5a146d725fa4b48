"""Where a command begins. Ctrl-C ends it from here on, also while the rest of the program is imported: exit status
130 and no word, as nothing has been done yet.
"""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130
_CLUSTER = frozenset("bBdEiIOPqsSuvx")
"""Python's options that have no value and may stand behind one dash."""


def main() -> None:
    """Run the command line, and exit."""
    try:
        from cplist.cli.signals import end_on_a_signal

        end_on_a_signal()
        if sys.flags.optimize > 1 and sys.executable:
            _begin_with_docstrings()
        from cplist.cli.main import main as run

        run()
    except KeyboardInterrupt:  # before signals are heeded, and between two steps of the end
        os._exit(INTERRUPTED)


def _begin_with_docstrings() -> None:
    """Begin again in a Python that keeps docstrings: Cerberus holds its own rules in them, and refuses to run
    without."""
    environment = {**os.environ, "PYTHONOPTIMIZE": ""}
    command = [sys.executable, *not_optimised(sys.orig_argv[1:])]
    if os.name == "posix":
        os.execve(sys.executable, command, environment)
    from subprocess import call  # where exec would let the shell go on before the command ends

    sys.exit(call(command, env=environment))


def not_optimised(arguments: list[str]) -> list[str]:
    """Python's arguments without -O and -OO; what stands behind the program's name is the program's."""
    kept: list[str] = []
    rest = iter(arguments)
    for one in rest:
        if one in ("-W", "-X"):
            kept += [one, next(rest, "")]
        elif one.startswith("-") and set(one[1:]) <= _CLUSTER:
            kept += [one.replace("O", "")] if set(one[1:]) != {"O"} else []
        else:
            return [*kept, one, *rest]
    return kept
