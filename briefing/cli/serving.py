"""The commands of the service: serve, keys, people; and the one that lets agents ask an archive: mcp."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefing.cli.console import Exit, emit, say
from briefing.cli.shared import Config, LedgerFlag, Model, example, settings_of
from briefing.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from socket import socket

    import uvicorn
    from fastapi import FastAPI
    from uvicorn import Server

    from briefing.service.keys import Key, Keys
    from briefing.service.shelf import Shelf

Db = Annotated[
    str, typer.Option("--db", envvar="BRIEFING_SERVICE_DB", help="Database of the service: a file, or postgresql://...")
]

keys_app = typer.Typer(
    help="Make, list, rotate and revoke the keys of the service.",
    epilog=example("briefing keys new --tenant main --scope read --scope write"),
    rich_markup_mode=None,
    no_args_is_help=True,
)


def serve(
    database: Db = "service.db",
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Port to listen on.")] = 8600,
    jobs: Annotated[int, typer.Option("--jobs", min=0, help="Jobs worked on at once; 0 only serves.")] = 2,
    people: Annotated[
        Path | None, typer.Option("--people", help="File of passwords, of `briefing people` [nobody signs in].")
    ] = None,
    two_people: Annotated[
        bool, typer.Option("--two-people", help="A correction at the desk waits until another person approves it.")
    ] = False,
    delivery: Annotated[
        Path | None,
        typer.Option("--delivery", help="TOML file: mail server, stores and inboxes of schedules [webhooks alone]."),
    ] = None,
    where: LedgerFlag = None,
    model: Model = None,
    config: Config = None,
) -> None:
    """Serve briefings over HTTP: jobs, schedules, pages, the ledger. Needs the extra `service`."""
    settings = settings_of(config, ledger=where, model=model)
    with _installed():
        import uvicorn

        from briefing.service.app import make_app
        from briefing.service.delivery.targets import DeliveryOptions, load_delivery
        from briefing.service.options import ServiceOptions
    if two_people and people is None:
        raise UsageError("--two-people asks for people who sign in, and nobody can", hint="pass --people FILE too")
    _refuse_taken(host, port)
    ways = load_delivery(delivery, os.environ.get("BRIEFING_SMTP_PASSWORD")) if delivery else DeliveryOptions()
    options = ServiceOptions(database=database, jobs=jobs, people=people, two_people=two_people, delivery=ways)
    app = make_app(options, settings)
    server = uvicorn.Server(_listening(app, host, port))
    _tell_when_listening(server)
    with suppress(KeyboardInterrupt):  # which is how a service at a terminal is ended
        server.run()
    if not server.started:
        raise typer.Exit(Exit.NOTHING)


def _listening(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    """How requests are taken: so many at once, none that drips, and those under way are ended at a stop."""
    import uvicorn

    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=1_000,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=20,
        h11_max_incomplete_event_size=65_536,
    )


@keys_app.command("new")
def new(
    scope: Annotated[list[str], typer.Option("--scope", help="read, write, review or admin; repeatable.")],
    tenant: Annotated[str, typer.Option("--tenant", help="Whose pages it is for.")] = "main",
    name: Annotated[str, typer.Option("--name", help="What it is for.")] = "",
    per_minute: Annotated[int, typer.Option("--per-minute", min=1, help="Requests a minute.")] = 600,
    days: Annotated[float | None, typer.Option("--days", help="Days for which it is taken [for ever].")] = None,
    database: Db = "service.db",
) -> None:
    """Make a key and print it: it is kept nowhere, and can't be shown again."""
    with _keys(database) as keys:
        from briefing.service.keys import Scope

        known = [each.value for each in Scope]
        wrong = [each for each in scope if each not in known]
        if wrong:
            raise UsageError(f"no scope {wrong[0]!r}", hint=f"there are: {', '.join(known)}")
        token, _ = keys.new(tenant, name, map(Scope, scope), per_minute=per_minute, days=days)
    emit(f"{token}\n")


