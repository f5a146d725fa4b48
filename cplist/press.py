"""A pack's templates, compiled once for any number of institutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cplist.errors import FindingsError, Location
from cplist.messages import finding
from cplist.pack import Pack
from cplist.sandbox import environment, render
from cplist.sheets import Plan, plan

TEMPLATE, INDEX, CHECKLIST = "system.md.j2", "index.md.j2", "checklist.yaml"


class Press:
    """Renders what a pack holds; every mistake of a template is a FindingsError at its place."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.environment = environment(self._load)
        self._plan: Plan | None = None

    def _load(self, name: str) -> str | None:
        content = self.pack.files.get(name)
        return None if content is None else content.decode("utf-8")

    def has(self, template: str) -> bool:
        return template in self.pack.files

    def file(self, name: str) -> str:
        """Where that file of the pack stands, for findings."""
        return str(self.pack.folder / name)

    def text(self, template: str, values: Mapping[str, Any]) -> str:
        """The rendered template of that name."""
        return render(lambda: self.environment.get_template(template), values, self.file(template))

    def paper(self, kind: str) -> str:
        """The name of the template of that further document. Raises FindingsError where the pack has none."""
        paper = self.pack.papers.documents.get(kind)
        if paper is None:
            at = Location(self.file("pack.yaml"))
            raise FindingsError([finding("document-missing", at, "documents", kind=kind, pack=self.pack.name)])
        if not self.has(paper.template):
            at = Location(self.file("pack.yaml"))
            raise FindingsError([finding("pack-file-missing", at, f"documents.{kind}", name=paper.template)])
        return paper.template

    def checklist(self) -> Plan:
        if self._plan is None:
            self._plan = plan(self.pack.checklist, self.environment.from_string, self.file(CHECKLIST))
        return self._plan
