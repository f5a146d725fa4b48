"""What is wrong with how the program was called, as a rule of our wordings: Typer says it in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import typer

from cplist.cli.language import language
from cplist.cli.terminal.help import usage_line

PROGRAM = "cplist"
PROBLEMS = (
    (r"No such option: (?P<option>\S+)(?:.*?(?P<near>--[\w-]+))?.*", "usage-no-option"),
    (r"No such command '(?P<name>.+?)'(?:.*?mean '?(?P<near>\w+))?.*", "usage-no-command"),
    (r"Missing \w+ '(?P<name>.+?)'.*", "usage-missing"),
    (r"Option '(?P<option>.+?)' requires an argument.*", "usage-no-value"),
    (r"Option '(?P<option>.+?)' does not take a value.*", "usage-flag"),
    (r"Invalid value for '(?P<option>.+?)'(?:.* is not one of (?P<choices>.+?)\.?|.*)", "usage-value"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((?P<words>.*)\)", "usage-extra"),
)
"""What Typer says → our wording's rule."""


def usage_problem(error: typer.TyperException) -> tuple[str, Mapping[str, str]] | None:
    """The rule and its arguments; None for a command that needs more words than its name, of which `error` says
    nothing but its help."""
    text = error.format_message()
    context: Any = getattr(error, "ctx", None)
    said = {"command": PROGRAM, "usage": ""}
    if context is not None:
        said = {"command": context.command_path, "usage": usage_line(context.command, context)}
        if text == context.get_help():
            return None
    for pattern, rule in PROBLEMS:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return rule, said | {name: _shown(value or "") for name, value in found.groupdict().items()}
    return "usage", said | {"problem": text}


def _shown(text: str) -> str:
    """What Typer quotes, without its quotes; several as a list in the user's language."""
    return text.replace("', '", ", " if language() == "en" else "、").replace("'", "")
