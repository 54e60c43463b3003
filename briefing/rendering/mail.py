"""A briefing as a mail that is ready to be sent."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from markupsafe import escape

from briefing.characters import visible
from briefing.rendering.arrange import arrange
from briefing.rendering.html import to_body
from briefing.rendering.markdown import Upto, render
from briefing.rendering.options import RenderingOptions
from briefing.schema.briefing import BriefingData
from briefing.schema.document import digest

_FRAME = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="ai-generated" content="{written}"></head>'
    '<body style="margin:0 auto;max-width:42rem;padding:1rem;font:16px/1.5 Georgia,serif">{body}</body></html>\n'
)
_STYLES = {
    "h1": "font:600 22px/1.3 sans-serif;margin:0 0 8px",
    "h2": "font:600 18px/1.3 sans-serif;margin:24px 0 6px;border-top:1px solid #d8dde3;padding-top:12px",
    "h3": "font:600 13px/1.3 sans-serif;margin:12px 0 4px;color:#535c67",
}
"""By tag: mail programs drop style sheets."""


def to_mail(data: BriefingData, options: RenderingOptions | None = None) -> bytes:
    """The page as an RFC 5322 message: its first screen as plain text, and the stories in HTML as the alternative.

    What stands behind them is left to the page: mail programs cut messages of over 100 kB. Sender and recipients are
    left to whoever sends it. The same briefing gives the same bytes.
    """
    options, page = options or RenderingOptions(), arrange(data)
    text = render(data, page, Upto.CONTENTS, options)
    body = re.sub(r"<(h[123])>", lambda tag: f'<{tag[1]} style="{_STYLES[tag[1]]}">', to_body(data, page, options))
    fingerprint = digest(text + body)[:32]
    message = EmailMessage(policy=SMTP)
    message["Subject"] = page.title
    message["Date"] = format_datetime(data.run.generated)
    message["Message-ID"] = f"<{fingerprint}@briefing.invalid>"
    message.set_content(text)
    message.add_alternative(
        _FRAME.format(title=page.title, written=escape(visible(page.written)), body=body), subtype="html"
    )
    # The standard library draws the boundary at random.
    message.set_boundary(f"briefing-{fingerprint}")
    return message.as_bytes()
