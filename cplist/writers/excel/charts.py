"""Bar charts below a table (ECMA-376 part 1, 21.2), with their values stored, so that viewers that don't
calculate draw them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cplist.core.namespaces import DRAWING, RELATIONSHIPS
from cplist.core.opc import Relationship, relationships_part, relationships_xml
from cplist.core.workbook import Chart, Formula, Value
from cplist.core.xml_text import DECLARATION, escaped
from cplist.formulas.references import PlacedTable, letter, quoted

CHARTS = "xl/charts/chart"
"""How the names of charts' parts begin."""
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_EMU = 360_000
"""English metric units in a centimetre."""
WIDTH, BAR, MARGIN = 26.0, 0.62, 4.2
"""Centimetres: a chart's width, one bar's share of its height, and what title, axis and legend take."""
COLUMNS_HIGH = 9.0
COLORS = ("4E9A6B", "E0A53A", "C0504D", "7F1D1D", "A6A6A6")
_TEXT = '<a:latin typeface="宋体"/><a:ea typeface="宋体"/>'


def chart_parts(
    charts: Sequence[Chart], table: PlacedTable, first: int, below: int
) -> Iterator[tuple[str, str | bytes, str]]:
    """The parts of a sheet's drawing, each with its name and its content type ("": its name says it): the drawing,
    its relationships, the charts, which are numbered from `first` and stand under the row `below`."""
    names = [f"{CHARTS}{number}.xml" for number in range(first, first + len(charts))]
    links = [Relationship(f"rId{place}", f"{RELATIONSHIPS}/chart", name) for place, name in enumerate(names, 1)]
    drawing = f"xl/drawings/drawing{first}.xml"
    yield drawing, _drawing(charts, table, below), DRAWING_TYPE
    yield relationships_part(drawing), relationships_xml(links), ""
    for name, chart in zip(names, charts, strict=True):
        yield name, _ChartXml(chart, table).xml(), CHART_TYPE


def _drawing(charts: Sequence[Chart], table: PlacedTable, below: int) -> str:
    anchors, row = "", below + 1
    for number, chart in enumerate(charts, 1):
        high = _height(chart, table)
        anchors += _anchor(number, chart, row, high)
        row += int(high / 0.53) + 2  # a blank row is 15 points high
    space = f"{DRAWING}/spreadsheetDrawing"
    return f'{DECLARATION}<xdr:wsDr xmlns:xdr="{space}" xmlns:a="{DRAWING}/main">{anchors}</xdr:wsDr>'


def _height(chart: Chart, table: PlacedTable) -> float:
    bars = len(table.sheet.rows) - table.sheet.totals
    return MARGIN + BAR * bars if chart.stacked else COLUMNS_HIGH


def _anchor(number: int, chart: Chart, row: int, high: float) -> str:
    size = f'cx="{round(WIDTH * _EMU)}" cy="{round(high * _EMU)}"'
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f'<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext {size}/><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{number + 1}" name="{escaped(chart.title)}" descr="{escaped(chart.title)}"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{DRAWING}/chart"><c:chart xmlns:c="{DRAWING}/chart" '
        f'xmlns:r="{RELATIONSHIPS}" r:id="rId{number}"/></a:graphicData></a:graphic></xdr:graphicFrame>'
        "<xdr:clientData/></xdr:oneCellAnchor>"
    )


