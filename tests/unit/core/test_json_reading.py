"""JSON of anybody: an object, or a ValueError."""

from __future__ import annotations

import pytest

from cplist.core.json_reading import json_object


def test_an_object_is_read() -> None:
    assert json_object('{"甲": [1]}'.encode()) == {"甲": [1]}


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"[" * 100_000, b'{"a":' * 100_000, b"[]", b"1", b"null", b'"a"', b"{", b"\xff\xfe", b"\x00"),
        b'{"a": ' + b"9" * 5_000 + b"}",
    ],
)
def test_whatever_else_it_is_is_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError):
        json_object(content)
