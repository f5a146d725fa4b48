"""Colours, where somebody sees them: on a terminal that shows some, unless NO_COLOR is set (no-color.org)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, TextIO

import typer

STYLES: Mapping[str, Mapping[str, Any]] = {
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan"},
    "done": {"fg": "green"},
    "name": {"bold": True},
    "aside": {"dim": True},
}


def is_terminal(stream: TextIO | None) -> bool:
    """Whether it is a terminal, and no file or pipe."""
    return stream is not None and stream.isatty()


def moves_its_cursor(stream: TextIO | None) -> bool:
    """Whether it is a terminal on which a line can be written anew."""
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def shows_colours(stream: TextIO | None) -> bool:
    """Whether it is a terminal that shows colours, and nobody asked for none."""
    plain_console = os.name == "nt" and not (os.environ.get("WT_SESSION") or os.environ.get("TERM"))
    return moves_its_cursor(stream) and not plain_console and not os.environ.get("NO_COLOR")


def in_colour(text: str, style: str, stream: TextIO | None) -> str:
    """The text in one of the STYLES, where the stream shows colours; else as it is."""
    return typer.style(text, **STYLES[style]) if text and shows_colours(stream) else text
