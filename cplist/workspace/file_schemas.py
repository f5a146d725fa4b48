"""Which schema a file of a person's is held to: the profile's, or that of one of a pack's files."""

from __future__ import annotations

from cplist.collecting.schema import COLLECT
from cplist.compose.sheets.schema import CHECKLIST
from cplist.pack.files import ABOUT
from cplist.pack.measures_schema import MEASURES
from cplist.pack.notice_schema import NOTICE
from cplist.pack.pack import DEFAULT_PACK, find_pack
from cplist.pack.pack_schema import PACK
from cplist.pack.rules_schema import RULES
from cplist.pack.sources_schema import SOURCES
from cplist.profile.schema import PROFILE
from cplist.schema.file_schema import FileSchema
from cplist.schema.json_schema import json_text
from cplist.yamldoc.document import read

FILE_SCHEMAS = {
    "profile": PROFILE,
    "pack": PACK,
    "rules": RULES,
    "notice": NOTICE,
    "sources": SOURCES,
    "measures": MEASURES,
    "checklist": CHECKLIST,
    "collect": COLLECT,
}

DECLARED = {"options": "decides", "own_rules": "name"}
"""Keys of a profile whose ids its pack declares, and the key of pack.yaml with what each means."""


def profile_json_schema() -> str:
    """The JSON Schema of a profile, for editors, with the ids that the shipped pack declares."""
    return json_text(PROFILE, declared_names())


def declared_names() -> dict[str, dict[str, str]]:
    """Of keys whose names the shipped pack declares: name → what it means."""
    about = read(find_pack(DEFAULT_PACK).files[ABOUT], ABOUT)[0].data
    return {key: {id_: entry[said] for id_, entry in about[key].items()} for key, said in DECLARED.items()}


def file_schema(name: str = "profile") -> FileSchema:
    """The schema of that file. Raises KeyError if there is none of that name."""
    return FILE_SCHEMAS[name]
