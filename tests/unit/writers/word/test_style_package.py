"""What becomes of a style.docx that others have edited: used as it was meant, or refused by name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from cplist.core.document import Block, ComposedText, NewSection, Paragraph, Run, Style, Table
from cplist.core.findings import Finding, FindingsError
from cplist.core.opc import CONTENT_TYPES, unzipped, zipped
from cplist.writers.word.default_style.package import default_style
from cplist.writers.word.document import Properties, write_docx
from cplist.writers.word.sections import Section, sections_of
from cplist.writers.word.skeleton import DocumentSkeleton, skeleton_of
from cplist.writers.word.style_package import DOCUMENT, package_of

RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SETTINGS = unzipped(default_style())["word/settings.xml"]
BLOCKS: tuple[Block, ...] = (
    Paragraph(Style.TITLE, (Run("甲银行责任制"),)),
    Paragraph(Style.ARTICLE, (Run("本行应当定期听取汇报。"),), "第一条", "first"),
    NewSection(landscape=True),
    Paragraph(Style.ANNEX_TITLE, (Run("清单"),)),
    Table((1, 2), ((Run("编号"),), (Run("条款"),)), (((Run("1"),), (Run("一"),)),)),
)


def content(*blocks: Block, style: bytes | None = None) -> bytes:
    properties = Properties("题目", "主题", "甲银行", "2026-12-01", {})
    return write_docx(ComposedText("题目", blocks, (), {}), style or default_style(), properties, "style.docx")


def changed(**swaps: tuple[str, str] | Callable[[str], str]) -> bytes:
    """style.docx with something else in its parts (document, styles, settings, types, relations)."""
    names = {"types": CONTENT_TYPES, "relations": RELATIONS}
    parts = unzipped(default_style())
    for part, swap in swaps.items():
        name = names.get(part, f"word/{part}.xml")
        old = parts[name].decode()
        new = swap(old) if callable(swap) else old.replace(*swap)
        assert new != old
        parts[name] = new.encode()
    return zipped(parts)


def with_part(name: str, part: bytes, kind: str, *, target: str = "", source: str = "document") -> bytes:
    """style.docx with one more part, to which another one leads."""
    parts = unzipped(default_style())
    relations = f"word/_rels/{source}.xml.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    mode = ' TargetMode="External"' if target else ""
    link = f'<Relationship Id="x1" Type="{OFFICE}/{kind}" Target="{target or name}"{mode}/></Relationships>'
    parts[relations] = parts.get(relations, empty).replace(b"</Relationships>", link.encode())
    return zipped(parts if target else {**parts, f"word/{name}": part})


def skeleton(style: bytes) -> DocumentSkeleton:
    return skeleton_of(style, "style.docx")


def rules(style: bytes) -> list[str]:
    """What stands in the way of a style.docx, or what its author is told."""
    try:
        found: tuple[Finding, ...] = skeleton(style).findings
    except FindingsError as error:
        found = error.findings
    return [finding.rule for finding in found]


def sections(style: bytes) -> list[Any]:
    return list(docx.Document(io.BytesIO(content(*BLOCKS, style=style))).sections)


# what is no style.docx


def as_zip(**options: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", **options) as archive:  # type: ignore[call-overload]
        for name, part in unzipped(default_style()).items():
            archive.writestr(name, part)
    return made.getvalue()


def locked() -> bytes:
    """With the mark of an encrypted member."""
    made = bytearray(default_style())
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(signature), default_style()):
            made[found.start() + place] |= 1
    return bytes(made)


def bomb() -> bytes:
    made = io.BytesIO(default_style())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/big.bin", bytes(101_000_000))
    return made.getvalue()


ENTITY = '?>\n<!DOCTYPE a [<!ENTITY x "y">]>'


@pytest.mark.parametrize(
    ("style", "rule"),
    [
        (b"", "style-not-word"),
        ("文字".encode(), "style-not-word"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(4000), "style-not-word"),
        (default_style()[:3000], "style-not-word"),
        (zipped({"a": b"x"}), "style-not-word"),
        (bomb, "style-invalid"),
        (locked(), "style-invalid"),
        (as_zip(compression=zipfile.ZIP_LZMA), "style-invalid"),
        (changed(document=("</w:body>", "")), "style-invalid"),
        (changed(document=("w:", "x:")), "style-invalid"),
        (changed(styles=("</w:styles>", "")), "style-invalid"),
        (changed(styles=("?>\n", ENTITY)), "style-invalid"),
        (changed(relations=("styles.xml", "missing.xml")), "style-invalid"),
        (changed(relations=("relationships/styles", "relationships/other")), "style-invalid"),
        (changed(types=(MAIN_TYPE, "application/vnd.ms-word.document.macroEnabled.main+xml")), "style-macros"),
        (with_part("vbaProject.bin", b"x", "vbaProject"), "style-macros"),
        (with_part("a.bin", b"x", "oleObject", source="footer1"), "style-object"),
        (with_part("", b"", "image", target="http://example.com/a.png", source="footer1"), "style-object"),
        (
            changed(
                document=(
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    "http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            ),
            "style-strict",
        ),
        (changed(document=lambda text: re.sub("<w:sectPr>.*?</w:sectPr>", "", text)), "style-page"),
        (changed(document=lambda text: re.sub("<w:sectPr>.*?</w:sectPr>", "<w:sectPr/>", text)), "style-page"),
        (changed(document=('w:left="1587"', 'w:left="10000"')), "style-page"),
        (changed(document=('w:w="11906"', 'w:w="21906"')), "style-page"),
    ],
)
def test_what_can_not_be_used_is_refused_by_name(style: bytes | Callable[[], bytes], rule: str) -> None:
    assert rules(style if isinstance(style, bytes) else style()) == [rule]


def test_every_cut_and_many_a_changed_byte_is_a_finding_or_a_document() -> None:
    whole = default_style()
    for place in range(0, len(whole), 97):
        for style in (whole[:place], whole[:place] + b"\xff" + whole[place + 1 :]):
            try:
                package_of(style, "style.docx")
            except FindingsError as error:
                assert [one.rule.split("-")[0] for one in error.findings] == ["style"]


# what is taken over, and what is not


def test_a_template_becomes_a_document() -> None:
    style = changed(types=(MAIN_TYPE, MAIN_TYPE.replace("document.main", "template.main")))
    assert rules(style) == []
    assert unzipped(content(*BLOCKS, style=style)) == unzipped(content(*BLOCKS))


@pytest.mark.parametrize("part", ["document", "styles"])
def test_parts_are_found_under_the_names_that_words_web_editor_gives_them(part: str) -> None:
    parts = unzipped(default_style())
    parts[f"word/{part}2.xml"] = parts.pop(f"word/{part}.xml")
    if part == "document":
        parts["word/_rels/document2.xml.rels"] = parts.pop(RELATIONS)
    for name in [name for name in parts if name == CONTENT_TYPES or name.endswith(".rels")]:
        parts[name] = parts[name].replace(f"{part}.xml".encode(), f"{part}2.xml".encode())
    made = content(*BLOCKS, style=zipped(parts))
    assert [p.style.name for p in docx.Document(io.BytesIO(made)).paragraphs][:2] == ["责任制标题", "首条同页"]
    assert DOCUMENT in unzipped(made)


def test_comments_pictures_and_properties_of_its_text_stay_behind() -> None:
    for kind, name in (("comments", "comments.xml"), ("image", "media/a.png"), ("chart", "charts/c.xml")):
        made = unzipped(content(*BLOCKS, style=with_part(name, b"<secret/>", kind)))
        assert f"word/{name}" not in made
        assert b"x1" not in made[RELATIONS]
    parts = unzipped(default_style())
    parts["docProps/app.xml"] = (
        b"<Properties><Company>x</Company><Application>LibreOffice</Application></Properties>"
    )
    assert b"LibreOffice" not in unzipped(content(*BLOCKS, style=zipped(parts)))["docProps/app.xml"]


def test_a_picture_in_a_footer_comes_along() -> None:
    made = unzipped(content(*BLOCKS, style=with_part("media/logo.png", b"picture", "image", source="footer1")))
    assert made["word/media/logo.png"] == b"picture"
    assert b"media/logo.png" in made["word/_rels/footer1.xml.rels"]


def test_settings_ask_nothing_and_name_no_file_of_a_computer() -> None:
    asked = '<w:attachedTemplate r:id="x1"/><w:linkStyles/><w:updateFields w:val="true"/>'
    asked += '<w:rsids><w:rsidRoot w:val="00A1"/></w:rsids>'
    style = with_part("", b"", "attachedTemplate", target="file:///C:/a.dotx", source="settings")
    parts = unzipped(style)
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(b"<w:zoom", f"{asked}<w:zoom".encode())
    made = unzipped(content(*BLOCKS, style=zipped(parts)))
    assert made["word/settings.xml"] == unzipped(default_style())["word/settings.xml"]
    assert "word/_rels/settings.xml.rels" not in made


def test_settings_are_found_whatever_they_are_written_with() -> None:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    asked = f'<x:updateFields xmlns:x="{word}" x:val="true"/><w:rsids\n><!-- </w:rsids> --><w:rsid/></w:rsids >'
    style = changed(settings=("<w:zoom", f"{asked}<w:zoom"))
    assert unzipped(content(*BLOCKS, style=style))["word/settings.xml"] == SETTINGS
    other = changed(settings=("<w:zoom", '<x:zoom xmlns:x="urn:other"/><w:zoom'))
    assert unzipped(content(*BLOCKS, style=other))["word/settings.xml"] == SETTINGS
    assert [one.arguments for one in skeleton(other).findings] == [{"part": "word/settings.xml", "names": "zoom"}]


@pytest.mark.parametrize("part", ["footer1", "settings", "fontTable", "styles"])
def test_a_part_that_is_no_xml_is_refused(part: str) -> None:
    assert rules(changed(**{part: lambda text: text.replace("</w:", "</x:", 1)})) == ["style-invalid"]


def left_out(style: bytes) -> dict[str, str]:
    """What its author is told that documents don't get, by the part that has it."""
    found = skeleton(style).findings
    assert {one.rule for one in found} <= {"style-left-out"}
    return {one.arguments["part"]: one.arguments["names"] for one in found}


