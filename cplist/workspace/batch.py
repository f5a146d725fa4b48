"""Many profiles at once: each read, built and stored; one that fails stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cplist.core.cache import open_cache
from cplist.core.files import folded_name, in_the_way, safe_name
from cplist.core.findings import Finding, FindingsError, InputError, Location, UntrustedPackError, has_errors
from cplist.core.messages import finding
from cplist.documents.job import Inputs, file_name
from cplist.documents.kinds import Kind, document_kind
from cplist.documents.request import NOTHING, Request
from cplist.domain.institution import Institution
from cplist.draft import Draft, checked
from cplist.pack.pack import DEFAULT_PACK, Pack, find_pack, sha256_of
from cplist.pack.trust import open_trusted
from cplist.pipeline import build
from cplist.profile.profile import Profile, in_order, institution_of, read_profile
from cplist.workspace.fingerprints import MADE, about, fingerprint, only_read, request_key, standing_as_made
from cplist.workspace.former_files import earlier_version, former_workbook
from cplist.workspace.party_workbooks import party_workbooks, returned_workbooks
from cplist.workspace.product import Product, belongs_to, product_of
from cplist.workspace.profile_files import STANDARD_INPUT, base_of, content_of, read_data, read_rows, told
from cplist.workspace.results import NO_OTHERS, Checked, Failure, Others, Prepared, Result, Unchanged
from cplist.workspace.targets import (
    Output,
    Target,
    UnwritableError,
    edited,
    look,
    other_institution,
    store,
)

if TYPE_CHECKING:
    from cplist.form.table import Rows
    from cplist.yamldoc.document import Document


class Builder:
    """Builds profiles into folders; opens each pack once. `packs` are folders to look for packs in, before those
    shipped with cplist; `rows` the profiles of a table, by what its lines are called; `given` what standard input
    held, where that was read before."""

    def __init__(self, packs: Sequence[Path] = ()) -> None:
        self.packs = packs
        self.rows: Rows = {}
        self.given: bytes | None = None
        self.cache = open_cache()
        self._standard_input = b""
        self._opened: dict[str, Pack] = {}

    def pack(self, name: str) -> Pack:
        if name not in self._opened:
            self._opened[name] = open_trusted(name, self.packs)
        return self._opened[name]

    def profile(self, name: str) -> Profile:
        """Read a profile by its path, or from standard input. Raises FindingsError, InputError."""
        if name in self.rows:
            return read_profile(b"", name, base_of, self._read, read_rows)
        given = self.given if name == STANDARD_INPUT else None
        content = content_of(name) if given is None else given
        if name == STANDARD_INPUT:
            self._standard_input = content
        return read_profile(content, name, base_of, read_data, read_rows)

    def _read(self, content: bytes, name: str) -> tuple[Document, list[Finding]]:
        return self.rows[name] if name in self.rows else read_data(content, name)

    def pack_of(self, profile: Profile) -> Pack:
        """The pack that a profile asks for. Raises FindingsError at the place where it does."""
        try:
            return self.pack(profile.pack or DEFAULT_PACK)
        except InputError as error:
            at = profile.document.place(("pack",))
            found = finding(error.rule, at, "pack", **error.arguments)
            raise FindingsError(in_order([*profile.findings, found], profile.chain)) from error
        except UntrustedPackError as error:
            raise UntrustedPackError(error.folder, self._standard_input) from error

    def inputs(self, profile: Profile) -> Inputs:
        """What drafting a profile takes. Raises FindingsError as `pack_of`."""
        return Inputs(profile, self.pack_of(profile), NOTHING, cache=self.cache)

    def draft(self, profile: Profile) -> Draft:
        """Its system, drafted and not written. Raises FindingsError for errors in the profile."""
        return build(self.inputs(profile)).draft

    def check(self, name: str) -> Checked:
        """Check a profile by its path, or from standard input; whatever is wrong with it is a finding."""
        document = None
        try:
            profile = self.profile(name)
            document = profile.document
            return Checked(told(self.findings(profile)), document)
        except FindingsError as error:
            return Checked(told(error.findings), document)
        except InputError as error:
            return Checked((_problem(name, error),), document, error)

    def findings(self, profile: Profile) -> tuple[Finding, ...]:
        """Everything that is to be said of a profile, errors included."""
        try:
            return self.draft(profile).findings
        except FindingsError as error:
            return error.findings
        except UntrustedPackError as untrusted:
            return self._findings_in_child(untrusted.folder, profile)

    def _findings_in_child(self, pack: Path, profile: Profile) -> tuple[Finding, ...]:
        from cplist.pack.strangers import confined  # starts processes: few need it

        try:
            return confined(pack, tuple[Finding, ...], _findings_of, self.packs, profile)
        except FindingsError as error:
            return error.findings

    def build(
        self,
        names: Sequence[str],
        folder: Path,
        request: Request | None = None,
        against: Path | None = None,
        carry: Path | None = None,
        merge: Sequence[Path] = (),
    ) -> Iterator[Result]:
        """Build what is asked for of every profile into its institution's folder under `folder`; `against` is the
        .docx that the new system is compared with, `carry` a workbook from elsewhere to take over what people
        filled in, in the place of the one in the folder."""
        others = Others(against, carry, tuple(merge))
        taken: dict[str, str] = {}
        for name in names:
            prepared = self.prepared(name, folder, taken, request or Request(), others)
            yield prepared if isinstance(prepared, Result) else self.stored(prepared, self.attempt(prepared))

    def prepared(
        self, name: str, folder: Path, taken: dict[str, str], request: Request, others: Others = NO_OTHERS
    ) -> Prepared | Result:
        """A profile that was read and checked, and its institution's folder, which is nobody else's: `taken` are
        those of this batch, with the profiles that they are taken by. The result where it can't be built."""
        try:
            profile = self.profile(name)
            institution = self._institution(profile)
            return Prepared(profile, self._target(profile, institution, folder, taken), request, others)
        except (FindingsError, InputError) as error:
            return _failed(name, error)

    def unchanged(self, prepared: Prepared) -> Prepared | Result:
        """The result where what a build would give stands there as it was made; else what is prepared, with the
        fingerprint that build.json is to keep. With files from elsewhere nothing is known."""
        if prepared.others != NO_OTHERS:
            return prepared
        profile, target, request = prepared.profile, prepared.target, prepared.request
        now, read = (
            fingerprint(profile, self._sha256_of_pack(profile)),
            only_read(target.folder, target.kinds, request),
        )
        made = standing_as_made(target.folder, target.manifest, request, now, read)
        if made is None:
            return replace(prepared, fingerprint=now, read=read)
        outputs = [
            Output(target.kinds.get(name, ""), target.folder / name, sha) for name, sha in made["files"].items()
        ]
        seen = Unchanged(made["called"], target.manifest["summary"], made["found"])
        return Result(profile.name, target.manifest["institution"], outputs=tuple(outputs), unchanged=seen)

    def _sha256_of_pack(self, profile: Profile) -> str:
        try:
            return sha256_of(self.pack_of(profile).files)
        except UntrustedPackError as untrusted:
            return find_pack(str(untrusted.folder)).sha256

    def _institution(self, profile: Profile) -> Institution:
        """The institution of a profile that was checked. Raises FindingsError."""
        try:
            institution, _ = checked(profile, self.pack_of(profile))
            return institution
        except UntrustedPackError as error:
            if has_errors(profile.findings):
                raise FindingsError(self.findings(profile)) from error
            return institution_of(profile, frozenset())

    def attempt(self, prepared: Prepared) -> Product | Failure:
        """What a build gives, nothing written; in a confined process where the pack isn't trusted."""
        profile, target = prepared.profile, prepared.target
        try:
            try:
                return self.product(profile, target, prepared.request, prepared.others)
            except UntrustedPackError as untrusted:
                return self._product_of_child(untrusted.folder, prepared)
        except (FindingsError, InputError) as error:
            return Failure.of(error)

    def _product_of_child(self, pack: Path, prepared: Prepared) -> Product:
        from cplist.pack.strangers import confined, ended

        given = (prepared.profile, prepared.target, prepared.request, prepared.others)
        product = confined(pack, Product, _product_of, self.packs, *given)
        name = institution_of(prepared.profile, frozenset()).name
        if not belongs_to(product, name):
            raise FindingsError([ended(pack, name)])
        return product

    def stored(self, prepared: Prepared, attempt: Product | Failure) -> Result:
        """What became of a profile, its files written where it could be built."""
        name = prepared.profile.name
        try:
            if isinstance(attempt, Failure):
                raise attempt.error
            outputs, stored = store(_with_fingerprint(attempt, prepared), prepared.target)
        except (FindingsError, InputError) as error:
            return _failed(name, error)
        return Result(name, attempt.institution, attempt, tuple(outputs), told((*attempt.findings, *stored)))

    def product(self, profile: Profile, target: Target, request: Request, others: Others) -> Product:
        """What a build of a profile that was checked gives for that folder; nothing is written."""
        pack = self.pack_of(profile)
        institution = institution_of(profile, pack.types_by_reference)
        returned = returned_workbooks(others.merge, pack, institution, self.cache) if others.merge else None
        workbook = _file(institution, pack, Kind.CHECKLIST)
        inputs = Inputs(
            profile,
            pack,
            request,
            former_workbook(target, workbook, others.carry) if _shows_answers(request) else None,
            party_workbooks(target) if Kind.PARTY_CHECKLISTS in request.kinds else {},
            returned.returns if returned else None,
            earlier_version(others.against, institution.name, pack, target) if others.against else None,
            target.manifest,
            self.cache,
        )
        system = _file(institution, pack, Kind.SYSTEM)
        unseen = Kind.MEMO in request.kinds and not others.against and edited(target, system)
        noted = (finding("comparison-edited", Location(profile.name), file=system),) if unseen else ()
        return product_of(build(inputs), (*noted, *(returned.findings if returned else ())))

    def _target(self, profile: Profile, institution: Institution, folder: Path, taken: dict[str, str]) -> Target:
        """The institution's folder, which is nobody else's: `taken` are those of this batch, with the profiles that
        they are taken by. Raises FindingsError if it is, with everything else that is to be said; InputError where
        a file is in the way."""
        own = folder / safe_name(institution.short_name)
        if other := taken.get(folded_name(own.name)):
            same = [finding("same-folder", Location(profile.name), folder=own, other=other)]
            raise FindingsError([*self.findings(profile), *same])
        taken[folded_name(own.name)] = profile.name
        if file := in_the_way(own):
            raise InputError("output-no-folder", folder=str(own), file=str(file))
        target = look(own)
        if found := other_institution(target, institution.name):
            raise FindingsError([*self.findings(profile), *found])
        return target


