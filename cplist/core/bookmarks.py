"""The names of a Word document's bookmarks: a contract (docs/architecture.md), for links and for later versions.

Word takes letters, digits and _ in such a name, so that every `.` and `-` of an id becomes `_`.
"""

from __future__ import annotations

_DUTY, _ARTICLE, _ANNEX = "cp_", "cpa_", "cpx_"


def duty_bookmark(duty: str, place: int = 1) -> str:
    """Of words that carry a duty: cp_1_1_04 for the first place that carries 1.1-04, cp_1_1_04_2 for the second."""
    name = _DUTY + duty.replace(".", "_").replace("-", "_")
    return name if place == 1 else f"{name}_{place}"


def article_bookmark(key: str) -> str:
    """Of an article, by its key."""
    return _ARTICLE + key.replace("-", "_")


def annex_bookmark(key: str) -> str:
    """Of an annex, by its key."""
    return _ANNEX + key.replace("-", "_")


def is_duty_bookmark(name: str) -> bool:
    """Whether that is how the bookmark of a duty begins."""
    return name.startswith(_DUTY)


def article_key(name: str) -> str:
    """The key of the article that a bookmark stands for; "" for a bookmark of anything else."""
    return name.removeprefix(_ARTICLE).replace("_", "-") if name.startswith(_ARTICLE) else ""


def first_place(name: str) -> str:
    """The bookmark of a duty without the number of its place: cp_1_1_04 for cp_1_1_04_2."""
    return name.rpartition("_")[0]
