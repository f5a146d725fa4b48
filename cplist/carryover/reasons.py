"""Why a user cell of the last workbook goes where it goes."""

from __future__ import annotations

from enum import Enum


class CellOutcome(Enum):
    """What becomes of a user cell: it stands at its place in the new workbook; it is listed on one of its list
    sheets; it is only in the old file. What has one of these may be written into a further cell, too."""

    CARRIED = "carried"
    LISTED = "listed"
    LEFT = "left"
    REPEATED = "repeated"


class Reason(Enum):
    """A reason, with the outcome that it gives. The words of those that list a cell are part of the contract of
    `collect --json`."""

    def __init__(self, word: str, outcome: CellOutcome) -> None:
        self.word, self.outcome = word, outcome

    SAME_KEY = "same_key", CellOutcome.CARRIED
    """Its row has the same key."""
    SAME_CELLS = "same_cells", CellOutcome.CARRIED
    """Its row had lost its key, and was recognised by its generated cells."""
    SUCCESSOR = "successor", CellOutcome.CARRIED
    """Another duty or another party took the place of its row's."""
    LINE = "line", CellOutcome.CARRIED
    """It is a line of the user's own; they keep their order."""
    SAME_AS_GENERATED = "same_as_generated", CellOutcome.CARRIED
    """The user had changed a generated cell, and the program now writes the same."""
    FIELD = "field", CellOutcome.CARRIED
    """It is a single cell above a table, known by its name."""
    COLUMN = "column", CellOutcome.CARRIED
    """A comment on a column's title."""
    RESTORED = "restored", CellOutcome.CARRIED
    """It was listed because its row was gone, and the row is back."""
    LISTED_LINE = "listed_line", CellOutcome.CARRIED
    """It stands beside a line that stays on a list sheet."""
    OWN_SHEET = "own_sheet", CellOutcome.CARRIED
    """It stands on a sheet that the user added."""

    EDITED = "edited", CellOutcome.LISTED
    """A generated cell that the user changed."""
    COPIED = "copied", CellOutcome.LISTED
    """Its row stands twice; the first one counts."""
    UNKNOWN = "unknown", CellOutcome.LISTED
    """Its row has no key that the program gave, and its generated cells don't show which it is."""
    GONE = "gone", CellOutcome.LISTED
    """Its row is no more."""
    TAKEN = "taken", CellOutcome.LISTED
    """The cell is no longer the user's to fill in."""
    MERGED = "merged", CellOutcome.LISTED
    """Another row's answer has the cell."""
    COMMENT = "comment", CellOutcome.LISTED
    """A comment whose cell is no more."""
    RETITLED = "retitled", CellOutcome.LISTED
    """The title of a column, which the user changed."""
    LISTED_BEFORE = "listed_before", CellOutcome.LISTED
    """An earlier build listed it; it stays until somebody deletes the line."""

    NO_SHEET = "no_sheet", CellOutcome.LEFT
    """The file has no part for its sheet."""

    CUT = "cut", CellOutcome.REPEATED
    """What a row says of itself is longer than a cell holds: the cell has its beginning, the list all of it."""
    SHARED = "shared", CellOutcome.REPEATED
    """Further parties take over, so that their rows get the answer too."""
    LISTED_TOO = "listed_too", CellOutcome.REPEATED
    """It is listed, and stands at its place too: the text of a single cell, an answer whose row is back."""
