"""The commands that many profiles can be given to: build and check."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cplist.cli.app import OUTPUT, USAGE, FailOn, Fails, Json, Packs, app, exit_for, request_of
from cplist.cli.language import language
from cplist.cli.portfolio import Asked, Base, Jobs, Names, Summary, Table, asked, counts_of, show_end
from cplist.cli.terminal.help import Command
from cplist.documents.kinds import Kind

if TYPE_CHECKING:
    from cplist.workspace.results import Checked, Result


@app.command(cls=Command)
def build(
    context: typer.Context,
    profiles: Names = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="输出文件夹 / output folder", metavar="DIR")
    ] = OUTPUT,
    json: Json = False,
    packs: Packs = None,
    fail_on: Fails = None,
    only: Annotated[
        list[Kind] | None,
        typer.Option(
            "--only",
            help="只生成这几种文件，可以多次写：system 责任制，checklist 责任清单，map 责任地图，letters 责任书，"
            "memo 上会材料，party-checklists 分责任主体清单 / "
            "only these documents, may be repeated: system, checklist, map, letters, memo, party-checklists",
            metavar="KIND",
        ),
    ] = None,
    for_: Annotated[
        list[str] | None,
        typer.Option(
            "--for",
            help="只生成这些代号的责任书、分主体清单，可以多次写 / letters and checklists for these ids only",
            metavar="ID[,ID…]",
        ),
    ] = None,
    annotate: Annotated[
        bool,
        typer.Option("--annotate", help="责任制每条加批注，注明来源 / a comment with its source on each article"),
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against", help="修订对照表所对照的原责任制 / the .docx to compare with", metavar="OLD.docx"
        ),
    ] = None,
    carry: Annotated[
        Path | None,
        typer.Option(
            "--carry", help="从这份工作簿沿用填写的内容 / carry over what this workbook holds", metavar="FILE"
        ),
    ] = None,
    merge: Annotated[
        list[Path] | None,
        typer.Option(
            "--merge",
            help="把各责任主体交回的工作簿并入责任清单，可以多次写 / bring in the workbooks that parties returned",
            metavar="DIR",
        ),
    ] = None,
    table: Table = None,
    base: Base = "",
    jobs: Jobs = 1,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="多份档案时，没有变化的也重新生成 / of many profiles make the unchanged ones too"
        ),
    ] = False,
    summary: Summary = None,
) -> None:
    """生成责任制和责任清单，或者责任书、上会材料。 / Build the system and the checklist, letters or a memo."""
    from cplist.cli import next_steps
    from cplist.cli.terminal.progress import Progress
    from cplist.core.findings import InputError
    from cplist.workspace.results import Others

    work = asked(context, profiles, table, base, jobs, packs, summary)
    for rule, given in (("against-several", against), ("carry-several", carry), ("merge-several", merge)):
        if given and work.several:
            raise InputError(rule)
    request = request_of(only, for_, against, merge, annotate=annotate)
    others = Others(against, carry, tuple(merge or ()))
    results: list[Result] = []
    try:
        with Progress("build") as progress:
            for result in work.portfolio.build(output, request, others, again=force or not work.several):
                results.append(result)
                progress(len(results), len(work.names))
    except BaseException:
        if results:
            _show(results, work, None, json=json)
        raise
    _show(results, work, summary, json=json)
    if not json:
        words = _words(
            {"-o": output if output != OUTPUT else None, "--table": table, "--base": base or None}, packs
        )
        next_steps.after_build([*(profiles or ()), *words], results, request.kinds)
    if any(result.unusable for result in results):
        raise typer.Exit(USAGE)
    findings = [found for result in results for found in result.findings]
    warned = fail_on is FailOn.WARNING and any(
        one.unchanged.found.get("warning") for one in results if one.unchanged
    )
    exit_for(findings, fail_on, failed=warned or any(result.kept for result in results))


@app.command(cls=Command)
def check(
    context: typer.Context,
    profiles: Names = None,
    json: Json = False,
    packs: Packs = None,
    fail_on: Fails = None,
    resolved: Annotated[
        bool,
        typer.Option("--resolved", help="打印继承合并后的档案，注明各值的出处 / the merged profile, with sources"),
    ] = False,
    table: Table = None,
    base: Base = "",
    jobs: Jobs = 1,
    summary: Summary = None,
) -> None:
    """检查机构档案，不写文件。 / Check profiles; writes nothing."""
    from cplist.cli import console, json_report, next_steps
    from cplist.cli.terminal.progress import Progress
    from cplist.core.findings import InputError
    from cplist.portfolio.summary import check_lines, write_summary
    from cplist.profile.resolved import resolved_text

    work = asked(context, profiles, table, base, jobs, packs, summary)
    if resolved and work.several:
        raise InputError("resolved-several")
    checks: list[Checked] = []
    with Progress("check") as progress:
        for one in work.portfolio.check():
            checks.append(one)
            progress(len(checks), len(work.names))
    lines = check_lines(work.names, checks)
    if summary:
        write_summary(lines, summary)
    if not work.several and checks[0].error:
        raise checks[0].error
    findings = [found for one in checks for found in one.findings]
    document = checks[0].document
    if json:
        merged = document if resolved else None
        console.show_json(json_report.findings_data(findings, language(), merged))
    elif resolved:
        console.show_findings(findings)
        console.show_text(resolved_text(document) if document else "")
    else:
        console.show_check(findings)
        if work.several:
            show_end(lines, work.passed_over)
        next_steps.after_check(
            [*(profiles or ()), *_words({"--table": table, "--base": base or None}, packs)], findings
        )
    if any(one.error for one in checks):
        raise typer.Exit(USAGE)
    exit_for(findings, fail_on)


def _show(results: list[Result], work: Asked, summary: Path | None, *, json: bool) -> None:
    """What became of each profile, and which files were written where standard output can't say it."""
    from cplist.cli import console, json_report
    from cplist.portfolio.summary import build_lines, write_summary

    lines = build_lines(results)
    if json:
        console.show_json(json_report.builds_data(results, counts_of(lines, work.passed_over), language()))
        console.show_findings(found for result in results for found in result.findings)
    else:
        console.show_results(results)
        if work.several:
            show_end(lines, work.passed_over)
    console.show_where_output_is_lost(one.path for result in results for one in result.outputs)
    if summary:
        write_summary(lines, summary)


def _words(options: Mapping[str, object], packs: list[Path] | None) -> list[str]:
    """Options as they were given, to be given again."""
    given = [word for option, value in options.items() if value for word in (option, str(value))]
    return [*given, *(word for folder in packs or () for word in ("--packs", str(folder)))]
