"""Reading inputs into documents: files, folders, globs, standard input, JSONL, mail, feeds and URLs.

`read` bounds sizes, detects encodings and media types, and names what it could not read; `reread` gives a
document's text a second time, so that a briefing can be checked against its sources.
"""

from briefing.sources.options import SourceOptions
from briefing.sources.reading import read, read_bytes
from briefing.sources.rereading import Rereader, reread

__all__ = ["Rereader", "SourceOptions", "read", "read_bytes", "reread"]