def test_what_a_fresh_style_has_is_all_look() -> None:
    assert left_out(default_style()) == {}
    parts = unzipped(default_style())
    kept = package_of(default_style(), "style.docx").parts
    names = set(parts) - {DOCUMENT, CONTENT_TYPES, "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"}
    assert {name: kept[name] for name in names} == {name: parts[name] for name in names}


@pytest.mark.parametrize("target", ["http://example.com/a", "file:///etc/passwd", "\\\\server\\share", "#a"])
def test_a_link_in_a_footer_leads_nowhere_and_its_words_stay(target: str) -> None:
    parts = unzipped(with_part("", b"", "hyperlink", target=target, source="footer1"))
    linked = f'<w:hyperlink xmlns:r="{OFFICE}" r:id="x1"><w:r><w:t>链接</w:t></w:r></w:hyperlink></w:p>'
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(b"</w:p>", linked.encode())
    made = unzipped(content(*BLOCKS, style=zipped(parts)))
    assert "word/_rels/footer1.xml.rels" not in made
    assert b"hyperlink" not in made["word/footer1.xml"] and "链接".encode() in made["word/footer1.xml"]
    assert left_out(zipped(parts)) == {"word/footer1.xml": "hyperlink"}


@pytest.mark.parametrize("kind", ["customXml", "aFChunk", "subDocument", "attachedTemplate", "mailMergeSource"])
def test_what_the_document_leads_to_beside_its_look_is_named(kind: str) -> None:
    style = with_part("item.xml", b"<a/>", kind)
    assert left_out(style) == {DOCUMENT: kind}
    assert "word/item.xml" not in unzipped(content(*BLOCKS, style=style))


