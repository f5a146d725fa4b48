"""A pack's templates, compiled once for any number of institutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cplist.errors import FindingsError, Location
from cplist.kept import Kept
from cplist.messages import finding
from cplist.pack import Pack
from cplist.sandbox import environment, render
from cplist.sheets import Plan, plan
from cplist.templatecache import TemplateCache

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE, INDEX, CHECKLIST = "system.md.j2", "index.md.j2", "checklist.yaml"
CELLS = "<checklist.yaml>"


class Press:
    """Renders what a pack holds; every mistake of a template is a FindingsError at its place."""

    def __init__(self, pack: Pack, kept: Kept | None = None) -> None:
        """`kept` may have the compiled templates from an earlier run."""
        self.pack, self.kept = pack, kept
        self.environment = environment(self._load, TemplateCache(kept, pack.folder) if kept else None)
        self._plan: Plan | None = None
        self._cells = ""

    def _load(self, name: str) -> str | None:
        if name == CELLS:
            return self._cells
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
            self._plan = plan(self.pack.checklist, self._compiled)
        return self._plan

    def _compiled(self, cells: str) -> Template:
        """The template of all of a workbook's cells; by a name, so that the cache keeps it too."""
        self._cells = cells
        return self.environment.get_template(CELLS)
