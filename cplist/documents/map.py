"""The responsibility map as one HTML page."""

from __future__ import annotations

from collections.abc import Iterator

from cplist.documents.job import Made, Making, document_names
from cplist.documents.map_data import map_data
from cplist.writers.web.page import write_map


def make(making: Making) -> Iterator[Made]:
    """The map; it looks at nothing that people filled in, so that it can be handed around."""
    names = document_names(making.institution, making.pack)
    data = map_data(making.drafted, making.pack, making.marks, names)
    properties = {
        "cplist.build": making.marks["id"],
        "cplist.institution": making.institution.name,
        "cplist.pack": making.pack.name,
    }
    yield Made("map", names["map"], write_map(data, properties))
