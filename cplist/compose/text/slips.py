"""What is wrong with a rendered text: slips of its template, as findings of that file."""

from __future__ import annotations

from cplist.core.findings import Finding, Location
from cplist.core.messages import finding


class Slips:
    """The findings so far. They quote the words: a line of the rendered text would not be one of the template."""

    def __init__(self, file: str) -> None:
        self._at = Location(file)
        self.found: list[Finding] = []

    def add(self, rule: str, **arguments: object) -> None:
        """One more slip, under that rule of the messages."""
        self.found.append(finding(rule, self._at, "", **arguments))