@pytest.mark.parametrize(
    "target", ["/_rels/.rels", "/[Content_Types].xml", "/docProps/core.xml", "/word/document.xml"]
)
@pytest.mark.parametrize("kind", ["header", "theme", "image"])
def test_no_part_takes_the_place_of_the_documents_own(target: str, kind: str) -> None:
    source = "footer1" if kind == "image" else "document"
    parts = unzipped(with_part("", b"", kind, target="x", source=source))
    relations = f"word/_rels/{source}.xml.rels"
    link = f'Target="{target}"/>'.encode()
    parts[relations] = parts[relations].replace(b'Target="x" TargetMode="External"/>', link)
    made, usual = unzipped(content(*BLOCKS, style=zipped(parts))), unzipped(content(*BLOCKS))
    assert {name: part for name, part in made.items() if "footer" not in name} == {
        name: part for name, part in usual.items() if "footer" not in name
    }


def test_a_picture_has_the_type_of_its_kind_whatever_the_package_says() -> None:
    parts = unzipped(with_part("media/logo.png", b"picture", "image", source="footer1"))
    other = b'<Default Extension="png" ContentType="text/html"/></Types>'
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(b"</Types>", other)
    made = unzipped(content(*BLOCKS, style=zipped(parts)))
    assert b'Extension="png" ContentType="image/png"' in made[CONTENT_TYPES]
    assert b"text/html" not in made[CONTENT_TYPES]


