"""What makes the look of a document, by name: elements of Word's XML, of drawings, of the older VML (ECMA-376 parts
1 and 4), attributes that lead somewhere, fields. What isn't here is left out of a style.docx.
"""

from __future__ import annotations

from collections.abc import Mapping

from cplist.core.namespaces import DRAWING, R, W

MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A, WP, PIC = f"{{{DRAWING}/main}}", f"{{{DRAWING}/wordprocessingDrawing}}", f"{{{DRAWING}/picture}}"
V, OF, W10 = (f"{{urn:schemas-microsoft-com:{name}}}" for name in ("vml", "office:office", "office:word"))
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MICROSOFT = "http://schemas.microsoft.com/office/word/2010"
W14, WP14, WPS, WPG, WPC = (
    f"{{{_MICROSOFT}/{name}}}"
    for name in (
        *("wordml", "wordprocessingDrawing", "wordprocessingShape"),
        *("wordprocessingGroup", "wordprocessingCanvas"),
    )
)
_TEXT = """
p pPr pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr ilvl numId suppressLineNumbers pBdr top
left bottom right start end between bar shd tabs tab suppressAutoHyphens kinsoku wordWrap overflowPunct
topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents
suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl cnfStyle r rPr rStyle rFonts b bCs i
iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof vanish webHidden color w kern position sz
szCs highlight u effect bdr fitText vertAlign rtl cs em lang eastAsianLayout specVanish dir bdo t br cr ptab sym
noBreakHyphen softHyphen pgNum fldChar instrText fldSimple ruby rubyPr rubyAlign hps hpsRaise hpsBaseText lid rt
rubyBase separator continuationSeparator footnoteRef endnoteRef drawing pict txbxContent tbl tblPr tblStyle tblpPr
tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW tblCellSpacing tblInd tblBorders insideH
insideV tl2br tr2bl tblLayout tblCellMar tblLook tblCaption tblDescription tblGrid gridCol tblPrEx tr trPr
gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader hidden tc tcPr tcW gridSpan hMerge vMerge
tcBorders noWrap tcMar tcFitText vAlign hideMark
"""
_PARTS = """
hdr ftr footnotes endnotes footnote endnote styles docDefaults rPrDefault pPrDefault latentStyles lsdException
style name aliases basedOn next link autoRedefine uiPriority semiHidden unhideWhenUsed qFormat locked personal
personalCompose personalReply tblStylePr rsid numbering numPicBullet abstractNum nsid multiLevelType tmpl
styleLink numStyleLink lvl numFmt lvlRestart isLgl suff lvlText lvlPicBulletId legacy lvlJc num abstractNumId
lvlOverride startOverride numIdMacAtCleanup fonts font altName panose1 charset family notTrueType pitch sig
embedRegular embedBold embedItalic embedBoldItalic background sectPr headerReference footerReference footnotePr
endnotePr pos numStart numRestart type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols col noEndnote
titlePg rtlGutter docGrid
"""
_SETTINGS = """
settings zoom removePersonalInformation removeDateAndTime displayBackgroundShape printFractionalCharacterWidth
embedTrueTypeFonts embedSystemFonts saveSubsetFonts mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader
bordersDoNotSurroundFooter gutterAtTop defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone
doNotHyphenateCaps defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets
drawingGridHorizontalSpacing drawingGridVerticalSpacing displayHorizontalDrawingGridEvery
displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin
drawingGridVerticalOrigin noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars
noLineBreaksAfter noLineBreaksBefore compat compatSetting themeFontLang clrSchemeMapping doNotAutoCompressPictures
decimalSymbol listSeparator useSingleBorderforContiguousCells wpJustification noTabHangInd noLeading spaceForUL
noColumnBalance balanceSingleByteDoubleByteWidth noExtraLineSpacing doNotLeaveBackslashAlone ulTrailSpace
doNotExpandShiftReturn spacingInWholePoints lineWrapLikeWord6 printBodyTextBeforeHeader printColBlack wpSpaceWidth
showBreaksInFrames subFontBySize suppressBottomSpacing suppressTopSpacing suppressSpacingAtTopOfPage
suppressTopSpacingWP suppressSpBfAfterPgBrk swapBordersFacingPages convMailMergeEsc truncateFontHeightsLikeWP6
mwSmallCaps usePrinterMetrics doNotSuppressParagraphBorders wrapTrailSpaces footnoteLayoutLikeWW8
shapeLayoutLikeWW8 alignTablesRowByRow forgetLastTabAlignment adjustLineHeightInTable autoSpaceLikeWord95
noSpaceRaiseLower doNotUseHTMLParagraphAutoSpacing layoutRawTableWidth layoutTableRowsApart
useWord97LineBreakRules doNotBreakWrappedTables doNotSnapToGridInCell selectFldWithFirstOrLastChar
applyBreakingRules doNotWrapTextWithPunct doNotUseEastAsianBreakRules useWord2002TableStyleRules growAutofit
useFELayout useNormalStyleForList doNotUseIndentAsNumberingTabStop useAltKinsokuLineBreakRules
allowSpaceOfSameStyleInTable doNotSuppressIndentation doNotAutofitConstrainedTables autofitToFirstFixedWidthCell
underlineTabInNumList displayHangulFixedWidth splitPgBreakAndParaMark doNotVertAlignCellWithSp
doNotBreakConstrainedForcedTable doNotVertAlignInTxbx useAnsiKerningPairs cachedColBalance
"""
_SHAPES = """
graphic graphicData graphicFrameLocks blip alphaBiLevel alphaCeiling alphaFloor alphaInv alphaMod alphaModFix
alphaRepl biLevel blur clrChange clrFrom clrTo clrRepl duotone fillOverlay grayscl hsl srcRect stretch fillRect
tile xfrm off ext chOff chExt prstGeom avLst gd custGeom gdLst ahLst ahXY ahPolar cxnLst cxn pos rect pathLst path
moveTo lnTo pt arcTo quadBezTo cubicBezTo close solidFill noFill gradFill gsLst gs lin fillToRect tileRect
pattFill fgClr bgClr blipFill grpFill srgbClr sysClr schemeClr prstClr hslClr scrgbClr alpha alphaOff tint shade
lumMod lumOff lum satMod satOff sat hueMod hueOff hue red redMod redOff green greenMod greenOff blue blueMod
blueOff gray comp inv gamma invGamma ln lnL lnR lnT lnB prstDash custDash ds round bevel miter headEnd tailEnd
effectLst effectDag cont effect outerShdw innerShdw glow softEdge reflection prstShdw relOff xfrm scene3d camera
rot lightRig backdrop anchor norm up sp3d bevelT bevelB extrusionClr contourClr flatTx prstTxWarp noAutofit
normAutofit spAutoFit picLocks spLocks cxnSpLocks grpSpLocks lnRef fillRef effectRef fontRef theme themeElements
clrScheme dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink fontScheme majorFont
minorFont latin ea cs sym font fmtScheme fillStyleLst lnStyleLst effectStyleLst effectStyle bgFillStyleLst
objectDefaults spDef lnDef txDef spPr bodyPr lstStyle style extraClrSchemeLst extraClrScheme clrMap custClrLst
custClr defPPr lvl1pPr lvl2pPr lvl3pPr lvl4pPr lvl5pPr lvl6pPr lvl7pPr lvl8pPr lvl9pPr defRPr lnSpc spcBef spcAft
spcPct spcPts buNone
"""
_TEXT_EFFECTS = """
glow shadow reflection textOutline textFill scene3d props3d ligatures numForm numSpacing stylisticSets styleSet
cntxtAlts solidFill noFill gradFill gsLst gs lin path fillToRect srgbClr schemeClr sysClr alpha tint shade satMod
lumMod lumOff hueMod prstDash round bevel miter camera lightRig rot bevelT bevelB extrusionClr contourClr
"""
_VML = """
id type style alt coordsize coordorigin path adj from to points arcsize fillcolor filled opacity opacity2 stroked
strokecolor strokeweight weight color color2 on string fitshape fitpath trim xscale joinstyle endcap dashstyle
linestyle startarrow endarrow startarrowwidth endarrowwidth startarrowlength endarrowlength angle focus focussize
focusposition method rotate aspect colors offset offset2 matrix obscured origin size position inset insetpen
textboxrect limo textpathok gradientshapeok gradientshapetype arrowok strokeok fillok shadowok insetpenok eqn
polar xrange yrange switch map invx invy radiusrange ext spid spt allowincell allowoverlap preferrelative hr hrstd
hrnoshade hralign hrpct insetmode aspectratio rotation cropping verticies text ungrouping grouping selection
adjusthandles shapetype connecttype connectlocs connectangles extrusionok croptop cropleft cropright cropbottom
gain blacklevel gamma grayscale bilevel chromakey title anchorx anchory side singleclick joins v facet space print
wrapcoords startangle endangle alignshape miterlimit filltype imageaspect imagesize imagealignshape width shadow
bullet
"""
_MATH = """
mathPr mathFont brkBin brkBinSub smallFrac dispDef lMargin rMargin defJc wrapIndent wrapRight intLim naryLim
"""


