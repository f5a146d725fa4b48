"""The entry point; the one place where exceptions become exit statuses."""

from __future__ import annotations

import gc
import sys
import traceback

from cplist.cli import commands, starting  # noqa: F401  (they add themselves to the program, in this order)
from cplist.cli.app import BUG, DONE, FOUND, USAGE, app


def main() -> None:
    """Run the command line, and exit."""
    from cplist.cli import console
    from cplist.core.findings import FindingsError, InputError

    console.prepare()
    gc.set_threshold(500_000)  # a short-lived process that builds large trees: a tenth of its time was this
    try:
        app()
    except FindingsError as error:
        console.show_findings(error.findings)
        sys.exit(FOUND)
    except InputError as error:
        console.show_problem(error.rule, error.arguments)
        sys.exit(USAGE)
    except UnicodeEncodeError as error:  # a locale whose file names can't be Chinese
        console.show_problem(
            "file-unwritable", {"file": error.object, "problem": f"{error.encoding}: {error.reason}"}
        )
        sys.exit(USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(DONE)
    except Exception as error:
        traceback.print_exc()
        console.show_problem("bug", {"problem": f"{type(error).__name__}: {error}"})
        sys.exit(BUG)