@pytest.mark.parametrize("name", ["media/a.svg", "media/a.exe", "media/a.html", "media/a"])
def test_what_is_called_a_picture_and_is_none_stays_behind(name: str) -> None:
    made = unzipped(content(*BLOCKS, style=with_part(name, b"<a/>", "image", source="footer1")))
    assert f"word/{name}" not in made


@pytest.mark.parametrize("part", ["styles", "numbering", "footer1", "document", "_rels/document.xml.rels"])
def test_a_part_of_endless_size_is_refused_before_it_is_parsed(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = unzipped(default_style())
    name = part if part.endswith(".rels") else f"{part}.xml"
    parts[f"word/{name}"] = b"<w:style/>" * 3_000_000
    monkeypatch.setattr("cplist.core.opc.tree", None)
    with pytest.raises(FindingsError) as caught:
        package_of(zipped(parts), "style.docx")
    assert [(one.rule, one.arguments["part"]) for one in caught.value.findings] == [
        ("style-too-large", f"word/{name}")
    ]


def test_many_small_tags_are_too_many() -> None:
    assert rules(changed(styles=("</w:styles>", "<w:a/>" * 200_000 + "</w:styles>"))) == ["style-too-large"]


@pytest.mark.parametrize("number", ["9" * 5_000, "-" + "9" * 5_000, "²", "٣", "1e9", "0x10", ""])
def test_numbers_of_whatever_kind_end_in_a_document_or_a_finding(number: str) -> None:
    for part, old in (
        ("document", 'w:w="11906"'), ("document", 'w:left="1587"'), ("document", 'w:linePitch="579"'),
        ("document", 'w:header="851"'), ("styles", 'w:pos="8845"'), ("styles", 'w:line="579"'),
        ("styles", '<w:sz w:val="32"'), ("styles", '<w:top w:w="0"'), ("styles", 'w:val="2"'),
        ("styles", 'w:firstLineChars="200"'),
    ):  # fmt: skip
        new = re.sub('"[^"]*"$', f'"{number}"', old)
        style = changed(
            **{part: lambda text, old=old, new=new: text.replace(old, new) if old in text else text + " "}
        )
        try:
            content(*BLOCKS, style=style)
        except FindingsError as error:
            assert {one.rule.split("-")[0] for one in error.findings} == {"style"}


def test_a_comment_about_a_document_type_is_none() -> None:
    style = changed(styles=("?>\n", "?>\n<!-- no <!DOCTYPE -->"), document=("?>\n", "?>\n<!-- <!DOCTYPE a> -->"))
    assert rules(style) == []


def test_each_part_that_is_left_is_announced_and_each_relation_leads_to_one() -> None:
    made = unzipped(content(*BLOCKS))
    types = ElementTree.fromstring(made[CONTENT_TYPES])
    announced = {element.get("PartName", "").lstrip("/") for element in types} - {""}
    assert announced == {name for name in made if not name.endswith(".rels") and name != CONTENT_TYPES}
    targets = re.findall('Target="([^"]+)"', made[RELATIONS].decode())
    assert targets and all(f"word/{target}" in made for target in targets)


# styles


def test_libreoffices_name_of_the_style_of_the_contents_is_words() -> None:
    style = changed(styles=('w:val="toc 1"', 'w:val="TOC 1"'))
    assert rules(style) == []
    assert skeleton(style).styles["toc 1"] == "TOC1"


def test_a_style_that_another_one_stands_in_for_is_told() -> None:
    found = skeleton(changed(styles=('w:val="题注"', 'w:val="别的"'))).findings
    assert [(one.rule, one.arguments) for one in found] == [
        ("style-instead", {"style": "题注", "instead": "发文字号"})
    ]


@pytest.mark.parametrize("name", ["修订增", "修订删"])
def test_a_mark_of_changes_that_is_missing_is_told(name: str) -> None:
    found = skeleton(changed(styles=(f'w:val="{name}"', 'w:val="别的"'))).findings
    assert [(one.rule, one.arguments) for one in found] == [("style-unmarked", {"style": name})]


@pytest.mark.parametrize("name", ["责任制表格", "条号", "条"])
def test_a_style_of_another_kind_is_none(name: str) -> None:
    """As when somebody makes a lost one anew, as what Word offers first."""

    def other(text: str) -> str:
        found = re.search(rf'<w:style w:type="(\w+)"[^>]*><w:name w:val="{name}"/>', text)
        assert found
        kind = "paragraph" if found[1] != "paragraph" else "character"
        return text.replace(found[0], found[0].replace(found[1], kind, 1))

    assert rules(changed(styles=other)) == ["style-missing"]


def test_a_style_with_words_own_numbers_is_told() -> None:
    number = '<w:name w:val="章"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
    style = changed(styles=('<w:name w:val="章"/>', number))
    assert [(one.rule, one.arguments["style"]) for one in skeleton(style).findings] == [("style-numbered", "章")]
    assert rules(changed(styles=('<w:name w:val="章"/>', number.replace('"3"', '"0"')))) == []


@pytest.mark.parametrize("value", ["0", "-579", "1.2.3", "9" * 400])
def test_lengths_that_make_no_sense_end_no_build(value: str) -> None:
    content(*BLOCKS, style=changed(styles=('w:line="579"', f'w:line="{value}"')))
    content(*BLOCKS, style=changed(styles=('<w:sz w:val="32"/>', f'<w:sz w:val="{value}"/>')))
    content(*BLOCKS, style=changed(styles=('<w:spacing w:val="-6"/>', '<w:spacing w:val="-320"/>')))


def by_python_docx(change: Callable[[Any], None]) -> bytes:
    document, made = docx.Document(io.BytesIO(default_style())), io.BytesIO()
    change(document)
    document.save(made)
    return made.getvalue()


def test_what_normal_gets_reaches_body_contents_and_tables() -> None:
    def change(document: Any) -> None:
        document.styles["Normal"].paragraph_format.line_spacing = Pt(29.5)
        for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
            document.styles["Normal"].element.rPr.rFonts.set(qn(f"w:{slot}"), "华文仿宋")

    measures = skeleton(by_python_docx(change)).typography.styles
    assert {style for style in Style if measures[style].line == 29.5} >= {
        *(Style.ARTICLE, Style.PARAGRAPH, Style.ITEM, Style.CHAPTER, Style.HEADING, Style.SIGNATURE)
    }
    made = unzipped(content(*BLOCKS, style=by_python_docx(change)))
    assert "仿宋_GB2312" not in re.sub("<w:docDefaults>.*?</w:docDefaults>", "", made["word/styles.xml"].decode())


def test_other_margins_move_the_numbers_of_the_contents_and_the_tables() -> None:
    def change(document: Any) -> None:
        for section in document.sections:
            section.left_margin = section.right_margin = Cm(4)

    made = skeleton(by_python_docx(change))
    width = made.typography.upright.width_twips
    styles = made.parts["word/styles.xml"].decode()
    assert re.findall(r'<w:tab w:val="right"[^>]*w:pos="(\d+)"', styles) == [str(width)] != ["8845"]


def test_the_tab_is_found_whatever_stands_around_it() -> None:
    tab = '<w:tab w:val="right" w:leader="dot" w:pos="8845"/>'
    other = "<w:tab w:pos='8850' w:val='right'></w:tab>"
    style = changed(styles=(tab, f"<!-- {tab} -->{other}"), document=('w:left="1587"', 'w:left="2000"'))
    made = skeleton(style)
    assert f"<w:tab w:pos='{made.typography.upright.width_twips}'" in made.parts["word/styles.xml"].decode()
    assert f"<!-- {tab} -->" in made.parts["word/styles.xml"].decode()


def test_a_tab_that_somebody_moved_stays() -> None:
    style = changed(styles=('w:pos="8845"', 'w:pos="8000"'), document=('w:left="1587"', 'w:left="2000"'))
    assert b'w:pos="8000"' in skeleton(style).parts["word/styles.xml"]


# sections


def usable(document: bytes) -> tuple[Section, Section]:
    upright, turned = sections_of(document)
    assert upright and turned
    return upright, turned


UPRIGHT, TURNED = usable(unzipped(default_style())[DOCUMENT])


def xml(document: str) -> tuple[str, str]:
    upright, turned = usable(document.encode())
    return upright.xml, turned.xml


def test_without_a_turned_section_annexes_stand_upright_and_the_author_is_told() -> None:
    style = changed(document=(TURNED.xml, ""))
    assert rules(style) == ["style-turned"]
    assert len({section.page_width for section in sections(style)}) == 1


def test_a_section_has_the_footers_of_the_one_before_it() -> None:
    """As Word writes it, where "same as previous" is on."""
    style = changed(document=(TURNED.xml, TURNED.without_page_numbers().xml))
    assert usable(unzipped(style)[DOCUMENT]) == (UPRIGHT, TURNED)
    assert all("PAGE" in section.footer.paragraphs[0]._p.xml for section in sections(style))


def test_tracked_changes_of_a_section_are_left_out() -> None:
    tracked = (
        '<w:sectPrChange w:id="1" w:author="a"><w:sectPr><w:pgSz w:w="9" w:h="9"/></w:sectPr></w:sectPrChange>'
    )
    text = unzipped(default_style())[DOCUMENT].decode().replace("</w:sectPr>", f"{tracked}</w:sectPr>")
    assert usable(text.encode()) == (UPRIGHT, TURNED)


def test_a_wide_page_is_a_turned_one_whatever_it_is_called() -> None:
    text = unzipped(default_style())[DOCUMENT].decode().replace(' w:orient="landscape"', "")
    assert xml(text) == (UPRIGHT.xml, TURNED.xml.replace(' w:orient="landscape"', ""))


def test_pages_go_on_counting_and_sections_begin_on_new_ones() -> None:
    numbers = '<w:pgNumType w:fmt="decimal" w:start="1"/><w:docGrid'
    text = unzipped(default_style())[DOCUMENT].decode()
    text = text.replace("<w:docGrid", numbers).replace('<w:type w:val="nextPage"/>', '<w:type w:val="continuous"/>')
    for section in usable(text.encode()):
        assert '<w:pgNumType w:fmt="decimal"/>' in section.xml and '<w:type w:val="nextPage"/>' in section.xml
        assert section.counted_from_one().xml.count('<w:pgNumType w:start="1" w:fmt="decimal"/>') == 1
    assert UPRIGHT.counted_from_one().xml.count('<w:pgNumType w:start="1"/>') == 1
