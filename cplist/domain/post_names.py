"""Posts as a sentence names them: no Party post beside another one, two posts of one person joined by 兼."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OPEN, _CLOSE = "（", "）"
_BETWEEN = "、" + rf"(?![^{_OPEN}]*{_CLOSE})"
_ORGANS = "|".join(("党委", "党组", "党总支", "党支部", "总支", "支部"))
_PARTY_POST = re.compile(f"(?:{'中共'})?(?:{_ORGANS})(?:{'专职'})?(?:{'|'.join(('书记', '副书记', '委员'))})")


def in_text(post: str) -> str:
    """党委书记、董事长 → 董事长; 董事长、总经理 → 董事长兼总经理; 党委副书记 → 党委副书记.

    A post that holds 兼 itself, or words in brackets, stays as the profile has it but for its Party post.
    """
    posts = re.split(_BETWEEN, post)
    kept = [one for one in posts if not _PARTY_POST.fullmatch(one)] or posts
    if len(kept) < 2:
        return kept[0]
    return f"{kept[0]}兼{'、'.join(kept[1:])}" if "兼" not in post else "、".join(kept)


_ORGANISATIONS = (("党委", "党委|党组|纪委|纪检组"), ("党总支", "总支"), ("党支部", "支部"))


def party_of(posts: Iterable[str]) -> str:
    """The Party organisation of which posts speak, the highest: 党委书记 → 党委; "" where none does."""
    said = "、".join(posts)
    return next((name for name, words in _ORGANISATIONS if re.search(words, said)), "")