class _ChartXml:
    """One chart over a table: its rows (stacked, one bar each), or its first total (one column for each series)."""

    def __init__(self, chart: Chart, table: PlacedTable) -> None:
        self.chart, self.table = chart, table
        self.rows = table.sheet.rows[: len(table.sheet.rows) - table.sheet.totals]

    def xml(self) -> str:
        stacked = self.chart.stacked
        series = "".join(self._by_row() if stacked else [self._of_totals()])
        overlap = '<c:overlap val="100"/>' if stacked else ""
        bars = (
            f'<c:barChart><c:barDir val="{"bar" if stacked else "col"}"/>'
            f'<c:grouping val="{"stacked" if stacked else "clustered"}"/><c:varyColors val="0"/>{series}'
            f'<c:gapWidth val="50"/>{overlap}<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        )
        legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if stacked else ""
        return (
            f'{DECLARATION}<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main" '
            f'xmlns:r="{RELATIONSHIPS}"><c:roundedCorners val="0"/><c:chart>{_title(self.chart.title)}'
            f'<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>{bars}{_axes(stacked)}</c:plotArea>{legend}'
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900">{_TEXT}</a:defRPr></a:pPr>'
            '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr></c:chartSpace>'
        )

    def _by_row(self) -> Iterator[str]:
        names = self._down(self.chart.categories)
        categories = [str(row[self.table.places[self.chart.categories]]) for row in self.rows]
        for number, title in enumerate(self.chart.series):
            column = self.table.places[title]
            values = [_number(row[column]) for row in self.rows]
            header = f"{quoted(self.table.on)}!${letter(column)}${self.table.area.header}"
            yield self._series(number, (header, title), (names, categories), (self._down(title), values))

    def _of_totals(self) -> str:
        columns = [self.table.places[title] for title in self.chart.series]
        header, total = self.table.area.header, self.table.area.last - self.table.sheet.totals + 1
        sheet = quoted(self.table.on)
        values = [_number(self.table.sheet.rows[len(self.rows)][column]) for column in columns]
        name = f"{sheet}!$A${total}", str(self.table.sheet.rows[len(self.rows)][0])
        titles = _across(sheet, columns, header), list(self.chart.series)
        return self._series(0, name, titles, (_across(sheet, columns, total), values))

    def _down(self, title: str) -> str:
        column, area = letter(self.table.places[title]), self.table.area
        last = area.last - self.table.sheet.totals
        return f"{quoted(self.table.on)}!${column}${area.first}:${column}${last}"

    def _series(
        self,
        number: int,
        name: tuple[str, str],
        categories: tuple[str, Sequence[str]],
        values: tuple[str, Sequence[float]],
    ) -> str:
        colors = self.chart.colors or COLORS
        fill = f'<a:solidFill><a:srgbClr val="{colors[number % len(colors)]}"/></a:solidFill>'
        show = "".join(
            f'<c:show{what} val="{int(what == "Val" and not self.chart.stacked)}"/>'
            for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
        )
        labels = "" if self.chart.stacked else f"<c:dLbls>{show}</c:dLbls>"
        return (
            f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx>{_texts(name[0], [name[1]])}</c:tx>'
            f'<c:spPr>{fill}</c:spPr><c:invertIfNegative val="0"/>{labels}'
            f"<c:cat>{_texts(*categories)}</c:cat><c:val>{_numbers(*values)}</c:val></c:ser>"
        )


def _across(sheet: str, columns: Sequence[int], row: int) -> str:
    """The cells of a row in those columns, each run of neighbours a range: (Sheet!$B$9:$D$9,Sheet!$F$9)."""
    runs: list[list[int]] = []
    for column in columns:
        if not runs or column != runs[-1][-1] + 1:
            runs.append([])
        runs[-1].append(column)
    ranges = [f"{sheet}!${letter(run[0])}${row}:${letter(run[-1])}${row}" for run in runs]
    return ranges[0] if len(ranges) == 1 else f"({','.join(ranges)})"


def _number(value: Value) -> float:
    found = value.value if isinstance(value, Formula) else value
    return found if isinstance(found, int | float) else 0


def _points(values: Sequence[object]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{escaped(str(value))}</c:v></c:pt>' for n, value in enumerate(values))
    return f'<c:ptCount val="{len(values)}"/>{points}'


def _texts(where: str, values: Sequence[str]) -> str:
    return f"<c:strRef><c:f>{escaped(where)}</c:f><c:strCache>{_points(values)}</c:strCache></c:strRef>"


def _numbers(where: str, values: Sequence[float]) -> str:
    return (
        f"<c:numRef><c:f>{escaped(where)}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{_points(values)}</c:numCache></c:numRef>"
    )


def _title(text: str) -> str:
    properties = f'<a:defRPr sz="1200" b="1">{_TEXT}</a:defRPr>'
    run = f'<a:r><a:rPr lang="zh-CN" sz="1200" b="1">{_TEXT}</a:rPr><a:t>{escaped(text)}</a:t></a:r>'
    paragraph = f"<a:p><a:pPr>{properties}</a:pPr>{run}</a:p>"
    return f'<c:title><c:tx><c:rich><a:bodyPr/>{paragraph}</c:rich></c:tx><c:overlay val="0"/></c:title>'


def _axes(stacked: bool) -> str:
    """The axis of names (from the top in a chart of bars) and that of numbers."""
    across, up = ("l", "b") if stacked else ("b", "l")
    order = "maxMin" if stacked else "minMax"
    crosses = "max" if stacked else "autoZero"
    line = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="BFBFBF"/></a:solidFill></a:ln></c:spPr>'
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{across}"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{line}<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{up}"/><c:majorGridlines>{line}</c:majorGridlines>'
        '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="{crosses}"/></c:valAx>'
    )
