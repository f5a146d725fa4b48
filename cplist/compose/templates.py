"""Jinja's cache of compiled templates, in what is kept between runs: compiling takes a quarter of a build."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, FunctionLoader

from cplist.compose.insertion import Whole, whole
from cplist.compose.sandbox import Watch, environment, render
from cplist.compose.sheets.plan import Plan, plan
from cplist.core.cache import DiskCache, version_stamp
from cplist.core.findings import FindingsError, Location
from cplist.core.messages import finding
from cplist.pack.pack import Pack

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.bccache import Bucket


class TemplateCache(BytecodeCache):
    """The templates of the pack in one folder. The sandbox is in the compiled code: what an older Jinja compiled,
    perhaps with a hole in it, never comes back."""

    def __init__(self, cache: DiskCache, pack: Path) -> None:
        self.cache = cache
        self.stamp = f"{pack.resolve()}|{version_stamp(Path(__file__).with_name('sandbox.py'), 'jinja2')}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"template|{self.stamp}|{filename or name}"

    def load_bytecode(self, bucket: Bucket) -> None:
        if (content := self.cache.get(bucket.key)) is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.cache.put(bucket.key, bucket.bytecode_to_string())


TEMPLATE, INDEX, CHECKLIST = "system.md.j2", "index.md.j2", "checklist.yaml"
PARTY_CHECKLIST = "checklist.yaml (party)"


class Templates:
    """Renders what a pack holds; every mistake of a template is a FindingsError at its place."""

    def __init__(self, pack: Pack, cache: DiskCache | None = None) -> None:
        """`cache` may have the compiled templates from an earlier run."""
        self.pack, self.cache = pack, cache
        self.environment = environment(self._load, TemplateCache(cache, pack.folder) if cache else None)
        self._plans: dict[bool, Plan] = {}
        self._wholes: dict[str, Whole] = {}

    def _load(self, name: str) -> str | None:
        made = whole(name, self._text)
        if made is None:
            return None
        if made.missing:
            at = self.file(name)
            raise FindingsError(
                finding("pack-file-missing", Location(at, line), name=lost) for line, lost in made.missing
            )
        self._wholes[name] = made
        return made.text

    def _text(self, name: str) -> str | None:
        content = self.pack.files.get(name)
        return None if content is None else content.decode("utf-8")

    def place(self, name: str, line: int) -> Location:
        """Where that line of a template comes from."""
        if name not in self._wholes:
            self._load(name)
        name, line = self._wholes[name].place(line) if name in self._wholes else (name, line)
        return Location(self.file(name), line)

    def has(self, template: str) -> bool:
        return template in self.pack.files

    def file(self, name: str) -> str:
        """Where that file of the pack stands, for findings."""
        return str(self.pack.folder / name)

    def text(self, template: str, values: Mapping[str, Any], watch: Watch | None = None) -> str:
        """The rendered template of that name; `watch` sees its pieces as they come."""
        return render(
            lambda: self.environment.get_template(template), values, self.file(template), self.place, watch=watch
        )

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

    def checklist(self, *, party: bool = False) -> Plan:
        """The plan of an institution's workbook, or of that of one party."""
        if party not in self._plans:
            known_as = PARTY_CHECKLIST if party else CHECKLIST
            self._plans[party] = plan(
                self.pack.checklist, lambda cells: self._compiled(cells, known_as), party=party
            )
        return self._plans[party]

    def _compiled(self, cells: str, known_as: str) -> Template:
        """The template of all of a workbook's cells; `known_as` is what the cache knows it by."""
        loader = FunctionLoader(lambda _: (cells, known_as, None))
        return loader.load(self.environment, CHECKLIST, self.environment.make_globals(None))


@lru_cache(maxsize=16)
def templates_of(pack: Pack, cache: DiskCache | None = None) -> Templates:
    """The templates of an opened pack, compiled once for any number of institutions."""
    return Templates(pack, cache)
