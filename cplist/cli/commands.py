"""The commands that work on profiles, packs and returned workbooks: parse, call, exit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cplist.cli.app import BUG, USAGE, Fails, Json, Packs, Profile, Profiles, app, builder_of, exit_for, request_of
from cplist.cli.language import language
from cplist.cli.terminal.help import Command
from cplist.documents.kinds import Kind

if TYPE_CHECKING:
    from cplist.workspace.batch import Checked, Result

OUTPUT = Path("output")


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


@app.command(cls=Command)
def coverage(profile: Profile, json: Json = False, packs: Packs = None, fail_on: Fails = None) -> None:
    """逐条说明每一责任事项由谁承担，或者为什么没有。 / What became of every duty."""
    from cplist.cli import console, json_report
    from cplist.core.findings import FindingsError

    try:
        builder = builder_of(packs)
        read = builder.profile(profile)
        draft = builder.draft(read)
    except FindingsError as error:
        if json:
            console.show_json(json_report.no_coverage_data(error.findings, language()))
        raise
    if json:
        console.show_json(json_report.coverage_data(draft, language()))
        console.show_findings(draft.findings)
    else:
        console.show_coverage(draft, builder.pack_of(read))
    exit_for(draft.findings, fail_on)


@app.command(cls=Command)
def explain(
    subject: Annotated[
        list[str],
        typer.Argument(
            help="责任事项编号和机构档案；用 --article 的只写档案 / a duty's id and a profile; or a profile alone",
            metavar="[DUTY] PROFILE",
        ),
    ],
    article: Annotated[
        str,
        typer.Option("--article", help="说明这一条文，写键或者条号 / explain this article", metavar="KEY"),
    ] = "",
    json: Json = False,
    packs: Packs = None,
) -> None:
    """说明一项责任由谁承担、为什么、写在哪里，或者一条条文从哪里来。 / Why a duty lies where it lies."""
    from cplist.cli import console, explanation_json
    from cplist.core.findings import FindingsError, InputError
    from cplist.explaining.explain import Explainer

    if len(subject) != (1 if article else 2):
        raise InputError("explain-usage")
    builder = builder_of(packs)
    try:
        profile = builder.profile(subject[-1])
        inputs = builder.inputs(profile)
        explainer = Explainer(inputs, builder.draft(profile))
    except FindingsError as error:
        if json:
            console.show_json(explanation_json.no_explanation_data(error.findings, language()))
        raise
    told = explainer.article(article) if article else explainer.duty(subject[0])
    if json:
        console.show_json(explanation_json.data_of(told, inputs.pack, language()))
        console.show_findings(told.findings)
    else:
        console.show_explanation(told, inputs.pack)
    exit_for(told.findings, None)


@app.command(cls=Command)
def clauses(
    pack: Annotated[
        str, typer.Option("--pack", help="模板包的名称或文件夹 / a pack's name or folder", metavar="PACK")
    ] = "",
    json: Json = False,
    packs: Packs = None,
) -> None:
    """列出通知的条款和责任事项。 / The notice's clauses and duties."""
    from cplist.cli import console, json_report
    from cplist.pack.pack import DEFAULT_PACK
    from cplist.pack.trust import open_trusted

    opened = open_trusted(pack or DEFAULT_PACK, packs or ())
    if json:
        console.show_json(json_report.clauses_data(opened))
    else:
        console.show_clauses(opened)


@app.command(cls=Command)
def collect(
    folders: Annotated[
        list[Path],
        typer.Argument(help="存放报送文件的文件夹，可以多个 / folders with returned workbooks", metavar="DIR"),
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="输出文件夹 / output folder", metavar="DIR")
    ] = OUTPUT,
    expected: Annotated[
        Path | None,
        typer.Option(
            "--expected",
            help="应报名单：文本文件，或者机构档案、下发时输出的文件夹 / who should return: a list or a folder",
            metavar="FILE|DIR",
        ),
    ] = None,
    on: Annotated[
        str,
        typer.Option(
            "--on", help="统计日期；不写的用各工作簿自己的 / the day; else each workbook's own", metavar="DATE"
        ),
    ] = "",
    json: Json = False,
    packs: Packs = None,
) -> None:
    """汇总各机构报送的责任清单。 / Collect returned checklists into one workbook and one JSON."""
    from cplist.cli import console
    from cplist.cli.terminal.progress import Progress
    from cplist.collecting.collect import collect as collect_workbooks
    from cplist.collecting.collect import day_of
    from cplist.collecting.files import OUR_FAULT
    from cplist.collecting.json_data import collection_data

    with Progress("collect") as progress:
        result = collect_workbooks(folders, output, expected, day_of(on), packs or (), progress)
    if json:
        console.show_json(collection_data(result.collection, language()))
        console.show_findings(result.findings)
    else:
        console.show_collected(result)
    console.show_where_output_is_lost((result.workbook, result.data))
    if any(found.rule == OUR_FAULT for found in result.findings):
        raise typer.Exit(BUG)
    exit_for(result.findings, None)


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
