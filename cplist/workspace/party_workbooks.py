"""The workbooks of single parties: those that stand at the target, those that came back."""

from __future__ import annotations

from cplist.carryover.previous import Previous
from cplist.core.files import original_of
from cplist.documents.recipients import FOLDER
from cplist.workspace.targets import Target, previous_workbook


def party_workbooks(target: Target) -> dict[str, Previous]:
    """The workbooks of single parties that stand there, by their names in the folder. Raises InputError where one
    can't be read."""
    found = {}
    for path in sorted((target.folder / FOLDER).glob("*.xlsx")):
        original = original_of(path)
        if not path.name.startswith(("~$", ".")) and not (original and original.exists()):
            name = f"{FOLDER}/{path.name}"
            if previous := previous_workbook(target, name):
                found[name] = previous
    return found
