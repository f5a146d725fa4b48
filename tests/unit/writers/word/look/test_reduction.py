"""Of a style.docx only what makes the look comes into a document, however it is written."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from cplist.core.namespaces import DRAWING, RELATIONSHIPS, WORD, W
from cplist.core.xml_reading import tree
from cplist.writers.word.look.reduction import DEEPEST, Reduced, reduced

SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": WORD,
        "r": RELATIONSHIPS,
        "a": f"{DRAWING}/main",
        "pic": f"{DRAWING}/picture",
        "wp": f"{DRAWING}/wordprocessingDrawing",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)


def of(inner: str, root: str = "ftr", targets: Mapping[str, str] | None = None) -> Reduced:
    return reduced(f"<w:{root} {SPACES}>{inner}</w:{root}>".encode(), f"{W}{root}", targets)


def left(inner: str, root: str = "ftr", targets: Mapping[str, str] | None = None) -> str:
    """What is left of a part's content, which must be XML still."""
    content = of(inner, root, targets).content
    tree(content)
    return content.decode().removeprefix(f"<w:{root} {SPACES}>").removesuffix(f"</w:{root}>")


def complex_field(instruction: str, result: str = "1") -> str:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return f"<w:p>{begin}{code}{separate}<w:r><w:t>{result}</w:t></w:r>{end}</w:p>"


def simple_field(instruction: str) -> str:
    return f'<w:p><w:fldSimple w:instr="{instruction}"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'


PLAIN = (
    *(" PAGE ", "PAGE", " page \\* MERGEFORMAT ", " NUMPAGES \\* Arabic ", "SECTIONPAGES", ' STYLEREF "章" \\n '),
    *('PAGE \\# "0"', " TITLE "),
)
HARMFUL = {
    ' DDEAUTO c:\\\\windows\\\\cmd.exe "/c calc" ': "DDEAUTO",
    ' DDE excel "a" "b" ': "DDE",
    ' INCLUDEPICTURE "http://example.com/a.png" \\d ': "INCLUDEPICTURE",
    ' INCLUDETEXT "file:///etc/passwd" ': "INCLUDETEXT",
    ' includetext "\\\\\\\\server\\\\a" ': "INCLUDETEXT",
    " IMPORT a.png ": "IMPORT",
    ' LINK Excel.Sheet.8 "a.xls" ': "LINK",
    ' DATABASE \\d "a.mdb" ': "DATABASE",
    ' HYPERLINK "http://example.com" ': "HYPERLINK",
    " MERGEFIELD 姓名 ": "MERGEFIELD",
    " MACROBUTTON a b ": "MACROBUTTON",
    " FILENAME \\p ": "FILENAME",
    " DATE ": "DATE",
    " USERNAME ": "USERNAME",
    ' ASK a "b" ': "ASK",
    " ADDIN ": "ADDIN",
    " EMBED Excel.Sheet.8 ": "EMBED",
    " = 1 + 1 ": "FIELD",
    ' QUOTE "a" ': "QUOTE",
    " PAGES ": "PAGES",
    " PAGEREF a ": "PAGEREF",
    "": "FIELD",
    " ": "FIELD",
    " {PAGE} ": "PAGE",
    " PAGE { DDEAUTO a b } ": "PAGE",
    " ＰＡＧＥ ": "FIELD",
}


@pytest.mark.parametrize("instruction", PLAIN)
def test_fields_that_show_what_is_in_the_document_stay(instruction: str) -> None:
    quoted = instruction.replace('"', "&quot;")
    for field in (complex_field(quoted), simple_field(quoted)):
        assert left(field) == field
        assert of(field).left_out == frozenset()


@pytest.mark.parametrize(("instruction", "name"), HARMFUL.items())
def test_other_fields_are_left_out_and_named_and_what_they_showed_stays(instruction: str, name: str) -> None:
    quoted = instruction.replace('"', "&quot;")
    kept = "<w:r><w:t>1</w:t></w:r>"
    assert left(complex_field(quoted)) == f"<w:p><w:r></w:r><w:r></w:r><w:r></w:r>{kept}<w:r></w:r></w:p>"
    assert left(simple_field(quoted)) == f"<w:p>{kept}</w:p>"
    for field in (complex_field(quoted), simple_field(quoted)):
        assert {one.upper() for one in of(field).left_out} == {name}


