"""Folders and object stores, wherever fsspec reaches. A page's files are named by its day and revision.

No file is ever written with other content, so an attempt that comes late, or twice, spoils nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefing.service.archive import StoredPage
from briefing.service.cached import as_sent
from briefing.service.delivery.targets import StoreTarget
from briefing.service.delivery.undelivered import UndeliveredError


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
