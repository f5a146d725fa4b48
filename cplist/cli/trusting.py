"""`cplist pack trust`: which packs of others are opened like the shipped ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cplist.cli.app import USAGE, Json
from cplist.cli.starting import pack_app
from cplist.cli.terminal.help import Command

if TYPE_CHECKING:
    from cplist.pack.trust import TrustedPack


@pack_app.command("trust", cls=Command)
def pack_trust(
    path: Annotated[
        str,
        typer.Argument(
            help="模板包的文件夹；不写则列出已信任的 / the pack's folder; without it, those that are trusted",
            metavar="[PATH]",
        ),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 / don't ask")] = False,
    remove: Annotated[
        bool,
        typer.Option(
            "--remove", help="不再信任，PATH 也可以写指纹 / trust it no more; PATH may be its fingerprint"
        ),
    ] = False,
    json: Json = False,
) -> None:
    """信任别人的模板包，使它像自带的一样运行。 / Trust a pack of somebody else's, as it is now."""
    from cplist.cli import console, json_report
    from cplist.core.findings import InputError
    from cplist.pack.trust import trusted_packs

    if remove and not path:
        raise InputError("trust-what")
    if path and not (_taken_back(path) if remove else _trusted(path, asked=not yes)):
        console.show_aborted()
        raise typer.Exit(USAGE)
    if json:
        console.show_json(json_report.trust_data(trusted_packs()))
    else:
        console.show_trusted(trusted_packs())


def _trusted(path: str, *, asked: bool) -> bool:
    """Trust the pack in that folder, once it was shown and the user agreed; whether they did."""
    from cplist.cli import console
    from cplist.core.messages import finding
    from cplist.pack.strangers import described
    from cplist.pack.trust import trust

    pack, size = described(path)
    console.show_pack(pack, *size)
    if asked and not console.confirmed():
        return False
    trust(pack)
    console.show_findings([finding("pack-trusted", name=pack.name, version=pack.version)])
    return True


def _taken_back(path: str) -> bool:
    """Trust that pack no more. Raises InputError for one that isn't trusted."""
    from cplist.cli import console
    from cplist.core.findings import InputError
    from cplist.core.messages import finding
    from cplist.pack.trust import take_back, trusted_packs

    gone = [pack for pack in trusted_packs() if _is_meant(pack, path)]
    if not gone:
        raise InputError("trust-unknown", path=path)
    for pack in gone:
        take_back(pack)
        console.show_findings([finding("pack-trusted-no-more", name=pack.name, version=pack.version)])
    return True


def _is_meant(pack: TrustedPack, path: str) -> bool:
    """Whether a path is the folder that the pack lay in, or the beginning of its fingerprint."""
    return pack.folder == str(Path(path).resolve()) or (len(path) >= 8 and pack.sha256.startswith(path.lower()))
