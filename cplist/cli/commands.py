"""The commands that show a profile's duties and a pack's clauses, those that collect returned workbooks and verify
what was built."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cplist.cli.app import BUG, FOUND, OUTPUT, Fails, Json, Packs, Profile, app, builder_of, exit_for
from cplist.cli.language import language
from cplist.cli.terminal.help import Command


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
    from cplist.cli import console
    from cplist.cli.explanation import json_data
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
            console.show_json(json_data.no_explanation_data(error.findings, language()))
        raise
    told = explainer.article(article) if article else explainer.duty(subject[0])
    if json:
        console.show_json(json_data.data_of(told, inputs.pack, language()))
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
    from cplist.workspace.profile_files import read_data

    with Progress("collect") as progress:
        result = collect_workbooks(folders, output, expected, day_of(on), packs or (), progress, read_data)
    if json:
        console.show_json(collection_data(result.collection, language()))
        console.show_findings(result.findings)
    else:
        console.show_collected(result)
    console.show_where_output_is_lost((result.workbook, result.data))
    if any(found.rule == OUR_FAULT for found in result.findings):
        raise typer.Exit(BUG)
    exit_for(result.findings, None)


@app.command(cls=Command)
def verify(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="cplist 输出的文件夹，或者其中的文件，可以多个 / folders that cplist wrote, or files in them",
            metavar="PATH…",
        ),
    ],
    json: Json = False,
    packs: Packs = None,
) -> None:
    """核对文件：生成以后哪一份、哪一段、哪一格改过。 / What was changed since it was built."""
    from cplist.cli import console, json_report
    from cplist.workspace.verification import Verifier

    verified = list(Verifier(packs or ()).verify(paths))
    if json:
        console.show_json(json_report.verification_data(verified, language()))
        console.show_findings([found for one in verified for found in one.findings])
    else:
        console.show_verified(verified)
    if not all(one.whole for one in verified):
        raise typer.Exit(FOUND)
