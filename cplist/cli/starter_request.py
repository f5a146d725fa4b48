"""What `cplist init` was asked for: asks for what is missing, writes the profile or shows it, says how to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cplist.cli import console, dialogue, json_report
from cplist.cli.app import is_form
from cplist.cli.language import language
from cplist.core.findings import InputError
from cplist.workspace.scaffold import write_starter
from cplist.workspace.starter_answers import OPTIONS, Answers, usual_answers
from cplist.workspace.starter_profile import starter
from cplist.workspace.usual import known_tier, known_type


@dataclass(frozen=True)
class StarterRequest:
    """The options: type and tier ("" where they weren't given), the file, the answers `given` by their options'
    names. Where it `asks`, somebody sits before a terminal. A `form` is written as .xlsx."""

    type: str
    tier: str
    output: Path | None
    given: Mapping[str, str]
    asks: bool
    form: bool = False

    @property
    def shown(self) -> bool:
        """Whether the profile, if there is no file, would stand on the terminal."""
        return self.output is None and (self.form or console.shows_results())

    def run(self, *, json: bool) -> None:
        """Raises InputError for an option that doesn't fit, dialogue.Left where the user left."""
        if self.form and not (is_form(self.output) or (self.output is None and self.asks)):
            raise InputError("init-form-file", file=str(self.output or ""))
        type_, tier = self._type_and_tier()
        answers = self._answers(usual_answers(type_, tier))
        text = starter(type_, tier, answers)
        if json:
            findings = self._writer(text, self.output) if self.output else []
            data = json_report.starter_data(type_, tier, text, self.output, findings, language())
            console.show_json(data)
        else:
            self._write(text, type_)

    @property
    def _writer(self) -> dialogue.Writer:
        if not self.form:
            return write_starter
        from cplist.workspace.conversion import write_form  # loads openpyxl

        return write_form

    def _type_and_tier(self) -> tuple[str, str]:
        type_ = known_type(self.type) if self.type else ""
        missing = [name for name, value in (("--type", self.type), ("--tier", self.tier)) if not value]
        if missing and not self.asks:
            raise InputError("init-not-asked", options=" ".join(missing))
        if missing:
            console.show_wording("init-intro")
        type_ = type_ or dialogue.ask_type()
        return type_, known_tier(type_, self.tier) if self.tier else dialogue.ask_tier(type_)

    def _answers(self, answers: Answers) -> Answers:
        """What the options say, then what is asked: nothing where the profile goes into a pipe or a file of the
        shell's."""
        asked = self.asks and (self.output or self.shown)
        for name, option in OPTIONS.items():
            if name in self.given:
                answers = option.read(answers, self.given[name])
        if not asked:
            return answers
        return dialogue.ask_answers(answers, {OPTIONS[name].question for name in self.given})

    def _write(self, text: str, type_: str) -> None:
        file = self.output
        if file:
            console.show_findings(self._writer(text, file))
        elif self.asks and self.shown:
            suffix = ".xlsx" if self.form else ".yaml"
            file = dialogue.ask_file(text, dialogue.free_file(type_, suffix), self._writer)
        if file is None:
            if not self.form:
                console.show_text(text)
            if self.shown:
                console.show_wording("init-not-saved")
        elif self.asks:
            console.show_next("check", str(file))


def write_blank(file: Path | None, *, json: bool) -> None:
    """Write a blank form and say so. Raises InputError."""
    from cplist.workspace.conversion import write_blank_form  # loads openpyxl

    if file is None or not is_form(file):
        raise InputError("init-form-file", file=str(file or ""))
    findings = write_blank_form(file)
    if json:
        console.show_json(json_report.findings_data(findings, language()))
    else:
        console.show_findings(findings)