def _findings_of(packs: Sequence[Path], profile: Profile) -> tuple[Finding, ...]:
    """Builder.findings, in a confined process."""
    return Builder(packs).findings(profile)


def _product_of(
    packs: Sequence[Path], profile: Profile, target: Target, request: Request, others: Others
) -> Product:
    """Builder.product, in a confined process."""
    return Builder(packs).product(profile, target, request, others)


def _with_fingerprint(product: Product, prepared: Prepared) -> Product:
    """The product, for build.json to keep what it was made from where that is known."""
    if not prepared.fingerprint:
        return product
    made = about(prepared.fingerprint, product.called, product.findings, prepared.read)
    return replace(product, manifest={**product.manifest, MADE: {request_key(prepared.request): made}})


def _failed(name: str, error: FindingsError | InputError) -> Result:
    if isinstance(error, FindingsError):
        return Result(name, findings=told(error.findings))
    outputs = error.outputs if isinstance(error, UnwritableError) else ()
    return Result(name, outputs=outputs, findings=(_problem(name, error),), unusable=True)


def _shows_answers(request: Request) -> bool:
    """Whether something is asked for that shows what people filled in in the last workbook."""
    return bool({Kind.CHECKLIST, Kind.MAP} & set(request.kinds))


def _file(institution: Institution, pack: Pack, kind: Kind) -> str:
    return file_name(institution, pack, document_kind(kind))


def _problem(name: str, error: InputError) -> Finding:
    """What can't be read or written, as a finding of that profile."""
    return finding(error.rule, Location(name), **error.arguments)
