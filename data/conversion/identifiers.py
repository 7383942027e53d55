"""Stable ids: `<import>-<slug of a key or name>`, one for each thing."""

import hashlib
import re

from .names import fold_name

_OURS = re.compile(r"https?://w3id\.org/maillage/id/[a-z-]+/([a-z0-9]+(?:-+[a-z0-9]+)*)")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_LONGEST = 60
_LAST = re.compile(r"(?<![/:])[/#]([^/#?]*[^\W\d_]{3}[^/#?]*)[/#]?$")


def slug(text: str) -> str:
    """Return a text in lower-case letters, digits and single hyphens; what is cut or lost is digested.

    Examples
    --------
    >>> slug("L'Établi de Fougères"), slug("東京")
    ('l-etabli-de-fougeres', 'x-681ee300')
    """
    plain = "-".join(fold_name(text).encode("ascii", "ignore").decode().split())
    if not plain:
        return f"x-{_digest(text)}"
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[:_LONGEST].rpartition('-')[0] or plain[:_LONGEST]}-{_digest(text)}"


def own_id(key: str) -> str:
    """Return the id that one of our own IRIs holds, "" for anything else."""
    found = _OURS.fullmatch(key)
    return found[1] if found else ""


class Identifiers:
    """The ids given so far in one import, none twice."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.used = {name}

    def take(self, words: str, *apart: str) -> str:
        """Return a new id for `words` (a key or name); if taken, told apart by `apart`, then by a number."""
        short = _end_of_iri(words)
        wanted = own_id(words) or f"{self.name}-{slug(short)}"
        for more in (_digest(words) if short != words else "", *apart):
            if wanted not in self.used:
                break
            if more:
                wanted = f"{self.name}-{slug(short)}-{slug(more)}"
        return self.free(wanted)

    def own(self, identifier: str) -> str:
        """Return an id of ours that the source gives, taken; "" when it is none, or is taken already."""
        if not _IDENTIFIER.fullmatch(identifier) or identifier in self.used:
            return ""
        self.used.add(identifier)
        return identifier

    def free(self, wanted: str) -> str:
        """Return `wanted`, numbered if it is taken, and take it."""
        found, number = wanted, 1
        while found in self.used:
            number += 1
            found = f"{wanted}-{number}"
        self.used.add(found)
        return found


def _end_of_iri(words: str) -> str:
    """Return the last part of a full IRI, which its author chose to be read; other words as they are."""
    found = _LAST.search(words) if words.startswith(("http://", "https://")) else None
    return found[1] if found else words


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:8]
