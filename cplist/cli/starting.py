"""The commands that write what a person starts from: a profile, a schema for editors, a style.docx."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cplist.cli.app import USAGE, Json, app


@app.command()
def init(
    type_: Annotated[
        str, typer.Option("--type", help="机构类型，如 city_bank；不写则询问 / the type; asked for if left out")
    ] = "",
    tier: Annotated[
        str, typer.Option("--tier", help="层级，如 legal_entity；不写则询问 / the tier; asked for if left out")
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="写入的文件，缺省为标准输出 / a file instead of stdout", metavar="FILE"
        ),
    ] = None,
    json: Json = False,
) -> None:
    """写出一份可以直接使用的机构档案。 / Write a profile to start from."""
    from cplist.cli import console, json_report
    from cplist.workspace.scaffold import write_starter
    from cplist.workspace.starter_profile import known_tier, known_type, starter, tier_names, type_names

    chosen = known_type(type_) if type_ else console.choose(("机构类型的序号", "number of the type"), type_names())
    if chosen and not tier:
        tier = console.choose(("层级的序号", "number of the tier"), tier_names(chosen)) or ""
    if not chosen or not tier:
        console.show_aborted()
        raise typer.Exit(USAGE)
    tier = known_tier(chosen, tier)
    text = starter(chosen, tier)
    findings = write_starter(text, output) if output else []
    if json:
        console.show_json(json_report.starter_data(chosen, tier, text, output, findings, console.language()))
    elif output is None:
        console.show_text(text)
    else:
        console.show_findings(findings)


@app.command()
def schema(
    pack: Annotated[bool, typer.Option("--pack", help="pack.yaml 的 / that of pack.yaml")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="rules.yaml 的 / that of rules.yaml")] = False,
    notice: Annotated[bool, typer.Option("--notice", help="notice.yaml 的 / that of notice.yaml")] = False,
    checklist: Annotated[
        bool, typer.Option("--checklist", help="checklist.yaml 的 / that of checklist.yaml")
    ] = False,
    collect: Annotated[bool, typer.Option("--collect", help="collect.yaml 的 / that of collect.yaml")] = False,
    json: Json = False,  # noqa: ARG001  (a schema is JSON either way)
) -> None:
    """打印档案的 JSON Schema，供编辑器使用。 / The profile's JSON Schema, for editors."""
    from cplist.cli import console
    from cplist.core.findings import InputError
    from cplist.schema.json_schema import json_text
    from cplist.workspace.file_schemas import file_schema

    given = {"pack": pack, "rules": rules, "notice": notice, "checklist": checklist, "collect": collect}
    wanted = [name for name, asked in given.items() if asked]
    if len(wanted) > 1:
        raise InputError("schema-several", options="、".join(f"--{name}" for name in wanted))
    console.show_text(json_text(file_schema(*wanted)))


pack_app = typer.Typer(help="模板包 / packs", no_args_is_help=True, rich_markup_mode=None, add_completion=False)
app.add_typer(pack_app, name="pack")


@pack_app.callback()
def _pack() -> None:
    """模板包。 / Packs."""


@pack_app.command("style")
def pack_style(
    output: Annotated[Path, typer.Option("-o", "--output", help="写入的文件 / the file", metavar="FILE")] = Path(
        "style.docx"
    ),
    json: Json = False,
) -> None:
    """写出一份 Word 版式，可以从它改起。 / Write a fresh style.docx to start from."""
    from cplist.cli import console, json_report
    from cplist.workspace.scaffold import write_style
    from cplist.writers.word.default_style.package import default_style

    findings = write_style(default_style(), output)
    if json:
        console.show_json(json_report.findings_data(findings, console.language()))
    else:
        console.show_findings(findings)
