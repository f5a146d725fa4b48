"""Styles of people's own sheets: whatever program wrote them, they come out as the schema asks."""

from __future__ import annotations

from xml.etree import ElementTree

from cplist.core.namespaces import S
from cplist.writers.excel.foreign.styles import Styles

XML = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</styleSheet>'
FORMATS = '<cellXfs count="1"><xf fontId="0"/></cellXfs>'
NEW = XML.format(f'<fonts count="1"><font><sz val="11"/></font></fonts>{FORMATS}')
MIXED = '<font><name val="宋体"/><color rgb="FF0000"/><x:y xmlns:x="z"/><odd/><sz val="9"/><b/></font>'
OLD = XML.format(f"<fonts>{MIXED}</fonts>{FORMATS}")


def test_a_fonts_parts_stand_in_the_order_of_the_schema() -> None:
    styles = Styles(NEW.encode(), OLD.encode())
    assert styles.format(0) == 1
    font = ElementTree.fromstring(styles.written()).findall(f"{S}fonts/{S}font")[1]
    assert [child.tag.removeprefix(S) for child in font] == ["b", "sz", "color", "name"]