def test_an_instruction_in_pieces_is_read_as_one() -> None:
    code = "DDE</w:instrText></w:r><w:r><w:rPr><w:b/></w:rPr><w:instrText>AUTO a b"
    assert "instrText" not in left(complex_field(code))
    code = " PA</w:instrText></w:r><w:proofErr/><w:r><w:instrText>GE "
    assert left(complex_field(code)).count("instrText") == 4


def test_characters_by_their_numbers_and_in_cdata_are_characters() -> None:
    assert of(complex_field("&#68;DEAUTO a b")).left_out == {"DDEAUTO"}
    assert of(complex_field("<![CDATA[DDEAUTO]]> a b")).left_out == {"DDEAUTO"}


@pytest.mark.parametrize(
    "inner",
    [complex_field(" QUOTE 68 68 69 65 85 84 79 "), simple_field("QUOTE 68"), "<w:r><w:t>DDEAUTO</w:t></w:r>"],
)
def test_an_instruction_that_is_worked_out_by_another_field_is_not_plain(inner: str) -> None:
    """Word takes the result of the one inside as a part of the instruction."""
    inner = inner.removeprefix("<w:p>").removesuffix("</w:p>")
    field = complex_field(f" PAGE </w:instrText></w:r>{inner}<w:r><w:instrText> ")
    made = left(field)
    assert "instrText" not in made and "fld" not in made
    assert made.count("<w:t>") == 1  # the outer one's


def test_a_plain_field_in_the_result_of_one_that_is_left_out_stays() -> None:
    inner = complex_field(" PAGE ").removeprefix("<w:p>").removesuffix("</w:p>")
    made = left(complex_field(" IF 1 = 1 ", f"</w:t></w:r>{inner}<w:r><w:t>"))
    assert made.count("<w:fldChar ") == 3 and made.count("instrText") == 2


@pytest.mark.parametrize("missing", ["begin", "separate", "end"])
def test_marks_that_belong_to_no_field_are_left_out(missing: str) -> None:
    mark = f'<w:fldChar w:fldCharType="{missing}"/>'
    made = left(complex_field(" DDEAUTO a b ").replace(mark, ""))
    assert "instrText" not in made and "fldChar" not in made


def test_what_hangs_on_a_field_is_left_out() -> None:
    data = '<w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="Run"/></w:ffData></w:fldChar>'
    made = of(complex_field(" PAGE ").replace('<w:fldChar w:fldCharType="begin"/>', data))
    assert b"Run" not in made.content and made.left_out == {"ffData"}


OTHER = "urn:other"


@pytest.mark.parametrize(
    ("xml", "name"),
    [
        ('<w:updateFields w:val="true"/>', "updateFields"),
        (f'<x:updateFields xmlns:x="{WORD}" x:val="1"/>', "updateFields"),
        (f'<updateFields xmlns="{WORD}"/>', "updateFields"),
        ('<w:documentProtection w:edit="readOnly" w:enforcement="1"/>', "documentProtection"),
        ('<w:writeProtection w:recommended="1"/>', "writeProtection"),
        ('<w:attachedTemplate r:id="x1"/>', "attachedTemplate"),
        ('<w:mailMerge><w:query w:val="a"/><w:dataSource r:id="x1"/></w:mailMerge>', "mailMerge"),
        ('<w:saveThroughXslt r:id="x1"/>', "saveThroughXslt"),
        ('<w:attachedSchema w:val="a"/>', "attachedSchema"),
        ('<w:docVars><w:docVar w:name="a" w:val="b"/></w:docVars>', "docVars"),
        (f'<x:zoom xmlns:x="{OTHER}"/>', "zoom"),
    ],
)
def test_settings_that_ask_bind_or_lead_somewhere_are_left_out_and_named(xml: str, name: str) -> None:
    zoom = '<w:zoom w:percent="100"/>'
    assert left(f"{xml}{zoom}", "settings") == zoom
    assert of(f"{xml}{zoom}", "settings").left_out == {name}


