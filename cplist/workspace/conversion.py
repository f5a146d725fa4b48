"""A profile as a form (.xlsx) and a form as YAML: `cplist convert`, and the forms that `cplist init` writes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml

from cplist.core.findings import Finding, FindingsError, InputError, Location, has_errors
from cplist.core.messages import finding
from cplist.form.convert import as_form, as_yaml, blank_form
from cplist.profile.unit_lists import FROM, named_lists
from cplist.workspace.file_schemas import declared_names
from cplist.workspace.profile_files import STANDARD_INPUT, content_of, is_form, read_data
from cplist.workspace.scaffold import write_new_file, write_starter
from cplist.yamldoc.document import Document, path_text
from cplist.yamldoc.document import Path as ValuePath
from cplist.yamldoc.document import read as read_yaml
from cplist.yamldoc.text import decode

FORM, YAML = (".xlsx",), (".yaml", ".yml")
_COMMENT = re.compile(r"(?:^|\s)#[^\n]*", re.MULTILINE)
_FOR_EDITORS = "# yaml-language-server:"


@dataclass(frozen=True)
class Conversion:
    """What became of a file: the YAML (where it goes to standard output), what was written, what is to be said."""

    text: str | None
    file: Path | None
    findings: tuple[Finding, ...]


def convert(source: str, target: Path) -> Conversion:
    """Write the profile in that file as the other sort of file; "-" is standard input, and standard output for
    YAML. A file with errors short of its values isn't converted. Raises InputError."""
    suffix = target.suffix.lower()
    to_screen = str(target) == STANDARD_INPUT
    if not to_screen and suffix not in FORM + YAML:
        raise InputError("convert-suffix", file=str(target))
    content = content_of(source)
    try:
        document, findings = read_data(content, source)
    except FindingsError as error:
        return Conversion(None, None, error.findings)
    if has_errors(findings):
        return Conversion(None, None, tuple(findings))
    if suffix in FORM:
        form, lost = as_form(document, declared_names())
        written = write_new_file(form, target, "convert-written")
        text = None
    elif not is_form(content, source):
        raise InputError("convert-same", file=source)
    else:
        text, lost = as_yaml(document)
        written = [] if to_screen else write_starter(text, target, "convert-written")
    said = [*findings, *lost, *_left_behind(content, source), *_moved(document, source, target)]
    return Conversion(text if to_screen else None, None if to_screen else target, (*said, *written))


def _left_behind(content: bytes, source: str) -> Iterator[Finding]:
    """The comments of a YAML file, which a form doesn't hold."""
    if is_form(content, source):
        return
    comments = list(comments_of(decode(content, source)))
    if comments:
        lines = "、".join(str(line) for line in dict.fromkeys(comments))
        yield finding("convert-comments", Location(source, comments[0]), count=len(comments), lines=lines)


def comments_of(text: str) -> Iterator[int]:
    """The lines of a YAML file on which a comment stands, without the one for editors."""
    tokens = list(yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    for one, other in pairwise(tokens):
        begin, end = one.end_mark.index, other.start_mark.index
        for match in _COMMENT.finditer(text, begin, max(begin, end)):
            if not match[0].strip().startswith(_FOR_EDITORS):
                yield text.count("\n", 0, match.end()) + 1


def _moved(document: Document, source: str, target: Path) -> Iterator[Finding]:
    """A base or a list of units whose path is no longer right, as the new file is in another folder."""
    base = document.data.get("extends") if isinstance(document.data, dict) else None
    paths: list[tuple[ValuePath, str, str]] = []
    if isinstance(base, str):
        paths.append((("extends",), base, "convert-extends"))
    paths += [((*path, FROM), named, "convert-units") for path, named in named_lists(document.data)]
    for path, named, rule in paths:
        if not Path(named).is_absolute() and _folder(source) != _folder(str(target)):
            yield finding(rule, document.place(path), path_text(path), base=named)


def _folder(name: str) -> Path:
    return Path.cwd() if name == STANDARD_INPUT else Path(name).parent.resolve()


def write_form(text: str, file: Path) -> list[Finding]:
    """Write the form of a profile in YAML. Raises InputError."""
    document, _ = read_yaml(text.encode(), file.name)
    form, lost = as_form(document, declared_names())
    order = [found for found in lost if found.rule != "convert-order"]
    return [*order, *write_new_file(form, file, "init-written")]


def write_blank_form(file: Path) -> list[Finding]:
    """Write a form in which nothing is filled in. Raises InputError."""
    return write_new_file(blank_form(declared_names()), file, "form-written")
