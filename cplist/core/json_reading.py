"""JSON of anybody."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def json_object(content: bytes) -> Mapping[str, Any]:
    """The object in a JSON text. Raises ValueError for what is none, is nested too deeply, or has a number of
    thousands of digits."""
    try:
        found = json.loads(content)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found
