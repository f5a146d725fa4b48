"""Parts of another workbook: taken with all that they lead to, or not at all."""

from __future__ import annotations

import pytest

from cplist.core.namespaces import RELATIONSHIPS, SPREADSHEET
from cplist.core.opc import (
    CONTENT_TYPES,
    ContentTypes,
    Relationship,
    relationships_of,
    relationships_part,
    relationships_xml,
)
from cplist.writers.excel.foreign.parts import DEEPEST, Copies, is_whole
from cplist.writers.excel.package import Package

SHEET = "xl/worksheets/sheet1.xml"


def link(kind: str, target: str, *, external: bool = False) -> Relationship:
    return Relationship(f"id-{kind}", f"{RELATIONSHIPS}/{kind}", target, external)


def parts(**links: list[Relationship]) -> dict[str, bytes]:
    """A package of parts by their letters, each leading to others."""
    made = {CONTENT_TYPES: ContentTypes({"png": "image/png", "xml": "application/xml"}, {"xl/a.xml": "a"}).xml()}
    for letter, to in links.items():
        made[f"xl/{letter}.xml"] = b"<a/>"
        made[relationships_part(f"xl/{letter}.xml")] = relationships_xml(to)
    return made


class TestIsWhole:
    def test_where_all_that_it_leads_to_is_there(self) -> None:
        found = parts(a=[link("chart", "xl/b.xml")], b=[link("image", "xl/i.PNG")], c=[])
        assert not is_whole(found, link("drawing", "xl/a.xml"))
        assert is_whole({**found, "xl/i.PNG": b""}, link("drawing", "xl/a.xml"))

    @pytest.mark.parametrize(
        ("kind", "external", "whole"),
        [("hyperlink", True, True), ("image", True, False), ("oleObject", False, False), ("chart", False, True)],
    )
    def test_where_its_kind_is_known(self, kind: str, external: bool, whole: bool) -> None:
        assert (
            is_whole(parts(a=[link(kind, "xl/b.xml", external=external)], b=[]), link("drawing", "xl/a.xml"))
            is whole
        )

    def test_where_parts_lead_back(self) -> None:
        found = parts(a=[link("chart", "xl/b.xml")], b=[link("drawing", "xl/a.xml")])
        assert is_whole(found, link("drawing", "xl/a.xml"))

    def test_unless_it_leads_on_and_on(self) -> None:
        chain = {f"p{number}": [link("chart", f"xl/p{number + 1}.xml")] for number in range(3000)}
        assert not is_whole(parts(**chain, p3000=[]), link("drawing", "xl/p0.xml"))
        short = {f"p{number}": [link("chart", f"xl/p{number + 1}.xml")] for number in range(DEEPEST - 1)}
        assert is_whole(parts(**short, **{f"p{DEEPEST - 1}": []}), link("drawing", "xl/p0.xml"))

    def test_unless_a_table_can_not_be_changed(self) -> None:
        found = {**parts(), "xl/tables/t.xml": "<a/>".encode("utf-16")}
        assert not is_whole(found, link("table", "xl/tables/t.xml"))


class TestCopies:
    def test_take_each_part_once_with_its_type_and_what_it_leads_to(self) -> None:
        old = {**parts(a=[link("image", "xl/own1_i.PNG")]), "xl/own1_i.PNG": b"picture"}
        package = Package({CONTENT_TYPES: ContentTypes({}, {"x": "y"}).xml().decode()})
        copies = Copies(package, old)
        outside = link("hyperlink", "http://example.com", external=True)
        made = copies.relationships([link("drawing", "xl/a.xml"), link("chart", "xl/a.xml"), outside])
        assert [one.target for one in made] == ["xl/own1_a.xml", "xl/own1_a.xml", "http://example.com"]
        finished = package.finished()
        (inner,) = relationships_of(finished, "xl/own1_a.xml")
        assert (inner.target, finished[inner.target]) == ("xl/own2_i.PNG", b"picture")
        assert ContentTypes.of(finished).overrides == {"x": "y", "xl/own1_a.xml": "a", inner.target: "image/png"}

    def test_take_from_table_objects_what_they_say_of_styles(self) -> None:
        table = (
            f'<table xmlns="{SPREADSHEET}" name="a" headerRowDxfId="3"\n dataCellStyle="x"><tableColumns>'
            '<tableColumn name=" dataDxfId=&quot;" dataDxfId="4"/></tableColumns>'
            '<tableStyleInfo name="TableStyleMedium2"/> dataDxfId="5"</table>'
        )
        package = Package({CONTENT_TYPES: ContentTypes({}, {}).xml().decode()})
        copies = Copies(package, {**parts(), "xl/tables/t.xml": table.encode()})
        copies.relationships([link("table", "xl/tables/t.xml")])
        assert package.parts["xl/tables/own1_t.xml"].decode() == (
            f'<table xmlns="{SPREADSHEET}" name="a"><tableColumns>'
            '<tableColumn name=" dataDxfId=&quot;"/></tableColumns>'
            '<tableStyleInfo name="TableStyleMedium2"/> dataDxfId="5"</table>'
        )
