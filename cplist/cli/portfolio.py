"""What build and check share when they are given many profiles: what is asked for, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cplist.cli.app import builder_of
from cplist.cli.terminal.help import usage_line

if TYPE_CHECKING:
    from cplist.portfolio.portfolio import Portfolio
    from cplist.portfolio.summary import Line

METAVAR = "PROFILE…"
Names = Annotated[
    list[str] | None,
    typer.Argument(
        help="机构档案（YAML 或者 .xlsx）、文件夹、通配的名称，可以多个；- 为标准输入的档案，或者每行一个的名单 / "
        "profiles (YAML or .xlsx), folders, patterns; - for a profile or a list of names on standard input",
        metavar=METAVAR,
    ),
]
Table = Annotated[
    Path | None,
    typer.Option(
        "--table",
        help="每家机构一行的表（.xlsx、.csv），列名为档案的键，如 institution.name，与 --base 合用 / "
        "a table with a line for each institution, its columns are keys such as institution.name; with --base",
        metavar="FILE",
    ),
]
Base = Annotated[
    str, typer.Option("--base", help="表中各机构共同的档案 / the profile under every line", metavar="PROFILE")
]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="同时使用的进程数 / processes to use", metavar="N")]
Summary = Annotated[
    Path | None,
    typer.Option(
        "--summary",
        help="把每份档案的结果写成表（.xlsx、.csv） / a table of what became of each",
        metavar="FILE",
    ),
]


@dataclass(frozen=True)
class Asked:
    """What a command is to work on. `several` says whether it was asked for more than one profile; `passed_over`
    are files of folders that are no profile by themselves."""

    portfolio: Portfolio
    several: bool
    passed_over: tuple[str, ...]

    @property
    def names(self) -> Sequence[str]:
        return self.portfolio.names


def asked(
    context: typer.Context,
    names: list[str] | None,
    table: Path | None,
    base: str,
    jobs: int,
    packs: list[Path] | None,
    summary: Path | None,
) -> Asked:
    """The profiles that the command of this context was given. Raises InputError, FindingsError."""
    from cplist.core.findings import InputError
    from cplist.portfolio.portfolio import Portfolio
    from cplist.portfolio.sources import find_sources
    from cplist.portfolio.summary import check_format
    from cplist.portfolio.table import rows_of
    from cplist.workspace.profile_files import content_of

    if summary:
        check_format(summary)
    given = names or []
    if given.count("-") > 1:
        raise InputError("stdin-twice")
    if bool(table) != bool(base):
        raise InputError("table-without-base")
    if not given and not table:
        usage = usage_line(context.command, context)
        raise InputError("usage-missing", name=METAVAR, command=context.command_path, usage=usage)
    found = find_sources(given, content_of)
    builder = builder_of(packs)
    builder.rows = rows_of(table, base) if table else {}
    builder.given = found.standard_input
    portfolio = Portfolio(builder, (*found.profiles, *builder.rows), jobs)
    return Asked(portfolio, found.several or bool(table), found.passed_over)


def counts_of(lines: Sequence[Line], passed_over: Sequence[str]) -> dict[str, int]:
    """How many came to what, and how many files were passed over."""
    from cplist.portfolio.summary import CHECKED, OUTCOMES

    outcomes = Counter(line.outcome for line in lines)
    return {
        **{one: outcomes[one] for one in OUTCOMES if one != CHECKED or outcomes[one]},
        "passed_over": len(passed_over),
    }


def show_end(lines: Sequence[Line], passed_over: Sequence[str]) -> None:
    """The end of a command on many profiles: how many came to what, and those that failed with the first reason."""
    from cplist.cli import console

    console.show_counts(counts_of(lines, passed_over))
    for line in lines:
        if line.found.get("error"):
            console.show_failure(line.profile, line.found["error"], line.error)
