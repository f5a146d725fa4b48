"""The commands that many profiles can be given to: build and check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cplist.cli.app import OUTPUT, USAGE, Fails, Json, Packs, Profiles, app, builder_of, exit_for, request_of
from cplist.cli.language import language
from cplist.cli.terminal.help import Command
from cplist.documents.kinds import Kind

if TYPE_CHECKING:
    from cplist.workspace.results import Checked, Result


@app.command(cls=Command)
def build(
    profiles: Profiles,
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
) -> None:
    """生成责任制和责任清单，或者责任书、上会材料。 / Build the system and the checklist, letters or a memo."""
    from cplist.cli import next_steps
    from cplist.cli.terminal.progress import Progress
    from cplist.core.findings import InputError

    if profiles.count("-") > 1:
        raise InputError("stdin-twice")
    if against and len(profiles) > 1:
        raise InputError("against-several")
    if carry and len(profiles) > 1:
        raise InputError("carry-several")
    if merge and len(profiles) > 1:
        raise InputError("merge-several")
    request = request_of(only, for_, against, merge, annotate=annotate)
    results: list[Result] = []
    try:
        with Progress("build") as progress:
            for result in builder_of(packs).build(profiles, output, request, against, carry, merge or ()):
                results.append(result)
                progress(len(results), len(profiles))
    except BaseException:
        if results:
            _show(results, json=json)
        raise
    _show(results, json=json)
    if not json:
        elsewhere = ["-o", str(output)] if output != OUTPUT else []
        next_steps.after_build([*profiles, *elsewhere, *_pack_words(packs)], results, request.kinds)
    if any(result.unusable for result in results):
        raise typer.Exit(USAGE)
    findings = [found for result in results for found in result.findings]
    exit_for(findings, fail_on, failed=any(result.kept for result in results))


@app.command(cls=Command)
def check(
    profiles: Profiles,
    json: Json = False,
    packs: Packs = None,
    fail_on: Fails = None,
    resolved: Annotated[
        bool,
        typer.Option("--resolved", help="打印继承合并后的档案，注明各值的出处 / the merged profile, with sources"),
    ] = False,
) -> None:
    """检查机构档案，不写文件。 / Check profiles; writes nothing."""
    from cplist.cli import console, json_report, next_steps
    from cplist.cli.terminal.progress import Progress
    from cplist.core.findings import InputError
    from cplist.profile.resolved import resolved_text

    if profiles.count("-") > 1:
        raise InputError("stdin-twice")
    if resolved and len(profiles) > 1:
        raise InputError("resolved-several")
    builder = builder_of(packs)
    checks: list[Checked] = []
    with Progress("check") as progress:
        for profile in profiles:
            checks.append(builder.check(profile))
            progress(len(checks), len(profiles))
    if len(checks) == 1 and checks[0].error:
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
        next_steps.after_check([*profiles, *_pack_words(packs)], findings)
    if any(one.error for one in checks):
        raise typer.Exit(USAGE)
    exit_for(findings, fail_on)


def _show(results: list[Result], *, json: bool) -> None:
    """What became of each profile, and which files were written where standard output can't say it."""
    from cplist.cli import console, json_report

    if json:
        console.show_json(json_report.builds_data(results, language()))
        console.show_findings(found for result in results for found in result.findings)
    else:
        console.show_results(results)
    console.show_where_output_is_lost(one.path for result in results for one in result.outputs)


def _pack_words(packs: list[Path] | None) -> list[str]:
    """--packs as it was given, to be given again."""
    return [word for folder in packs or () for word in ("--packs", str(folder))]
