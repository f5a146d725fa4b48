"""What in a profile's data breaks the schema, as findings with places and with what to do about each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cplist.core.findings import Finding
from cplist.core.messages import finding
from cplist.profile.references import called
from cplist.profile.schema import PROFILE
from cplist.schema.check import is_removal, schema_findings
from cplist.schema.checks import is_id
from cplist.schema.wording import Wording
from cplist.yamldoc.document import Document, path_text
from cplist.yamldoc.text import shown

if TYPE_CHECKING:
    from cplist.schema.breaches import Breach


def check_schema(document: Document, *, partial: bool = False) -> list[Finding]:
    """Every breach, each at its place, MOST_FINDINGS at most; a `partial` profile may lack keys."""
    return schema_findings(document, PROFILE, ProfileWording, partial=partial)


class ProfileWording(Wording):
    """What is told of a profile beside what is told of any file: entries to remove, ids that name somebody."""

    def of(self, breach: Breach) -> Finding:
        return self._not_removed(breach) if is_removal(breach, self.file) else super().of(breach)

    def wrong_value(self, breach: Breach) -> Finding:
        return self._wrong_id(breach) if breach.kind == "id" else super().wrong_value(breach)

    def at_key(self, breach: Breach) -> bool:
        return breach.value is None

    def _not_removed(self, breach: Breach) -> Finding:
        path, text = breach.path, path_text(breach.path)
        if str(breach.value).lower() == "true":
            return finding("extends-nothing-to-remove", self.document.key_place(path), text)
        value = shown(breach.value) if isinstance(breach.value, str) else ""
        return finding("profile-wrong-remove", self.document.place(path), text, value=value)

    def _wrong_id(self, breach: Breach) -> Finding:
        path, value = breach.path, str(breach.value)
        at, text = self.document.place(path), path_text(path)
        items = [item for item in re.split(r"[\s,，、;；/]+", value) if item]
        if len(items) > 1 and all(map(is_id, items)) and path[-1] != "id":
            return finding("profile-several-ids", at, text, value=shown(value))
        near = called(self.document.data, value) if path[-1] != "id" else ""
        return finding("profile-wrong-id", at, text, value=shown(value), near=near)
