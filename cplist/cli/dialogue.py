"""The dialogue of `cplist init` on a terminal: what no option answers is asked, a wrong answer is asked again.

It goes to stderr, so that stdout holds nothing but the profile.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import TypeVar

from cplist.cli import console
from cplist.core.findings import Finding, InputError
from cplist.workspace.starter_answers import QUESTIONS, Answers, Question
from cplist.workspace.usual import known_tier, known_type, tier_names, type_names

T = TypeVar("T")
Writer = Callable[[str, Path], list[Finding]]
"""Writes the profile in that text to that file, and says so; raises InputError."""
ABREAST = 6
"""How many choices stand on a line, where they have no id to be shown."""
ONLY_LOOK = "-"
SUFFIXES = (".yaml", ".yml")


class Left(Exception):  # noqa: N818  (nothing went wrong: somebody left)
    """Ctrl-C, or the end of the input."""


def ask_type() -> str:
    names = type_names()
    console.show_lines(_one_by_one(names))
    return _told(_asked("init-ask-type", known_type), names)


def ask_tier(type_: str) -> str:
    names = tier_names(type_)
    console.show_lines(_one_by_one(names))
    return _told(_asked("init-ask-tier", lambda text: known_tier(type_, text)), names)


def _told(chosen: str, names: Mapping[str, str]) -> str:
    console.show_wording("init-understood", answer=names[chosen])
    return chosen


def ask_answers(answers: Answers, given: Collection[str]) -> Answers:
    """The answers, with those of the questions asked that no option answers; `given` are the keys of the others."""
    for question in QUESTIONS:
        if question.key not in given:
            answers = _answered(question, answers)
    return answers


def _answered(question: Question, answers: Answers) -> Answers:
    console.show_lines(_abreast(question.options(answers)))
    default = question.default(answers)
    made = _asked(question.key, lambda text: question.read(answers, text) if text else answers, default)
    if (taken := question.default(made)) != default:
        console.show_wording("init-understood", answer=taken)
    return made


def ask_file(text: str, default: Path, write: Writer) -> Path | None:
    """Ask for the file and write the profile there; None if the user only wants to look."""

    def written(answer: str) -> Path | None:
        file = file_of(answer, default.suffix) if answer else default
        if answer == ONLY_LOOK:
            return None
        console.show_findings(write(text, file))
        return file

    return _asked("init-ask-file", written, str(default))


def free_file(type_: str, suffix: str) -> Path:
    """A name for the file that nothing in this folder has."""
    stem = type_.replace("_", "-")
    names = (Path(f"{stem}{'' if number == 1 else f'-{number}'}{suffix}") for number in count(1))
    return next(name for name in names if not name.exists())


def file_of(answer: str, suffix: str) -> Path:
    """The file that an answer names; one without a suffix of its own gets this one."""
    path = Path(answer).expanduser()
    suffixes = SUFFIXES if suffix in SUFFIXES else (suffix,)
    return path if path.suffix in suffixes else path.with_name(f"{path.name}{suffix}")


def _asked(rule: str, read: Callable[[str], T], default: str = "") -> T:
    """What `read` makes of the answer, which is "" for Enter alone. Raises Left."""
    while (answer := console.ask(rule, default=default)) is not None:
        if not (answer or default):
            console.show_wording("init-enter-alone")
            continue
        try:
            return read(answer)
        except InputError as error:
            console.show_problem(error.rule, error.arguments)
    raise Left


def _one_by_one(names: Mapping[str, str]) -> Iterator[str]:
    return (f"{number:>4}  {name}  {id_}" for number, (id_, name) in enumerate(names.items(), 1))


def _abreast(names: Mapping[str, str]) -> Iterator[str]:
    """The choices with their numbers, several on a line."""
    choices = [f"{number} {name}" for number, name in enumerate(names.values(), 1)]
    return (f"    {'　'.join(choices[start : start + ABREAST])}" for start in range(0, len(choices), ABREAST))
