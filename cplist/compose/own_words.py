"""The pack's words as one institution says them. The notice's own words are never touched."""

from __future__ import annotations

from cplist.domain import vocabulary
from cplist.domain.institution import Institution

ANY_INSTITUTION = "本机构"
"""How a pack calls the institution that it is used for, where that calls itself 本行 or 本公司"""


class OwnWords:
    """Puts 本行 for 本机构, and other words for a Party organisation or departments that there aren't."""

    def __init__(self, institution: Institution) -> None:
        self._own = institution.self_name
        self._of_notes = () if institution.party != "none" else ("without_party",)
        self._of_others = self._of_notes if institution.departments else (*self._of_notes, "without_departments")

    def note(self, text: str) -> str:
        """A note on how the notice is read: it speaks of departments, whoever reads it."""
        return self._named(vocabulary.replaced(text, self._of_notes))

    def fitting(self, text: str) -> str:
        """Suggestions, reasons and names of functions."""
        return self._named(vocabulary.replaced(text, self._of_others))

    def called(self, group: str, ids: tuple[str, ...]) -> str:
        """The names of ids of the vocabulary, joined by 、: 产品研发、信息科技."""
        return self.fitting(vocabulary.called(group, ids))

    def _named(self, text: str) -> str:
        return text.replace(ANY_INSTITUTION, self._own)