@keys_app.command("list")
def listed(
    tenant: Annotated[str | None, typer.Option("--tenant", help="Whose [all].")] = None, database: Db = "service.db"
) -> None:
    """List the keys, without what opens anything."""
    with _keys(database, made=True) as keys:
        for key in keys.listed(tenant):
            made = dt.datetime.fromtimestamp(key.created, dt.UTC).date()
            scopes = ",".join(sorted(key.scopes))
            emit(f"{key.id}  {key.tenant:<12}  {scopes:<24}  {made}  {_standing(key):<8}  {key.name}\n")


@keys_app.command("revoke")
def revoke(ident: Annotated[str, typer.Argument(metavar="ID")], database: Db = "service.db") -> None:
    """Take a key back; services on the same database know it within a second."""
    with _keys(database, made=True) as keys:
        keys.revoke(ident)
    say(f"briefing: the key {ident} is revoked")


@keys_app.command("rotate")
def rotate(
    ident: Annotated[str, typer.Argument(metavar="ID")],
    hours: Annotated[float, typer.Option("--overlap", min=0, help="Hours for which the old one is taken too.")] = 24,
    database: Db = "service.db",
) -> None:
    """Make a key in the place of another, and print it."""
    with _keys(database, made=True) as keys:
        token, _ = keys.rotate(ident, overlap=hours * 3_600)
    emit(f"{token}\n")


def people(
    file: Annotated[Path, typer.Argument(help="File of passwords; it is made where there is none.")],
    name: Annotated[str, typer.Argument(help="Who it is, as the person signs in.")],
    scope: Annotated[list[str], typer.Option("--scope", help="read, write, review or admin; repeatable.")],
    tenant: Annotated[str, typer.Option("--tenant", help="Whose pages it is for.")] = "main",
) -> None:
    """Give a person a password, or another one. It is asked for, and kept as an argon2 hash."""
    with _installed():
        from briefing.service.people import set_password
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    set_password(file, name, password, tenant=tenant, scopes=scope)
    say(f"briefing: {name} can sign in")


def _refuse_taken(host: str, port: int) -> None:
    """End where the address can't be listened on, before anything is opened or made."""
    import socket

    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        why = error.strerror if isinstance(error, socket.gaierror) or not error.errno else os.strerror(error.errno)
        say(f"briefing: can't listen on {host}, port {port} ({str(why).lower()}); name another with --port or --host")
        raise typer.Exit(Exit.NOTHING) from None


def _tell_when_listening(server: Server) -> None:
    """Say the address once it is taken: not before, since another may have it, and port 0 is any."""
    startup = server.startup

    async def told(sockets: list[socket] | None = None) -> None:
        await startup(sockets)
        if server.started:
            host, port = server.servers[0].sockets[0].getsockname()[:2]
            say(f"briefing: serving at http://{f'[{host}]' if ':' in host else host}:{port}, the desk at /desk/")

    server.startup = told  # type: ignore[method-assign] # uvicorn has no hook for it


def _standing(key: Key) -> str:
    if key.revoked is not None:
        return "revoked"
    now = dt.datetime.now(dt.UTC).timestamp()
    return "stands" if key.stands(now) else "expired"


@contextmanager
def _keys(database: str, *, made: bool = False) -> Iterator[Keys]:
    """The keys of a database, which has to be there already where it is ``made``."""
    with _installed():
        from briefing.service.database import ServiceDatabase
        from briefing.service.keys import Keys as KeysOf
    held = ServiceDatabase.open(database, create=not made)
    try:
        yield KeysOf(held)
    finally:
        held.close()


@contextmanager
def _installed() -> Iterator[None]:
    """What is imported inside needs the extra ``service``.

    Raises:
        UsageError: it is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise UsageError(
            f"the service needs {error.name}", hint="install it (in a new environment: auditable-briefing[service])"
        ) from error


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

        shelf = FolderShelf(folder, ledger)
        if ledger:
            with shelf.ledger():  # one that is not there is told now, and not by the first answer
                return shelf
        return shelf
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
