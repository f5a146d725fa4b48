"""A command that only prints, and whose pack isn't trusted: it is run again in a confined process, and what it says
is printed here."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

import typer

from cplist.cli.app import DONE, USAGE, app
from cplist.cli.language import language
from cplist.cli.terminal.usage import usage_problem
from cplist.core.findings import Finding, FindingsError, UntrustedPackError

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What could do something to a terminal."""


@dataclass(frozen=True)
class Said:
    """What a command wrote to both streams, its exit status, and the findings that ended it."""

    out: str
    err: str
    status: int = DONE
    findings: tuple[Finding, ...] = ()


def run() -> None:
    """Run the program. Raises SystemExit, and what ends a command without a result."""
    try:
        _call()
    except UntrustedPackError as untrusted:
        _run_confined(untrusted)


def _call() -> NoReturn:
    """What was typed, done. Raises SystemExit with the status."""
    try:
        status = app(standalone_mode=False)
    except typer.TyperException as error:
        _show_usage(error)
        status = USAGE
    sys.exit(status or DONE)


def _show_usage(error: typer.TyperException) -> None:
    """What was wrong with what was typed; of a command that needs more words than its name, its help."""
    from cplist.cli import console

    problem = usage_problem(error)
    if problem:
        console.show_problem(*problem)
    else:
        console.show_lines([error.format_message()])


def _run_confined(untrusted: UntrustedPackError) -> None:
    from cplist.cli import console
    from cplist.pack.strangers import confined

    arguments = sys.argv[1:]
    try:
        said = confined(untrusted.folder, Said, said_by, arguments, untrusted.standard_input)
    except FindingsError as error:
        said = Said(_nothing(arguments, error.findings), "", findings=error.findings)
    console.show_said(_shown(said.out), _shown(said.err))
    if said.findings:
        raise FindingsError(said.findings)
    sys.exit(said.status)


def _shown(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


def _nothing(arguments: Sequence[str], findings: Sequence[Finding]) -> str:
    """What a command prints with --json where it has no result."""
    from cplist.cli import console, json_report
    from cplist.cli.explanation import json_data

    kinds = {"coverage": json_report.no_coverage_data, "explain": json_data.no_explanation_data}
    if "--json" not in arguments or arguments[0] not in kinds:
        return ""
    return console.json_text(kinds[arguments[0]](findings, language()))


def said_by(arguments: Sequence[str], standard_input: bytes) -> Said:
    """What the command with these arguments says in this process. Raises InputError."""
    sys.argv[1:] = arguments
    sys.stdin = io.TextIOWrapper(io.BytesIO(standard_input), encoding="utf-8")
    sys.stdout, sys.stderr = out, err = io.StringIO(), io.StringIO()
    from cplist.cli import building, commands, starting, trusting  # noqa: F401  (they add themselves to the program)

    status, findings = DONE, tuple[Finding, ...]()
    try:
        _call()
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except FindingsError as error:
        findings = error.findings
    return Said(out.getvalue(), err.getvalue(), status, findings)
