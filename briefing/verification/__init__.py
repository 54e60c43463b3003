"""The check of a finished briefing: the whole page made again from its sources and the replies that it keeps."""

from briefing.verification.check import verify
from briefing.verification.files import PageFile, bounded
from briefing.verification.report import VerifyFailure, VerifyReport, printable

__all__ = ["PageFile", "VerifyFailure", "VerifyReport", "bounded", "printable", "verify"]
