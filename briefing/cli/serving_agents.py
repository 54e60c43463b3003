"""The command that lets agents ask an archive: mcp."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import say
from briefing.cli.shared import Config, LedgerFlag, settings_of
from briefing.errors import UsageError

if TYPE_CHECKING:
    from briefing.service.shelf import Shelf


def mcp(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of finished pages, as `generate --out` writes them.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option("--db", help="Database of a service, in place of a folder: a file, or postgresql://..."),
    ] = None,
    tenant: Annotated[str, typer.Option("--tenant", help="Whose pages of that service.")] = "main",
    where: LedgerFlag = None,
    http: Annotated[bool, typer.Option("--http", help="Serve streamable HTTP at /mcp, in place of stdio.")] = False,
    host: Annotated[
        str, typer.Option("--host", help="Address of this machine to listen on, with --http.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="Port to listen on, with --http.")] = 8765,
    config: Config = None,
) -> None:
    """Let agents read an archive over the Model Context Protocol: finished pages and the ledger, nothing to write.

    Over HTTP it asks for no key, so it listens on loopback alone: `briefing serve` has keys.
    """
    if http and not _is_loopback(host):
        raise UsageError(f"{host} is no loopback address", hint="others would read without a key; use 127.0.0.1")
    settings = settings_of(config, ledger=where)
    shelf = _shelf(folder, database, tenant, settings.ledger)
    try:
        from briefing.service.mcp_server import archive_server
    except ModuleNotFoundError as error:
        if error.name != "mcp":
            raise
        raise UsageError("the package mcp is not installed", hint="pip install 'auditable-briefing[mcp]'") from error
    server = archive_server(shelf)
    if http:
        say(f"briefing: agents may ask at http://{host}:{port}/mcp")
        server.run("streamable-http", host=host, port=port, stateless_http=True, json_response=True)
    else:
        server.run("stdio")


def _shelf(folder: Path | None, database: str | None, tenant: str, ledger: str | None) -> Shelf:
    """The folder, or the archive of a service's tenant."""
    if (folder is None) == (database is None):
        raise UsageError("name a folder of pages, or --db", hint="briefing mcp out/ --ledger days.db")
    if folder is not None:
        from briefing.service.shelf import FolderShelf

        return FolderShelf(folder, ledger)
    from briefing.service.archive import Archive, ArchiveShelf
    from briefing.service.database import ServiceDatabase
    from briefing.service.keys import tenant_named
    from briefing.service.ledgers import Ledgers

    opened = ServiceDatabase.open(database or "", create=False)
    return ArchiveShelf(Archive(opened), tenant_named(tenant), Ledgers(ledger))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
