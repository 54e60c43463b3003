"""Who delivers: a few threads that claim what is due and try it, as mail, into a folder or an object store."""

from __future__ import annotations

import asyncio
import logging
import os
import smtplib
import ssl
import threading
import uuid
from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from briefing import Briefing
from briefing.service.archive import Archive, StoredPage
from briefing.service.delivery.outbox import Delivery, Outbox
from briefing.service.delivery.targets import (
    DeliveryOptions,
    MailTarget,
    SmtpOptions,
    StoreTarget,
    UndeliveredError,
    WebhookTarget,
)
from briefing.service.delivery.webhook import body_of, post
from briefing.service.forms import PageForm, as_sent, written

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


def put(target: StoreTarget, page: StoredPage, stores: Mapping[str, str]) -> None:
    """Write the files of a page below the tenant's folder of a store. It blocks.

    Raises:
        UndeliveredError: it failed.
    """
    where = stores.get(target.store)
    if where is None:
        raise UndeliveredError("there is no store of this name", final=True)
    from fsspec.core import url_to_fs

    name = f"{page.head.day}.{page.head.revision}"
    try:
        # Of its own: a transaction belongs to the object, and others write at the same time.
        system, root = url_to_fs(where, skip_instance_cache=True)
        folder = f"{root.rstrip('/')}/{page.head.tenant}"
        system.makedirs(folder, exist_ok=True)
        with system.transaction:  # whole files or none
            for ending, form in target.files().items():
                with system.open(f"{folder}/{name}.{ending}", "wb") as stream:
                    stream.write(as_sent(page, form).body)
    except Exception as error:  # each kind of store has its own
        raise UndeliveredError(f"the store can't be written to ({type(error).__name__})") from None


logger = logging.getLogger("briefing.service")

_LOOK = 1.0


class Couriers:
    """Delivers until it is stopped. Several may work on one database.

    Args:
        allow_private: webhooks may be on addresses that are not public, as the operator allows it for inputs.
    """

    def __init__(self, outbox: Outbox, archive: Archive, options: DeliveryOptions, *, allow_private: bool) -> None:
        self._outbox, self._archive, self._options = outbox, archive, options
        self._allow_private = allow_private
        self._name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._stopping = threading.Event()
        count = options.couriers
        self._threads = [threading.Thread(target=self._work, name=f"courier-{n}", daemon=True) for n in range(count)]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, within: float = 20.0) -> None:
        """End after what is under way."""
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(within)

    def one(self) -> bool:
        """Try the delivery that is due first; False where there is none."""
        delivery = self._outbox.claim(f"{self._name}-{uuid.uuid4().hex[:8]}")
        if delivery is None:
            return False
        try:
            self._send(delivery)
        except UndeliveredError as error:
            self._outbox.failed(delivery, error.reason, final=error.final, after=error.after)
            logger.warning("delivery %s (%s) failed: %s", delivery.id, delivery.kind, error.reason)
        except Exception as error:
            # Neither its words nor where it arose: there may be a secret among the values.
            logger.error("delivery %s (%s) failed: %s", delivery.id, delivery.kind, type(error).__name__)
            self._outbox.failed(delivery, "the service failed")
        else:
            self._outbox.done(delivery)
        return True

    def _send(self, delivery: Delivery) -> None:
        target, seconds = delivery.target, self._options.seconds
        page = self._archive.by_id(delivery.tenant, delivery.page)
        if target is None or page is None:
            raise UndeliveredError("its schedule or its page is gone", final=True)
        if isinstance(target, WebhookTarget):
            body = body_of(page.head)
            private, former = self._allow_private, delivery.former
            asyncio.run(post(target, delivery.id, body, seconds=seconds, allow_private=private, former=former))
        elif isinstance(target, MailTarget):
            hand_over(target, delivery.id, page.briefing(), self._options.smtp, seconds=seconds)
        else:
            put(target, page, self._options.stores)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                if self.one():
                    continue
            except Exception as error:  # the database may be back in a moment
                logger.error("a courier failed: %s", type(error).__name__)
            self._stopping.wait(_LOOK)
