"""The commands that write what a person starts from: a profile, a schema for editors, a style.docx."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cplist.cli.app import USAGE, Json, Profile, app, exit_for, is_form
from cplist.cli.language import language
from cplist.cli.terminal.help import Command, Group


def _answer(name: str, zh: str, en: str) -> Any:
    """An option of init that answers one of its questions."""
    return typer.Option(f"--{name}", help=f"{zh} / {en}", metavar="NAME")


@app.command(cls=Command)
def init(
    type_: Annotated[
        str,
        typer.Option(
            "--type",
            help="机构类型，代号或者名称，如 city_bank、城商行；不写的，列出来供选 / "
            "the type: an id or a name; without it the choices are shown",
            metavar="TYPE",
        ),
    ] = "",
    tier: Annotated[
        str,
        typer.Option(
            "--tier",
            help="层级，代号或者名称，如 legal_entity、总行；不写的，列出来供选 / "
            "the tier: an id or a name; without it the choices are shown",
            metavar="TIER",
        ),
    ] = "",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="写入的文件 / the file to write", metavar="FILE")
    ] = None,
    yes: Annotated[
        bool, typer.Option("-y", "--yes", help="不提问，都按通常的 / ask nothing, take the usual")
    ] = False,
    party: Annotated[str, _answer("party", "党组织：党委、党总支、党支部、none", "Party organisation")] = "",
    board: Annotated[str, _answer("board", "董事会、理事会、none", "the board")] = "",
    supervision: Annotated[str, _answer("supervision", "监事会、审计委员会、none", "who supervises it")] = "",
    superior: Annotated[str, _answer("superior", "上级机构：名称（性质）", "the superior: name（kind）")] = "",
    lead: Annotated[
        str, _answer("lead", "消保牵头部门的名称", "the department that leads consumer protection")
    ] = "",
    centralised: Annotated[
        str,
        _answer("centralised", "由上级集中的职能，如 product,it", "functions that the superior has centralised"),
    ] = "",
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="写成表格，用 Excel、WPS 填写 / as a form to fill in with Excel")
    ] = False,
    blank: Annotated[
        bool, typer.Option("--blank", help="写一份空白表格，不提问 / a blank form; asks nothing")
    ] = False,
    json: Json = False,
) -> None:
    """写出一份可以直接使用的机构档案。 / Write a profile to start from."""
    from cplist.cli import console, dialogue
    from cplist.cli.starter_request import StarterRequest, write_blank

    given = {
        "party": party,
        "board": board,
        "supervision": supervision,
        "superior": superior,
        "lead": lead,
        "centralised": centralised,
    }
    if blank:
        write_blank(output, json=json)
        return
    asks = not (yes or json) and console.is_terminal()
    answers = {name: text for name, text in given.items() if text}
    request = StarterRequest(type_, tier, output, answers, asks, form=xlsx or is_form(output))
    try:
        request.run(json=json)
    except (dialogue.Left, KeyboardInterrupt):
        console.show_aborted()
        raise typer.Exit(USAGE) from None


@app.command(cls=Command)
def convert(
    profile: Profile,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="写入的文件：.xlsx 或者 .yaml；- 打印 YAML / the file: .xlsx or .yaml; - to print YAML",
            metavar="FILE",
        ),
    ],
    json: Json = False,
) -> None:
    """把机构档案转成表格，或者把表格转成 YAML。 / A profile as a form, or a form as YAML."""
    from cplist.cli import console, json_report
    from cplist.workspace.conversion import convert as converted

    result = converted(profile, output)
    if json:
        console.show_json(json_report.conversion_data(profile, result, language()))
    else:
        console.show_text(result.text or "")
        console.show_findings(result.findings)
    exit_for(result.findings, None)


@app.command(cls=Command)
def schema(
    pack: Annotated[bool, typer.Option("--pack", help="pack.yaml 的 / that of pack.yaml")] = False,
    rules: Annotated[bool, typer.Option("--rules", help="rules.yaml 的 / that of rules.yaml")] = False,
    notice: Annotated[bool, typer.Option("--notice", help="notice.yaml 的 / that of notice.yaml")] = False,
    sources: Annotated[bool, typer.Option("--sources", help="sources.yaml 的 / that of sources.yaml")] = False,
    measures: Annotated[bool, typer.Option("--measures", help="measures.yaml 的 / that of measures.yaml")] = False,
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
    from cplist.workspace.file_schemas import file_schema, profile_json_schema

    given = {
        "pack": pack,
        "rules": rules,
        "notice": notice,
        "sources": sources,
        "measures": measures,
        "checklist": checklist,
        "collect": collect,
    }
    wanted = [name for name, asked in given.items() if asked]
    if len(wanted) > 1:
        raise InputError("schema-several", options="、".join(f"--{name}" for name in wanted))
    console.show_text(json_text(file_schema(*wanted)) if wanted else profile_json_schema())


pack_app = typer.Typer(
    cls=Group, help="模板包 / packs", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
app.add_typer(pack_app, name="pack")


@pack_app.callback()
def _pack() -> None:
    """模板包。 / Packs."""


@pack_app.command("style", cls=Command)
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
        console.show_json(json_report.findings_data(findings, language()))
    else:
        console.show_findings(findings)
