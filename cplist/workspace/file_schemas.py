"""Which schema a file of a person's is held to: the profile's, or that of one of a pack's files."""

from __future__ import annotations

from cplist.collecting.schema import COLLECT
from cplist.compose.sheets.schema import CHECKLIST
from cplist.pack.notice_schema import NOTICE
from cplist.pack.pack_schema import PACK
from cplist.pack.rules_schema import RULES
from cplist.pack.sources_schema import SOURCES
from cplist.profile.schema import PROFILE
from cplist.schema.file_schema import FileSchema

FILE_SCHEMAS = {
    "profile": PROFILE,
    "pack": PACK,
    "rules": RULES,
    "notice": NOTICE,
    "sources": SOURCES,
    "checklist": CHECKLIST,
    "collect": COLLECT,
}


def file_schema(name: str = "profile") -> FileSchema:
    """The schema of that file. Raises KeyError if there is none of that name."""
    return FILE_SCHEMAS[name]
