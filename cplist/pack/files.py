"""The YAML files of a pack's content: read, held to their schemas, to each other and to the notice's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cplist.core.findings import MOST_FINDINGS, Finding, FindingsError, Location, by_place
from cplist.core.messages import finding
from cplist.pack.catalogue import catalogue_problems
from cplist.pack.measures import measure_problems
from cplist.pack.measures_schema import MEASURES
from cplist.pack.notice_schema import NOTICE
from cplist.pack.pack_schema import PACK
from cplist.pack.references import reference_problems
from cplist.pack.rules_schema import RULES
from cplist.pack.sources import source_problems
from cplist.pack.sources_schema import SOURCES
from cplist.schema.check import Checked, checked
from cplist.schema.file_schema import FileSchema
from cplist.yamldoc.document import Document, read

ABOUT, ASSIGNMENT_RULES, CATALOGUE, SOURCE = "pack.yaml", "rules.yaml", "notice.yaml", "notice.txt"
OTHER_SOURCES, TRADE_MEASURES = "sources.yaml", "measures.yaml"
OPTIONAL = (OTHER_SOURCES, TRADE_MEASURES)
"""Files that a pack may go without."""
Contents = Mapping[str, bytes]
"""The files of a pack's folder, by their names."""


class PackDocuments(NamedTuple):
    """The files; of each what fits its schema, an empty document for one that can't be read or isn't there."""

    about: Document
    rules: Document
    notice: Document
    sources: Document
    measures: Document


def read_pack_files(files: Contents, folder: Path) -> tuple[PackDocuments, list[Finding]]:
    """The files of a pack, and all that is wrong with them: file by file, each in its order."""
    about, of_about = _checked(files, folder, ABOUT, PACK)
    rules, of_rules = _checked(files, folder, ASSIGNMENT_RULES, RULES)
    notice, of_notice = _checked(files, folder, CATALOGUE, NOTICE)
    sources, of_sources = _checked(files, folder, OTHER_SOURCES, SOURCES, needed=False)
    measures, of_measures = _checked(files, folder, TRADE_MEASURES, MEASURES, needed=False)
    documents = PackDocuments(*(one.document for one in (about, rules, notice, sources, measures)))
    findings = [*of_about, *of_rules, *of_notice, *of_sources, *of_measures]
    findings += [*reference_problems(*documents[:3])]
    findings += source_problems(documents.sources, documents.notice, documents.about)
    findings += measure_problems(documents.measures, documents.notice)
    if SOURCE in files and CATALOGUE in files:
        source = files[SOURCE].decode("utf-8", "replace")
        findings += catalogue_problems(notice.document, notice.left_out, source)
    names = [str(folder / name) for name in (ABOUT, ASSIGNMENT_RULES, CATALOGUE, *OPTIONAL)]
    return documents, by_place(findings, names)[:MOST_FINDINGS]


def _checked(
    files: Contents, folder: Path, name: str, schema: FileSchema, *, needed: bool = True
) -> tuple[Checked, Sequence[Finding]]:
    """A file held to its schema; nothing of it is left where it can't be read."""
    at = str(folder / name)
    nothing = Checked(Document(at, {}), [], frozenset([()]))
    if name not in files:
        return nothing, [finding("pack-file-missing", Location(at), name=name)] if needed else []
    try:
        document, findings = read(files[name], at)
    except FindingsError as error:
        return nothing, error.findings
    usable = checked(document, schema)
    return usable, [*findings, *usable.findings]
