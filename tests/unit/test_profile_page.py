"""docs/profile.md lists what the shipped pack declares."""

from __future__ import annotations

from cplist.pack.pack import open_pack

from .profile_page import PAGE, page


def test_every_optional_item_and_every_kind_of_own_rules_stands_in_the_docs() -> None:
    pack, text = open_pack("shandong-2022-1"), PAGE.read_text("utf-8")
    assert [id_ for id_ in (*pack.options, *pack.own_rules) if f"| `{id_}` |" not in text] == []
    assert text == page(), "write it anew: make docs"