def test_what_programs_write_of_their_own_accord_is_left_out_without_a_word() -> None:
    own = '<w:rsids><w:rsid w:val="1"/></w:rsids><w:proofState w:spelling="clean"/><w14:docId w14:val="1"/>'
    assert of(own, "settings").left_out == frozenset()
    assert left(own, "settings") == ""


RUN = "<w:r><w:t>页</w:t></w:r>"


@pytest.mark.parametrize(
    ("xml", "stays", "names"),
    [
        (f'<w:p><w:hyperlink r:id="x1">{RUN}</w:hyperlink></w:p>', f"<w:p>{RUN}</w:p>", {"hyperlink"}),
        (f'<w:p><w:hyperlink w:anchor="a">{RUN}</w:hyperlink></w:p>', f"<w:p>{RUN}</w:p>", {"hyperlink"}),
        (
            '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr>'
            f"<w:sdtContent><w:p>{RUN}</w:p></w:sdtContent></w:sdt>",
            f"<w:p>{RUN}</w:p>",
            {"dataBinding"},
        ),
        (f'<w:customXml w:element="b"><w:p>{RUN}</w:p></w:customXml>', f"<w:p>{RUN}</w:p>", {"customXml"}),
        (f'<w:altChunk r:id="x1"/><w:p>{RUN}</w:p>', f"<w:p>{RUN}</w:p>", {"altChunk"}),
        (f'<w:p><w:subDoc r:id="x1"/>{RUN}</w:p>', f"<w:p>{RUN}</w:p>", {"subDoc"}),
        (
            '<w:p><w:r><w:object><o:OLEObject r:id="x1"/></w:object></w:r></w:p>',
            "<w:p><w:r></w:r></w:p>",
            {"object", "OLEObject"},
        ),
        ('<w:p><w:pict><w:control r:id="x1"/></w:pict></w:p>', "<w:p><w:pict></w:pict></w:p>", {"control"}),
        (f"<w:p><w:del><w:r/></w:del><w:ins>{RUN}</w:ins></w:p>", f"<w:p>{RUN}</w:p>", set()),
        (f'<x:p xmlns:x="{OTHER}"/><w:p>{RUN}</w:p>', f"<w:p>{RUN}</w:p>", {"p"}),
    ],
)  # fmt: skip
def test_links_objects_and_bound_data_stay_behind_and_the_words_in_them_dont(
    xml: str, stays: str, names: set[str]
) -> None:
    assert left(xml) == stays
    assert of(xml).left_out == names


PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="a"/><a:graphic><a:graphicData uri="{uri}"><pic:pic>'
    "<pic:blipFill><a:blip {blip}/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</w:r></w:p>"
)


def picture(blip: str, uri: str = f"{DRAWING}/picture") -> str:
    return PICTURE.format(uri=uri, blip=blip)


def test_an_embedded_picture_stays() -> None:
    assert left(picture('r:embed="x1"'), targets={"x1": "image"}) == picture('r:embed="x1"')


@pytest.mark.parametrize("targets", [{}, {"x1": "hyperlink"}, {"x2": "image"}])
def test_a_picture_that_leads_nowhere_leads_nowhere(targets: Mapping[str, str]) -> None:
    made = of(picture('r:embed="x1"'), targets=targets)
    assert b"x1" not in made.content and made.left_out == {"blip/embed"}


def test_a_linked_picture_loses_its_link() -> None:
    made = of(picture('cstate="print" r:link="x1"'), targets={"x1": "image"})
    assert b"x1" not in made.content and b'cstate="print"' in made.content
    assert made.left_out == {"blip/link"}


def test_a_click_on_a_picture_leads_nowhere() -> None:
    clicked = '<wp:docPr id="1" name="a"><a:hlinkClick r:id="x1"/></wp:docPr>'
    made = of(picture('r:embed="x2"').replace('<wp:docPr id="1" name="a"/>', clicked), targets={"x2": "image"})
    assert b"x1" not in made.content and made.left_out == {"hlinkClick"}


