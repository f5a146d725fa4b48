"""Frozen dataclasses to plain data for JSON and back: what comes from a confined process is data of known types."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from cattrs.preconf.json import JsonConverter, make_converter

from cplist.confined.limits import ENDED, StoppedError

T = TypeVar("T")


def plain(value: Any) -> Any:
    """The value as what JSON can hold."""
    return _converter().unstructure(value)


def typed(data: Any, kind: type[T]) -> T:
    """The value of that type that such data stand for. Raises StoppedError for data of another shape."""
    try:
        return _converter().structure(data, kind)
    except Exception as error:  # cattrs raises what the types raise
        raise StoppedError(ENDED, type(error).__name__) from error


@cache
def _converter() -> JsonConverter:
    return make_converter(forbid_extra_keys=True)
