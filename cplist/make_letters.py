"""The letters of responsibility, one .docx each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cplist.letters import Secretary
from cplist.making import Made, Making, docx_of
from cplist.papers import LETTER


def make(making: Making) -> Iterator[Made]:
    """The letters that were ordered; the names of all are known afterwards."""
    drafted, place = making.drafted, making.inputs.profile.document.place
    secretary = Secretary(making.press, drafted.institution, drafted.assigned, drafted.context, place)
    letters, found = secretary.letters(making.inputs.order.letters_for)
    making.findings += found
    making.letter_names = frozenset(addressee.name for addressee in secretary.addressees())
    for letter in letters:
        titled = replace(letter.text, title=f"{letter.text.title}（{letter.party.name}）")
        yield Made(f"{LETTER}/{letter.party.id}", letter.name, docx_of(making, titled))
