"""Damaged inputs, generated from a seed: what a network, a disk, an exporter or an attacker may hand in.

A case is a file or a server's reply. All text is of our own making; sizes grow with ``scale`` (1 is the benchmark).
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SENTENCES = (
    "The harbour board offered the ferry crews shorter shifts from June.",
    "“We have not yet answered,” a spokeswoman for the union said on Monday (4 March).",
    "Die Fährgesellschaft lehnte den Vorschlag am Mittwoch ab.",
    "Министерство транспорта предложило новые переговоры в Киеве.",
    "港湾委員会は水曜日、交渉を続けると述べた。",
    "Les équipages exigent 4,5 % de plus, selon l’agence.",
    "By Ada Quill, Harbour Post | Updated: 04-03-2024 22:52 IST",
    "Read more: Related articles · Subscribe · Cookie settings · © Harbour Post",
)
TAGS = (
    *("div", "p", "b", "a", "font", "table", "ul", "li", "span", "blockquote", "svg", "form", "select", "i"),
    *("section", "math", "button", "ruby"),
)
ENCODINGS = (
    *("cp1252", "cp1251", "koi8_r", "cp932", "euc_jp", "gb18030", "iso2022_jp"),
    *("utf-16", "utf-16-le", "utf-32"),
)
# What lines, pages and Markdown are filled with, the same piece over and over.
IN_LINES = (
    *SENTENCES,
    *("a", "ab ", "é", "“", '"', ". ", "-", "1 ", "A. ", "B\u0301", " ", "，", "http://x.example/", "@"),
)
LINES = (
    *SENTENCES,
    *(
        "a",
        "By Ada Quill",
        "12-01-2022 22:52 IST",
        "- ",
        "•",
        "Ad",
        "\u2028",
        "> ",
        "| a | b |",
        '"',
        "1",
        "Photo: AP",
    ),
)
MARKUP = (
    *("<", "&", "<!--", "<a ", "<p a='", "</p>", "&#x", "<![CDATA[", "<script>", "<p", "&amp;", "<b><p>", "<br>"),
    *("<table><tr>", "<meta charset=", "<!doctype ", "]]>", '<a href="x">y</a> '),
    *("<script type='application/ld+json'>{", "<p>x ", "<li>x ", "<form>x "),
)
MARKDOWN = (*("[", "*", "_a_", "`", ">", "> ", "#", "![", "](", "|", "~~", "- ", "  ", "<", "\\", "[a](b)", "1. "),)


@dataclass(frozen=True, slots=True)
class Case:
    """One input. ``content`` is the file, or the whole HTTP reply where ``served``; ``endless`` is sent after it
    again and again, and ``drip`` holds the connection open in silence."""

    kind: str
    name: str
    content: bytes
    served: bool = False
    endless: bytes = b""
    drip: bool = False


@dataclass(frozen=True, slots=True)
class Maker:
    """The dice and the scale that the generators share."""

    rng: random.Random
    scale: float

    def size(self, full: int) -> int:
        return max(20, int(full * self.scale))

    def text(self, characters: int) -> str:
        lines: list[str] = []
        while characters > 0:
            line = " ".join(self.rng.choices(SENTENCES, k=self.rng.randint(1, 4)))
            lines.append(line)
            characters -= len(line) + 2
        return self.rng.choice(("\n", "\n\n", "\r\n")).join(lines)

    def page(self, characters: int) -> str:
        body = "".join(f"<p>{line}</p>\n" for line in self.text(characters).splitlines())
        return (
            "<!doctype html><html><head><meta charset=utf-8><title>Ferry talks | Post</title></head><body>"
            f"<nav><a href='/'>Home</a></nav><article><h1>Ferry talks</h1>{body}</article>"
            "<footer>© Post</footer></body></html>"
        )

    def feed(self, items: int) -> str:
        item = (
            "<item><title>Talks {0}</title><link>https://post.example/{0}</link><description>{1}</description></item>"
        )
        entries = "".join(item.format(n, self.text(200).replace("&", "&amp;")) for n in range(items))
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Post</title>{entries}</channel></rss>"

    def mail(self) -> bytes:
        plain, page = self.text(800), self.page(800)
        return (
            "Subject: =?utf-8?q?Ferry_talks_=E2=80=93_again?=\nDate: Mon, 04 Mar 2024 09:30:00 +0100\n"
            "Content-Type: multipart/alternative; boundary=between\n\n"
            f"--between\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n"
            f"--between\nContent-Type: text/html; charset=utf-8\n\n{page}\n--between--\n"
        ).encode()

    def rows(self, count: int) -> str:
        rows = ({"title": "Talks", "text": self.text(500), "url": f"https://post.example/{n}"} for n in range(count))
        return "".join(json.dumps(row, ensure_ascii=self.rng.random() < 0.5) + "\n" for row in rows)

    def mutated(self, data: bytes, changes: int) -> bytes:
        """``data`` with bytes flipped, stretches cut, doubled, swapped for noise, and perhaps its end missing."""
        damaged = bytearray(data)
        for _ in range(changes):
            at = self.rng.randrange(len(damaged) or 1)
            length = self.rng.choice((1, 1, 2, 8, 64))
            piece = bytes(damaged[at : at + length])
            new = self.rng.choice((b"", piece * 2, self.rng.randbytes(length), b"<", b"\0", b"&", b'"', b"\xff"))
            damaged[at : at + length] = new
        return bytes(
            damaged[: self.rng.randint(len(damaged) // 2, len(damaged))] if self.rng.random() < 0.3 else damaged
        )


def squeezed(piece: bytes, size: int, *, as_gzip: bool = True) -> bytes:
    """``piece`` over and over, ``size`` bytes in all, compressed without ever being whole."""
    squeeze = zlib.compressobj(1, zlib.DEFLATED, 31 if as_gzip else 15)
    block = piece * (65_536 // len(piece) + 1)
    return b"".join(squeeze.compress(block) for _ in range(size // len(block) + 1)) + squeeze.flush()


def cut_multibyte(m: Maker) -> Case:
    data = m.text(m.size(20_000)).encode()
    for _ in range(m.rng.randint(0, 50)):
        at = m.rng.randrange(len(data))
        data = data[:at] + data[at + 1 :]
    return Case(
        "cut multibyte sequences", m.rng.choice(("a.txt", "a.md", "a.html")), data[: m.rng.randrange(1, len(data))]
    )


def nuls(m: Maker) -> Case:
    data = bytearray(m.page(3000).encode() if m.rng.random() < 0.5 else m.text(3000).encode())
    for _ in range(m.rng.choice((1, 10, 100, 2000))):
        data.insert(m.rng.randrange(len(data)), 0)
    return Case("NULs", m.rng.choice(("a.txt", "a.html", "a.md", "a.jsonl", "a.eml")), bytes(data))


def long_line(m: Maker) -> Case:
    unit = m.rng.choice(IN_LINES)
    line = unit * (m.size(m.rng.choice((900_000, 1_100_000))) // len(unit))
    around = m.text(2000) if m.rng.random() < 0.5 else ""
    return Case("1 MB lines", m.rng.choice(("a.txt", "a.html", "a.md")), f"{around}\n{line}\n{around}".encode())


def many_lines(m: Maker) -> Case:
    unit = m.rng.choice(LINES)
    joined = m.rng.choice(("\n", "\n\n")).join([unit] * m.size(m.rng.choice((10_000, 24_000, 60_000))))
    return Case("many short lines", m.rng.choice(("a.txt", "a.md")), joined.encode())


def large(m: Maker) -> Case:
    """Up to the bounds of a document, and far beyond them."""
    name, sizes = m.rng.choice(
        (("a.txt", (500_000, 950_000)), ("a.md", (950_000,)), ("a.html", (2_000_000, 4_500_000)))
    )
    size = m.size(m.rng.choice((*sizes, 50_000_000)))
    start, end = m.page(200).split("</article>") if name == "a.html" else ("", "")
    part = "".join(f"<p>{line}</p>\n" for line in m.text(20_000).splitlines()) if start else m.text(20_000)
    return Case("large inputs", name, start.encode() + part.encode() * (size // len(part) + 1) + end.encode())


def nested_tags(m: Maker) -> Case:
    depth = m.size(10_000)
    tags = [m.rng.choice(TAGS)] * depth if m.rng.random() < 0.6 else m.rng.choices(TAGS, k=depth)
    opened = "".join(f"<{tag}>{'text ' if m.rng.random() < 0.1 else ''}" for tag in tags)
    closed = "".join(f"</{tag}>" for tag in reversed(tags)) if m.rng.random() < 0.5 else ""
    return Case("nested tags", "a.html", f"<html><body>{opened}<p>{m.text(2000)}</p>{closed}".encode())


def markup_torture(m: Maker) -> Case:
    unit = m.rng.choice(MARKUP)
    start = m.page(2000) if m.rng.random() < 0.5 else "<html><body>"
    many = unit * m.size(m.rng.choice((10_000, 29_000, 100_000)))
    return Case("markup torture", "a.html", (start + many + m.text(500)).encode())


def markdown_torture(m: Maker) -> Case:
    unit = m.rng.choice(MARKDOWN)
    many = unit * (m.size(100_000) // len(unit))
    return Case("Markdown torture", "a.md", f"# Talks\n\n{m.text(500)}\n\n{many}".encode())


def random_bytes(m: Maker) -> Case:
    data = m.rng.randbytes(m.rng.choice((1, 3, 100, m.size(100_000))))
    magic = m.rng.choice((b"", b"", b"%PDF-1.4\n", b"\x1f\x8b\x08", b"<html>", b"\xef\xbb\xbf", b"\xff\xfe", b"{"))
    return Case(
        "random bytes",
        m.rng.choice(("a", "a.txt", "a.html", "a.jsonl", "a.eml", "a.pdf", "a.gz", "a.rss")),
        magic + data,
    )


def broken_encoding(m: Maker) -> Case:
    said, used = m.rng.choice(ENCODINGS), m.rng.choice(ENCODINGS)
    data = f"<html><head><meta charset='{said}'></head>{m.page(2000)}".encode(used, "replace")
    if m.rng.random() < 0.5:
        data += m.text(1000).encode(m.rng.choice(ENCODINGS), "replace")
    return Case("broken encodings", m.rng.choice(("a.html", "a.txt", "a.rss")), data[m.rng.choice((0, 0, 1)) :])


def huge_row(m: Maker) -> Case:
    field = m.rng.choice(("text", "html", "title", "authors", "junk"))
    value: object = m.text(m.size(2_000_000)) if field != "authors" else ["Ada"] * m.size(200_000)
    row = json.dumps({"text": "They met.", field: value})
    return Case("huge JSONL rows", "a.jsonl", (m.rows(2) + row + "\n" + m.rows(1)).encode())


def deep_json(m: Maker) -> Case:
    depth, unit = m.size(100_000), m.rng.choice(("[", '{"a":', '[{"text":'))
    return Case(
        "deep JSON", m.rng.choice(("a.jsonl", "a.json")), ('{"text": ' + unit * depth + "\n" + m.rows(1)).encode()
    )


def damaged_rows(m: Maker) -> Case:
    return Case("damaged JSONL", m.rng.choice(("a.jsonl", "a.json")), m.mutated(m.rows(20).encode(), 30))


def damaged_page(m: Maker) -> Case:
    return Case(
        "damaged pages",
        m.rng.choice(("a.html", "a.txt")),
        m.mutated(m.page(5000).encode(), m.rng.choice((3, 30, 300))),
    )


def damaged_feed(m: Maker) -> Case:
    return Case(
        "damaged feeds", m.rng.choice(("a.rss", "a.xml")), m.mutated(m.feed(20).encode(), m.rng.choice((3, 30, 100)))
    )


def damaged_mail(m: Maker) -> Case:
    return Case("damaged mail", "a.eml", m.mutated(m.mail(), m.rng.choice((3, 30, 100))))


def mail_torture(m: Maker) -> Case:
    n = m.size(50_000)
    head = m.rng.choice(
        (
            "Subject: " + "=?utf-8?q?x?= " * n,
            "Content-Type: text/plain; " + "a=b; " * n,
            "Content-Type: text/plain; " + "".join(f"charset*{i}=b; " for i in range(n)),
            "".join(f"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n" for i in range(n)),
            "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * n,
        )
    )
    return Case("mail torture", "a.eml", f"{head}\n\n{m.text(500)}".encode())


def entity_bomb(m: Maker) -> Case:
    leaf = "x" * m.rng.choice((10, 1000, 50_000))
    nested = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    outside = "<!ENTITY file SYSTEM 'file:///etc/passwd'>"
    use = m.rng.choice(("&a9;", "&a0;" * m.size(20_000), "&file;", "&a3;"))
    text = f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 '{leaf}'>{nested}{outside}]>{m.feed(2)[21:]}"
    return Case("entity bombs", m.rng.choice(("a.rss", "a.html")), text.replace("Talks", use).encode())


def gzip_file(m: Maker) -> Case:
    data = m.page(2000).encode()
    packed = squeezed(b"\0", m.size(100_000_000)) if m.rng.random() < 0.3 else squeezed(data, len(data))
    return Case("damaged gzip", "a.html.gz", m.mutated(packed, m.rng.choice((0, 0, 1, 3))))


def reply(
    body: bytes, headers: str = "", status: str = "200 OK", content_type: str = "text/html", length: int | None = None
) -> bytes:
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{headers}"
    return (head + (f"Content-Length: {size}\r\n" if size >= 0 else "") + "Connection: close\r\n\r\n").encode() + body


def zip_bomb(m: Maker) -> Case:
    size, inner = m.size(100_000_000), m.rng.choice((b"\0", b" ", b"<p>x</p>"))
    bomb = squeezed(inner, size)
    twice, deflated = squeezed(bomb, len(bomb)), squeezed(inner, size, as_gzip=False)
    coding, body = m.rng.choice((("gzip", bomb), ("deflate", deflated), ("gzip", twice), ("br", bomb)))
    return Case("zip bombs", "a", reply(body, f"Content-Encoding: {coding}\r\n"), served=True)


def wrong_length(m: Maker) -> Case:
    body = m.page(3000).encode()
    length = m.rng.choice((0, 10, len(body) - 1, len(body) + 1000, 10**12, 10**30))
    whole = reply(body, length=length)
    if m.rng.random() < 0.5:
        whole = whole.replace(b"Connection: close\r\n", b"")
    return Case("wrong content lengths", "a", whole, served=True)


def endless_body(m: Maker) -> Case:
    start = reply(
        b"",
        length=-1,
        content_type=m.rng.choice(("text/html", "application/rss+xml", "text/plain", "application/pdf")),
    )
    body, more = m.rng.choice(
        ((m.page(500), "<p>More.</p>" * 500), (m.feed(3)[:-16], m.feed(50)[62:-16]), ("x", "x" * 60_000))
    )
    return Case("endless bodies and feeds", "a", start + body.encode(), served=True, endless=more.encode())


def silent_server(m: Maker) -> Case:
    whole = reply(m.page(1000).encode(), length=10_000)
    return Case("silent servers", "a", whole[: m.rng.choice((0, 5, 40, len(whole)))], served=True, drip=True)


def damaged_reply(m: Maker) -> Case:
    """One part of an answer that is not as it should be, or a few of its bytes."""
    headers, status, kind, changes = "", "200 OK", "text/html", 0
    match m.rng.randrange(4):
        case 0:
            odd = (
                "Transfer-Encoding: chunked",
                "Content-Encoding: gzip",
                "Content-Encoding: odd",
                "ETag: \xff",
                ": x",
            )
            headers = m.rng.choice((*odd, f"X: {'x' * 100_000}", f"Location: {'x' * 9000}")) + "\r\n"
        case 1:
            status = m.rng.choice(("301 Moved", "304 Not Modified", "206 Partial", "99 Odd", "999 Odd", "204 None"))
        case 2:
            odd = ("koi8-r", "nonsense", "hex", "utf-16", "\0", "x" * 5000)
            kind = m.rng.choice(("image/png", "\0", "a", "text/html; charset=" + m.rng.choice(odd)))
        case _:
            changes = m.rng.choice((1, 5, 20))
    whole = reply(m.page(1000).encode(), headers, status, kind)
    return Case("damaged replies", "a", m.mutated(whole, changes), served=True)


KINDS: tuple[Callable[[Maker], Case], ...] = (
    *(cut_multibyte, nuls, long_line, many_lines, large, nested_tags, markup_torture, markdown_torture, random_bytes),
    *(broken_encoding, huge_row, deep_json, damaged_rows, damaged_page, damaged_feed, damaged_mail, mail_torture),
    *(entity_bomb, gzip_file, zip_bomb, wrong_length, endless_body, silent_server, damaged_reply),
)


def cases(count: int, seed: int, scale: float = 1.0) -> Iterator[Case]:
    """``count`` cases, the kinds in turn; case n of a seed is the same however many are asked for."""
    for number in range(count):
        # A string as seed is hashed by `random` itself, the same in every process.
        yield KINDS[number % len(KINDS)](Maker(random.Random(f"{seed}/{number}"), scale))
