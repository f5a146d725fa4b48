"""What of a build goes to the disk and to the console: plain data, which can come from another process."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cplist.core.findings import Finding
from cplist.documents.job import OutputFile
from cplist.domain.institution import Institution
from cplist.pipeline import Built

_PART = r"[^./\\:\x00-\x1f][^/\\:\x00-\x1f]*"
_NAME = re.compile(rf"(?:{_PART}/)?{_PART}\.(?:docx|xlsx|html)")
"""Of a file in the institution's folder, or in a folder of it."""


@dataclass(frozen=True)
class Product:
    """A build's files, and what was found and counted.

    `institution` and `short_name` are the institution's, `called` is how a screen calls it; `answers` says whether
    the last workbook held anything that people wrote. The rest is as in Built.
    """

    institution: str
    short_name: str
    called: str
    outputs: tuple[OutputFile, ...]
    manifest: Mapping[str, Any]
    findings: tuple[Finding, ...]
    summary: Mapping[str, int]
    all_names: Mapping[str, frozenset[str]]
    answers: bool
    left_by: Mapping[str, Mapping[str, Any]]

    @property
    def files(self) -> dict[str, bytes]:
        """The files by name, relative to the institution's folder, with /."""
        return {output.name: output.content for output in self.outputs}


def product_of(built: Built, noted: tuple[Finding, ...] = ()) -> Product:
    """The product of a build, with what else is to be said of it."""
    institution = built.draft.institution
    return Product(
        institution.name,
        institution.short_name,
        called(institution),
        built.outputs,
        built.manifest,
        (*built.findings, *noted),
        built.summary,
        built.all_names,
        built.answers,
        built.left_by,
    )


def called(institution: Institution) -> str:
    """Its name, with its type and tier in their words."""
    words = institution.words
    return f"{institution.name}（{words['name']}·{words[institution.tier.value]}）"


def belongs_to(product: Product, institution: str) -> bool:
    """Whether a product is that institution's, and all of its files lie in its folder."""
    names = {institution, product.institution, str(product.manifest.get("institution"))}
    return len(names) == 1 and all(_NAME.fullmatch(output.name) for output in product.outputs)
