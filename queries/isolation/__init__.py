"""Queries that nobody trusts, each in a process of its own under limits; what survives is always the server.

`Keeper` is what the server holds. Where there is `fork`, a process apart (`forking`) opens the store once and
forks a child a query; elsewhere (`spawning`) each query opens the store read-only in a process it starts.
The child (`child`) sets its limits, answers, and writes the whole body before anybody says 200.
"""

from .keeper import Answer, Busy, Keeper, Source
from .limits import DEFAULT, Limits

__all__ = ["DEFAULT", "Answer", "Busy", "Keeper", "Limits", "Source"]
