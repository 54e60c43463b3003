"""A briefing as a mail that is ready to be sent."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from briefing.rendering.html import to_html
from briefing.rendering.markdown import to_markdown
from briefing.rendering.options import RenderingOptions
from briefing.schema.briefing import BriefingData
from briefing.schema.document import digest


def to_mail(data: BriefingData, options: RenderingOptions | None = None) -> bytes:
    """The page as an RFC 5322 message: Markdown as plain text, and the HTML page as its alternative.

    Sender and recipients are left to whoever sends it. The same briefing gives the same bytes.
    """
    text = to_markdown(data, options)
    fingerprint = digest(text)[:32]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"Daily briefing {data.date.isoformat()}"
    message["Date"] = format_datetime(data.run.generated)
    message["Message-ID"] = f"<{fingerprint}@briefing.invalid>"
    message.set_content(text)
    message.add_alternative(to_html(data, options), subtype="html")
    # The standard library draws the boundary at random.
    message.set_boundary(f"briefing-{fingerprint}")
    return message.as_bytes()
