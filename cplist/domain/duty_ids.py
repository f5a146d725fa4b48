"""The duty that somebody must have meant by an id that there isn't."""

from __future__ import annotations

import re
from collections.abc import Collection

from cplist.core.nearest_names import nearest


def nearest_duty(id_: str, duties: Collection[str], alike: float = 0.5) -> str:
    """The id that is most like it, or ""; 2.3-1, 2.3－01 and 2.3.1 mean 2.3-01, if there is such a duty. `alike` is
    the least likeness, as for names."""
    numbers = re.findall("[0-9]+", id_)
    padded = f"{numbers[0]}.{numbers[1]}-{int(numbers[2][:9]):02}" if len(numbers) == 3 else ""
    return padded if padded in duties else nearest(id_, duties, alike)
