"""The one place where exceptions become exit statuses."""

from __future__ import annotations

import gc
import sys
import traceback

from cplist.cli import building, commands, starting, trusting  # noqa: F401  (they add themselves, in this order)
from cplist.cli.app import BUG, FOUND, USAGE
from cplist.cli.rerun import run


def main() -> None:
    """Run the command line, and exit."""
    from cplist.cli import console
    from cplist.cli.interruption import interruptible
    from cplist.cli.streams import careful

    gc.set_threshold(500_000)  # a short-lived process that builds large trees: a tenth of its time was this
    with careful() as (out, err):
        with interruptible() as interruption:
            try:
                status = _status()
            except KeyboardInterrupt:
                status = interruption.status
        out.flush()
        if interruption.status:
            status = interruption.status
            console.show_interrupted()
        elif out.problem:
            status = USAGE
            console.show_lost_output(out.problem)
        err.flush()
        status = USAGE if err.problem and status <= FOUND else status
    sys.exit(status)


def _status() -> int:
    """The exit status that the command comes to."""
    from cplist.cli import console
    from cplist.core.findings import FindingsError, InputError

    try:
        run()
    except SystemExit as end:
        return int(end.code or 0)
    except FindingsError as error:
        console.show_findings(error.findings)
        return FOUND
    except InputError as error:
        console.show_problem(error.rule, error.arguments)
        return USAGE
    except UnicodeEncodeError as error:  # a locale whose file names can't be Chinese
        console.show_problem(
            "file-unwritable", {"file": error.object, "problem": f"{error.encoding}: {error.reason}"}
        )
        return USAGE
    except Exception as error:
        traceback.print_exc()
        console.show_problem("bug", {"problem": f"{type(error).__name__}: {error}"})
        return BUG
    return 0
