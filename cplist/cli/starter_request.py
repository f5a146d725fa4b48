"""What `cplist init` was asked for: asks for what is missing, writes the profile or shows it, says how to go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cplist.cli import console, dialogue, json_report
from cplist.cli.language import language
from cplist.core.findings import InputError
from cplist.workspace.scaffold import write_starter
from cplist.workspace.starter_answers import OPTIONS, Answers, usual_answers
from cplist.workspace.starter_profile import starter
from cplist.workspace.usual import known_tier, known_type


@dataclass(frozen=True)
class StarterRequest:
    """The options: type and tier ("" where they weren't given), the file, the answers `given` by their options'
    names. Where it `asks`, somebody sits before a terminal."""

    type: str
    tier: str
    output: Path | None
    given: Mapping[str, str]
    asks: bool

    @property
    def shown(self) -> bool:
        """Whether the profile, if there is no file, would stand on the terminal."""
        return self.output is None and console.shows_results()

    def run(self, *, json: bool) -> None:
        """Raises InputError for an option that doesn't fit, dialogue.Left where the user left."""
        type_, tier = self._type_and_tier()
        answers = self._answers(usual_answers(type_, tier))
        text = starter(type_, tier, answers)
        if json:
            findings = write_starter(text, self.output) if self.output else []
            data = json_report.starter_data(type_, tier, text, self.output, findings, language())
            console.show_json(data)
        else:
            self._write(text, type_)

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
            console.show_findings(write_starter(text, file))
        elif self.asks and self.shown:
            file = dialogue.ask_file(text, dialogue.free_file(type_))
        if file is None:
            console.show_text(text)
            if self.shown:
                console.show_wording("init-not-saved")
        elif self.asks:
            console.show_next("check", str(file))