@pytest.mark.parametrize("uri", [f"{DRAWING}/chart", f"{DRAWING}/diagram", "", OTHER])
def test_a_drawing_that_is_no_picture_is_left_out(uri: str) -> None:
    assert of(picture('r:embed="x1"', uri), targets={"x1": "image"}).left_out == {"graphicData"}


def watermark(more: str) -> str:
    return f'<w:p><w:r><w:pict><v:shape id="a" style="width:1pt" {more}/></w:pict></w:r></w:p>'


def test_a_watermark_stays() -> None:
    mark = watermark('fillcolor="silver" stroked="f" o:allowincell="f"').replace(
        "/></w:pict>", '><v:textpath string="草稿"/></v:shape></w:pict>'
    )
    assert left(mark) == mark  # fmt: skip


@pytest.mark.parametrize("more", ['href="http://a"', 'o:href="file:///a"', 'src="http://a"', 'target="a"'])
def test_a_shape_leads_nowhere(more: str) -> None:
    made = of(watermark(more))
    assert made.content.decode().count("a") and more.encode() not in made.content
    assert {name.split("/")[0] for name in made.left_out} == {"shape"}


def test_a_picture_of_vml_stands_in_the_package_or_not_at_all() -> None:
    mark = watermark("").replace("/></w:pict>", '><v:imagedata r:id="x1" o:title="a"/></v:shape></w:pict>')
    assert left(mark, targets={"x1": "image"}) == mark
    outside = mark.replace('r:id="x1"', 'src="http://a/b.png"')
    assert of(outside).left_out == {"imagedata"} and b"imagedata" not in of(outside).content


def test_a_style_that_fetches_is_left_out() -> None:
    assert b"url" not in of(watermark("").replace("width:1pt", "background:URL(http://a)")).content


def test_attributes_in_any_order_and_quotes_are_told_apart() -> None:
    tag = f"<a:blip  r:link = 'x1'\n xmlns:q='{OTHER}' q:z=\" r:link='y' \" cstate=\"print\"/>"
    made = left(picture("").replace("<a:blip />", tag), targets={})
    assert f"<a:blip\n xmlns:q='{OTHER}' cstate=\"print\"/>" in made.replace("  ", "")


def test_footnotes_of_its_text_stay_behind_and_the_lines_above_them_dont() -> None:
    line = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    note = f'<w:footnote w:id="1"><w:p>{RUN}</w:p></w:footnote>'
    assert left(line + note, "footnotes") == line
    assert of(line + note, "footnotes").left_out == frozenset()


def test_of_a_document_only_its_sections_count() -> None:
    page = '<w:pgSz w:w="1" w:h="2"/>'
    section = f'<w:sectPr><w:headerReference w:type="default" r:id="x9"/><w:formProt/>{page}</w:sectPr>'
    body = f"<w:body>{complex_field('DDEAUTO a b')}<w:altChunk r:id='x1'/>{section}</w:body>"
    made = of(f'<w:altChunk r:id="x1"/><w:background w:color="FFFFFF"/>{body}', "document", {"x1": "image"})
    assert f"<w:sectPr>{page}</w:sectPr>" in made.content.decode()
    assert made.left_out == {"altChunk", "headerReference", "formProt"}


def test_what_is_switched_off_is_not_named() -> None:
    """LibreOffice writes that a section's forms are not protected."""
    made = of('<w:body><w:sectPr><w:formProt w:val="false"/></w:sectPr></w:body>', "document")
    assert made.left_out == frozenset()
    assert "formProt" not in made.content.decode()


@pytest.mark.parametrize(
    "content",
    [
        f'<w:hdr xmlns:w="{WORD}"/>',
        f'<w:ftr xmlns:w="{OTHER}"/>',
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:ftr xmlns:w="{WORD}"/>',
        f'<w:p xmlns:w="{WORD}"><w:ftr/></w:p>',
        f'<w:ftr xmlns:w="{WORD}">' + "<w:p>" * (DEEPEST + 1) + "</w:p>" * (DEEPEST + 1) + "</w:ftr>",
    ],
)
def test_another_root_a_document_type_and_endless_depth_are_refused(content: str) -> None:
    with pytest.raises(ValueError):
        reduced(content.encode(), f"{W}ftr")
