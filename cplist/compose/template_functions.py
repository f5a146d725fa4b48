"""The functions that every template of a pack may call, by the names that docs/packs.md gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cplist.compose.decided.functions import kept, optional, own_rule, pending
from cplist.compose.sentences import sentences
from cplist.compose.text.passages import alike, by_bearers, passages, trimmed
from cplist.compose.wording import by_clause, consisting_of, in_common, joined, looked_up, ranges, runs, texts

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        *(sentences, joined, consisting_of, ranges, by_clause, texts, runs, looked_up, in_common),
        *(optional, kept, own_rule, pending),
        *(passages, by_bearers, alike, trimmed),
    )
}
