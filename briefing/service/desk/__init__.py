"""The desk: pages on which people read what was accepted, look at its passages, and say what is wrong with it.

Server-rendered, without scripts. Whoever mounts it says whose shelf is read and who is signed in.
"""

from briefing.service.desk.members import SignedIn
from briefing.service.desk.routes import Desk, desk_router

__all__ = ["Desk", "SignedIn", "desk_router"]
