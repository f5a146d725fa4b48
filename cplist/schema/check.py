"""A YAML file held to its schema: what breaks it, and what of it can be used all the same."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from cplist.core.findings import MOST_FINDINGS, Finding
from cplist.core.messages import finding
from cplist.schema.file_schema import REMOVE, FileSchema
from cplist.schema.fit import fits_keys
from cplist.schema.language import TYPES, Keys, alternative, rule_at
from cplist.schema.misspellings import as_meant
from cplist.schema.wording import MERGE_KEY, Wording
from cplist.yamldoc.document import Document, Path
from cplist.yamldoc.reader import Refused

if TYPE_CHECKING:
    from cplist.schema.breaches import Breach


class Checked(NamedTuple):
    """A document of which only what fits its schema is left (misspelt keys under their right names, values that
    are wrong taken out, wrong entries of lists empty), and a finding for all else; `left_out` are the paths of what
    is wrong or missing."""

    document: Document
    findings: list[Finding]
    left_out: frozenset[Path] = frozenset()


def checked(document: Document, file: FileSchema) -> Checked:
    """The document held to its schema, with all slips at once in the order of the file."""
    if isinstance(document.data, dict) and fits_keys(document.data, file.keys):
        return Checked(document, [])
    meant, misspelt = as_meant(document, file)
    breaches = _told(meant, file, partial=False)
    findings = [*misspelt, *_worded(breaches, meant, file, Wording)]
    findings.sort(key=lambda found: found.location or document.place(()))
    usable = replace(meant, data=_usable(meant.data, breaches, file.keys))
    left_out = frozenset(breach.path for breach in breaches) if usable.data else frozenset([()])
    return Checked(usable, findings[:MOST_FINDINGS], left_out)


def schema_findings(
    document: Document, file: FileSchema, wording: type[Wording] = Wording, *, partial: bool = False
) -> list[Finding]:
    """Every breach, each at its place, MOST_FINDINGS at most; a `partial` file may lack keys."""
    if isinstance(document.data, Refused) or fits_keys(document.data, file.keys):
        return []
    return _worded(_told(document, file, partial=partial), document, file, wording)[:MOST_FINDINGS]


def _worded(
    breaches: Iterable[Breach], document: Document, file: FileSchema, wording: type[Wording]
) -> list[Finding]:
    if not isinstance(document.data, dict):
        return [finding(file.messages["top"], document.place(()), key=Wording(file, document).key(()))]
    words = wording(file, document)
    return [words.of(breach) for breach in breaches]


def _told(document: Document, file: FileSchema, *, partial: bool) -> list[Breach]:
    """The breaches that are worth telling: of a mapping that an alias was to fill nothing is missing, and of a key
    that isn't known, or a value that wasn't read, nothing else is said."""
    from cplist.schema.breaches import breaches  # loads Cerberus: only for a file that doesn't fit

    if not isinstance(document.data, dict):
        return []
    found = breaches(document, file.described)
    unsaid = {breach.path[:-1] for breach in found if is_removal(breach, file) or breach.path[-1] == MERGE_KEY}
    unknown = {breach.path[:-1] for breach in found if breach.kind == "unknown"}
    return [
        breach
        for breach in found
        if not isinstance(breach.value, Refused)
        and not (breach.kind == "missing" and (partial or breach.path[:-1] in unsaid))
        and not (breach.path in unknown and breach.kind not in ("missing", "unknown"))
    ]


def is_removal(breach: Breach, file: FileSchema) -> bool:
    """An entry marked `remove` that was not taken out."""
    path = breach.path
    return breach.kind == "unknown" and len(path) == 3 and path[0] in file.keyed and path[2] == REMOVE


def _usable(data: Any, breaches: Iterable[Breach], keys: Keys) -> dict[str, Any]:
    """The data without what breaks the schema; entries of lists, and what has a name of the author's own, become
    empty, so that numbers and names stay."""
    if not isinstance(data, dict):
        return {}
    usable = copy.deepcopy(data)
    for breach in breaches:
        *parents, last = breach.path
        holder: Any = usable
        for step in parents:
            holder = holder[step]
        if isinstance(holder, list) or "valuesrules" in alternative(rule_at(keys, tuple(parents), data), holder):
            holder[last] = TYPES[breach.rule["type"]]()
        else:
            holder.pop(last, None)
    return usable
