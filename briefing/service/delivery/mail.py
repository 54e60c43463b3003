"""Mail: the page's own mail form, handed to the operator's server."""

from __future__ import annotations

import smtplib
import ssl
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from briefing import Briefing
from briefing.service.delivery.options import SmtpOptions
from briefing.service.delivery.targets import MailTarget
from briefing.service.delivery.undelivered import UndeliveredError
from briefing.service.forms import PageForm, written

_FOR_GOOD = 500


def message_of(page: Briefing, ident: str, sender: str, recipient: str) -> EmailMessage:
    """The mail of a page. Its Message-ID is that of the delivery: a second attempt is known by it."""
    message = message_from_bytes(written(page, PageForm.MAIL), policy=SMTP)
    assert isinstance(message, EmailMessage)  # by its policy
    message["From"], message["To"] = sender, recipient
    del message["Message-ID"]
    message["Message-ID"] = f"<{ident}@{sender.rpartition('@')[2].rstrip('>') or 'briefing.invalid'}>"
    return message


def hand_over(target: MailTarget, ident: str, page: Briefing, options: SmtpOptions | None, *, seconds: float) -> None:
    """Make one attempt. It blocks; each step of the conversation may take so many seconds.

    Raises:
        UndeliveredError: it failed.
    """
    if options is None:
        raise UndeliveredError("no mail server is configured", final=True)
    if not options.takes(target.to):
        raise UndeliveredError("no mail goes to this domain", final=True)
    message = message_of(page, ident, options.sender, target.to)
    try:
        with _connected(options, seconds) as server:
            if options.user and options.password:
                server.login(options.user, options.password.get_secret_value())
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise UndeliveredError(f"the address was refused ({codes[0]})", final=min(codes) >= _FOR_GOOD) from None
    except smtplib.SMTPDataError as error:
        final = error.smtp_code >= _FOR_GOOD
        raise UndeliveredError(f"the message was refused ({error.smtp_code})", final=final) from None
    except smtplib.SMTPResponseException as error:
        raise UndeliveredError(f"the mail server refused ({error.smtp_code})") from None
    except (smtplib.SMTPException, OSError) as error:
        raise UndeliveredError(f"the mail server can't be used ({type(error).__name__})") from None


def _connected(options: SmtpOptions, seconds: float) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if options.security == "tls":
        return smtplib.SMTP_SSL(options.host, options.port, timeout=seconds, context=secure)
    server = smtplib.SMTP(options.host, options.port, timeout=seconds)
    if options.security == "starttls":
        try:
            server.starttls(context=secure)
        except BaseException:
            server.close()
            raise
    return server
