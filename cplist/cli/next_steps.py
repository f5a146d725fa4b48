"""What to do next, said to a person at a terminal when a command ends."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from cplist.cli import console
from cplist.cli.terminal.colours import is_terminal
from cplist.core.findings import Finding, has_errors
from cplist.documents.kinds import Kind

if TYPE_CHECKING:
    from cplist.workspace.results import Result


def after_check(words: Sequence[str], findings: Iterable[Finding]) -> None:
    """To build what was found in order; to check again what wasn't. `words` are the profiles and options to be
    given again."""
    if has_errors(findings):
        _suggest("next-mend", "check", words)
    else:
        _suggest("next-build", "build", words)


def after_build(words: Sequence[str], results: Iterable[Result], kinds: Collection[Kind]) -> None:
    """To mend what kept something from being built; else to read the drafts, then to make the next kind of them."""
    if any(result.built is None for result in results):
        _suggest("next-mend", "build", words)
    elif Kind.SYSTEM in kinds:
        _suggest("next-memo", "build", [*words, "--only", Kind.MEMO])
    elif Kind.MEMO in kinds:
        _suggest("next-letters", "build", [*words, "--only", Kind.LETTERS])


def _suggest(rule: str, command: str, words: Sequence[str]) -> None:
    """Commands read from standard input can't be given again."""
    if is_terminal(sys.stderr) and "-" not in words:
        console.show_wording(rule, command=f"{console.program()} {command} {shlex.join(words)}")