def _named(prefix: str, names: str) -> frozenset[str]:
    return frozenset(prefix + name for name in names.split())


ELEMENTS = frozenset().union(
    _named(W, _TEXT),
    _named(W, _PARTS),
    _named(W, _SETTINGS),
    _named(A, _SHAPES),
    _named(W14, _TEXT_EFFECTS),
    _named(MARKUP, "AlternateContent Choice Fallback"),
    _named(MATH, _MATH),
    _named(WP, """inline anchor simplePos positionH positionV align posOffset extent effectExtent wrapNone
           wrapSquare wrapTight wrapThrough wrapTopAndBottom wrapPolygon start lineTo docPr cNvGraphicFramePr"""),
    _named(WP14, "sizeRelH sizeRelV pctWidth pctHeight pctPosHOffset pctPosVOffset"),
    _named(PIC, "pic nvPicPr cNvPr cNvPicPr blipFill spPr style"),
    _named(WPS, "wsp cNvPr cNvSpPr cNvCnPr spPr style txbx linkedTxbx bodyPr"),
    _named(WPG, "wgp grpSp cNvPr cNvGrpSpPr grpSpPr"),
    _named(WPC, "wpc bg whole"),
    _named(V, """shapetype shape group rect line oval roundrect polyline curve arc background fill stroke formulas f
           path handles h shadow textpath textbox imagedata"""),
    _named(OF, "lock left top right bottom column extrusion"),
    _named(W10, "wrap anchorlock bordertop borderleft borderright borderbottom"),
)  # fmt: skip
"""Elements that a look is made of."""
TAGS_ONLY = frozenset().union(
    _named(W, "hyperlink smartTag customXml sdt sdtContent ins moveTo"),
)
"""Elements that say something about what is in them, which stays."""
WORTH_NO_WORD = frozenset().union(
    _named(W, """
sdt sdtContent smartTag ins moveTo sdtPr sdtEndPr smartTagPr customXmlPr rsids proofErr bookmarkStart bookmarkEnd
permStart permEnd commentRangeStart commentRangeEnd commentReference annotationRef lastRenderedPageBreak
printerSettings sectPrChange rPrChange pPrChange tblPrChange tblGridChange trPrChange tcPrChange tblPrExChange
numberingChange cellIns cellDel cellMerge del delText delInstrText moveFrom moveFromRangeStart moveFromRangeEnd
moveToRangeStart moveToRangeEnd divId footnote endnote view doNotDisplayPageBoundaries hideSpellingErrors
hideGrammaticalErrors activeWritingStyle proofState stylePaneFormatFilter stylePaneSortMethod documentType
revisionView trackRevisions doNotTrackMoves doNotTrackFormatting autoFormatOverride styleLockTheme styleLockQFSet
showEnvelope summaryLength clickAndTypeStyle doNotShadeFormData savePreviewPicture doNotValidateAgainstSchema
saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly
useXSLTWhenSaving showXMLTags alwaysMergeEmptyNamespace hdrShapeDefaults shapeDefaults doNotIncludeSubdocsInStats
forceUpgrade captions readModeInkLockDown smartTagType printPostScriptOverText printFormsData saveFormsData
formsDesign linkStyles
"""),
    _named(A, "extLst"), _named(PIC, "extLst"), _named(WP, "extLst"), _named(WPS, "extLst"), _named(WPG, "extLst"),
    _named(W14, "docId conflictMode discardImageEditingData defaultImageDpi"),
    frozenset(["{http://schemas.microsoft.com/office/word/2012/wordml}docId",
               "{http://schemas.microsoft.com/office/word/2012/wordml}chartTrackingRefBased"]),
)  # fmt: skip
"""What programs write of their own accord and nobody misses: it is left out without a word."""
IN_WHAT_IS_LEFT_OUT = frozenset(
    ("dataBinding", "control", "OLEObject", "altChunk", "subDoc", "fldSimple", "ffData", "contentPart")
)
"""What is named also where it stands in something that is left out without a word; without their namespaces."""

LEADING: Mapping[tuple[str, str], str] = {
    (f"{W}headerReference", f"{R}id"): "header",
    (f"{W}footerReference", f"{R}id"): "footer",
    **{(f"{W}embed{face}", f"{R}id"): "font" for face in ("Regular", "Bold", "Italic", "BoldItalic")},
    (f"{A}blip", f"{R}embed"): "image",
    (f"{V}imagedata", f"{R}id"): "image",
    (f"{V}fill", f"{R}id"): "image",
    (f"{V}stroke", f"{R}id"): "image",
}
"""The attributes that may lead to another part, and of which kind of relationship."""
GRAPHICS = frozenset((PIC[1:-1], WPS[1:-1], WPG[1:-1], WPC[1:-1]))
"""What a drawing may be, by the `uri` of its graphicData: a picture, a shape, a group of them; no chart."""
VML_ATTRIBUTES = frozenset(_VML.split())
"""Of VML; the others, href and src among them, may name files and pages."""
PLAIN_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE"))
"""Fields that show what is in the document itself."""
