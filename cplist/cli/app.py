"""What the commands share: the program that they belong to, options of several, exit statuses.

Exit status 0 done, 1 findings, 2 usage or input and output, 101 a bug of cplist.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cplist import __version__
from cplist.cli.terminal.help import Group
from cplist.documents.kinds import USUAL, Kind

if TYPE_CHECKING:
    from cplist.core.findings import Finding
    from cplist.documents.request import Request
    from cplist.workspace.batch import Builder

DONE, FOUND, USAGE, BUG = 0, 1, 2, 101
OUTPUT = Path("output")
"""Where files are written unless -o says otherwise."""

app = typer.Typer(
    name="cplist",
    cls=Group,
    help="从一份机构档案生成消费者权益保护工作责任制（Word）和责任清单（Excel）。 / From one profile to the "
    "responsibility system (Word) and the checklist (Excel).",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


class FailOn(StrEnum):
    """What else makes a command exit with 1."""

    GAP = "gap"
    WARNING = "warning"


Profile = Annotated[
    str,
    typer.Argument(
        help="机构档案（YAML 或者 .xlsx），- 为标准输入 / the profile (YAML or .xlsx), - for standard input",
        metavar="PROFILE",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="以 JSON 输出 / as JSON")]
Packs = Annotated[
    list[Path] | None,
    typer.Option("--packs", help="另有模板包的文件夹 / a folder with more packs", metavar="DIR"),
]
Fails = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        help="还有哪些情形以状态 1 退出：gap 有责任无人承担，warning 有警告 / "
        "what else makes the exit status 1: gap (a duty that nobody has) or warning",
        metavar="WHAT",
    ),
]


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="显示版本 / show the version")] = False,
) -> None:
    if version:
        from cplist.cli import console

        console.show_version(__version__)
        raise typer.Exit(DONE)


def is_form(file: Path | None) -> bool:
    """Whether a file of that name is a form to be filled in, and no YAML."""
    return file is not None and file.suffix.lower() == ".xlsx"


def builder_of(packs: list[Path] | None) -> Builder:
    """What builds, with those folders of packs."""
    from cplist.workspace.batch import Builder

    return Builder(packs or ())


def exit_for(findings: Iterable[Finding], fail_on: FailOn | None, *, failed: bool = False) -> None:
    """Exit with 1 for errors, for a kept file, and for what --fail-on names."""
    from cplist.core.findings import Severity

    for found in findings:
        named = (fail_on is FailOn.WARNING and found.severity is Severity.WARNING) or (
            fail_on is not None and found.rule == "gap"
        )
        failed = failed or found.severity is Severity.ERROR or named
    raise typer.Exit(FOUND if failed else DONE)


def request_of(
    only: list[Kind] | None,
    for_: list[str] | None,
    against: Path | None,
    merge: list[Path] | None,
    *,
    annotate: bool,
) -> Request:
    """What the options of `build` ask for. Raises InputError for options that don't go together."""
    from cplist.core.findings import InputError
    from cplist.documents.request import Request

    kinds = tuple(dict.fromkeys(only or USUAL))
    needed = (
        ("--for", for_, (Kind.LETTERS, Kind.PARTY_CHECKLISTS)),
        ("--annotate", annotate, (Kind.SYSTEM,)),
        ("--against", against, (Kind.MEMO,)),
        ("--merge", merge, (Kind.CHECKLIST,)),
    )
    for option, given, having in needed:
        if given and not set(having) & set(kinds):
            raise InputError("option-without", option=option, **{"with": " / ".join(f"--only {k}" for k in having)})
    parties = tuple(id_.strip() for text in for_ or () for id_ in text.replace("，", ",").split(","))
    return Request(kinds, parties, annotate, parties)
