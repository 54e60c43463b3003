"""Who delivers: a few threads that claim what is due and try it."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import uuid

from briefing.service.archive import Archive
from briefing.service.delivery.mail import hand_over
from briefing.service.delivery.options import DeliveryOptions
from briefing.service.delivery.outbox import Delivery, Outbox
from briefing.service.delivery.storing import put
from briefing.service.delivery.targets import MailTarget, WebhookTarget
from briefing.service.delivery.undelivered import UndeliveredError
from briefing.service.delivery.webhook import body_of, post

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
