"""Raw rows made rows of our tables: `convert` gives a `Conversion`."""

from .converting import convert
from .outcome import Account, Candidate, Conversion, Told
from .session import convert_session

__all__ = ["Account", "Candidate", "Conversion", "Told", "convert", "convert_session"]
