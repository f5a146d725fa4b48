"""The skeleton of a workbook: styles, panes, filters, page setups, names, no rows. Made once, then kept.

Whatever ends at a sheet's last row carries a sentinel that the writer replaces.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache

from cplist.excel_layout import Frame, Skeleton
from cplist.kept import Kept, made_by


@lru_cache(maxsize=8)
def skeleton(frame: Frame, kept: Kept | None = None) -> Skeleton:
    """The skeleton of a workbook; made once for all institutions that share it, and kept for the next run."""
    if kept is None:
        return _made(frame)
    key = f"skeleton|{made_by('excel_frame', 'openpyxl')}|{frame}"
    return _read(kept.bytes_of(key, lambda: json.dumps(asdict(_made(frame)), ensure_ascii=False).encode()))


def _made(frame: Frame) -> Skeleton:
    from cplist.excel_frame import made  # openpyxl: a tenth of a build's time

    return made(frame)


def _read(content: bytes) -> Skeleton:
    data = json.loads(content)
    sheets = tuple((name, before, after) for name, before, after in data["sheets"])
    styles = {name: (plain, quoted) for name, (plain, quoted) in data["styles"].items()}
    return Skeleton(data["parts"], data["workbook"], sheets, styles, data["looks"])
