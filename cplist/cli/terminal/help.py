"""--help in the user's language, laid out by the cells of a terminal.

Typer's own counts characters, and rich takes longer to load than all that --help needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typer.core import TyperCommand, TyperGroup

from cplist.cli.language import language, one_language
from cplist.cli.terminal.cells import padded, width, wrapped

LABELS: Mapping[str, tuple[str, str]] = {
    "usage": ("用法：{command} {arguments}", "Usage: {command} {arguments}"),
    "options": ("[选项]", "[OPTIONS]"),
    "command": ("命令 [参数]…", "COMMAND [ARGUMENT]…"),
    "arguments": ("参数：", "Arguments:"),
    "choices": ("选项：", "Options:"),
    "commands": ("命令：", "Commands:"),
    "help": ("显示用法", "show this help"),
    "default": ("（默认 {value}）", " (default: {value})"),
}
INDENT, WIDEST, APART = 2, 28, 2
"""Of the tables: blanks before and between the columns, and the most cells of the first one."""


class Command(TyperCommand):
    """A command whose help is in one language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_help_of(self, ctx, formatter.width)) + "\n")


class Group(TyperGroup):
    """Commands with a help in one language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_help_of(self, ctx, formatter.width)) + "\n")


def usage_line(command: Any, ctx: Any) -> str:
    """What may stand behind a command's name."""
    arguments = [one.metavar for one in command.get_params(ctx) if one.param_type_name == "argument"]
    last = [_label("command")] if isinstance(command, TyperGroup) else arguments
    return _label("usage", command=ctx.command_path, arguments=" ".join([_label("options"), *last]))


def _help_of(command: Any, ctx: Any, cells: int) -> Iterator[str]:
    yield usage_line(command, ctx)
    yield ""
    yield from _indented(wrapped(one_language(command.help or ""), cells - INDENT))
    parameters = command.get_params(ctx)
    for kind, heading in (("argument", "arguments"), ("option", "choices")):
        rows = [_row_of(one) for one in parameters if one.param_type_name == kind]
        yield from _table(heading, rows, cells)
    if isinstance(command, TyperGroup):
        commands = [(name, command.get_command(ctx, name)) for name in command.list_commands(ctx)]
        yield from _table(
            "commands", [(name, one_language(one.help or "")) for name, one in commands if one], cells
        )


def _row_of(parameter: Any) -> tuple[str, str]:
    """How a parameter is written, and what it does."""
    if parameter.param_type_name == "argument":
        return parameter.metavar, one_language(parameter.help or "")
    if "--help" in parameter.opts:
        return "--help", _label("help")
    names = ", ".join(sorted(parameter.opts, key=len))
    value = "" if parameter.is_flag else f" {parameter.metavar or 'TEXT'}"
    default = "" if parameter.is_flag or not parameter.default else _label("default", value=parameter.default)
    return names + value, one_language(parameter.help or "") + default


def _table(heading: str, rows: Sequence[tuple[str, str]], cells: int) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield _label(heading)
    first = min(max(width(name) for name, _ in rows), WIDEST)
    beside = " " * (INDENT + first + APART)
    for name, text in rows:
        lines = [beside + line for line in wrapped(text, cells - len(beside))]
        fits = width(name) <= first
        yield " " * INDENT + (padded(name, first + APART) + lines[0][len(beside) :] if fits and lines else name)
        yield from lines[1:] if fits else lines


def _indented(lines: Sequence[str]) -> list[str]:
    return [" " * INDENT + line for line in lines]


def _label(key: str, **arguments: object) -> str:
    return LABELS[key][language() == "en"].format(**arguments)
