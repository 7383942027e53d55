"""What was said in workshops and waits for a person's answer: what each answer decides."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ...errors import BadParameter
from ...messages import speaking, text
from ..conversion.identifiers import slug
from ..tables import Tables
from ..voices import TIES, Voice, read_voices
from .decisions import Decision, standing
from .disputes import DISPUTE, NEW_STRUCTURE
from .made_links import KIND as MISSING
from .name_index import NameIndex
from .proposals import thing_names

NOTED = "voice"  # the kind of a decision that only says that a voice was read
_EFFECTS = (MISSING, NEW_STRUCTURE, DISPUTE)
_SHOWN, _LEAST = 3, 0.6  # structures shown beside a new one, and the likeness from which they are


def waiting(workspace: Path, tables: Tables) -> list[Voice]:
    """Return the voices that nobody has answered, each once; those put off to later come last.

    A voice about a thing that the tables no longer hold does not wait.
    """
    known = list(standing(tables.decisions))
    noted = {each.about: each.answer for each in known if each.kind == NOTED}
    found: dict[tuple[str, ...], Voice] = {}
    for voice in _all(workspace):
        ends = [each for each in (voice.first, voice.second) if each]
        if all(each in tables.by_id or each in tables.territories for each in ends):
            found.setdefault(voice.said, voice)
    left = [
        voice
        for voice in found.values()
        if noted.get(_noted(voice, "").about, "later") == "later" and not _is_decided(voice, known)
    ]
    return sorted(left, key=lambda voice: _noted(voice, "").about in noted)


def answered(tables: Tables, voice: Voice, said: str, reason: str = "") -> Decision:
    """Return what an answer ("yes", "no", "later") to a voice decides, unwritten.

    Raises
    ------
    BadParameter
        For a refused or contested link without any reason, in the voice or here.
    """
    if said != "yes" or voice.kind == "comment":
        return _noted(voice, said, reason)
    why = " ".join(filter(None, (voice.words if voice.kind != "structure" else "", reason.strip())))
    place = (voice.source, cited(voice))
    if voice.kind in ("refuse", "remove") and not why:
        raise BadParameter("voice.no-reason", where="--reason", number=voice.number)
    if voice.kind in TIES:
        answer = "no" if voice.kind == "refuse" else "yes"
        return Decision(MISSING, voice.first, voice.second, answer, "", why, *place, voice.link)
    if voice.kind == "remove":
        return Decision(DISPUTE, voice.first, voice.second or voice.first, "yes", "", why, *place)
    return Decision(NEW_STRUCTURE, _free_id(tables, voice), voice.words, "yes", "", why, *place)


def cited(voice: Voice) -> str:
    """Return how a voice is cited in what is decided of it, in French: "parole 3"."""
    with speaking("fr"):
        return text("session.locator", numbers=voice.number)


def find(voices: Iterable[Voice], source: str, number: str) -> Voice:
    """Return the voice of an import by its number.

    Raises
    ------
    BadParameter
        When no such voice waits for an answer.
    """
    found = list(voices)
    for each in found:
        if each.source == source and str(each.number) == number.strip():
            return each
    known = ", ".join(f"{each.source} {each.number}" for each in found[:10]) or "—"
    raise BadParameter("voice.none", where="--answer", source=source, number=number, known=known)


def against(voice: Voice, others: Sequence[Voice]) -> list[Voice]:
    """Return the voices that say the contrary of the same link."""
    contrary = {"confirm": "refuse", "link": "refuse", "refuse": "confirm"}.get(voice.kind, "")
    ends = {voice.first, voice.second}
    return [each for each in others if each.kind == contrary and {each.first, each.second} == ends]


def alike(voice: Voice, tables: Tables) -> list[tuple[str, float]]:
    """Return the structures whose names are near that of a proposed one: ids, likeness in [0, 1]."""
    if voice.kind != NEW_STRUCTURE:
        return []
    return NameIndex(thing_names(tables, "structures")).nearest(voice.words, _SHOWN, _LEAST)


def _all(workspace: Path) -> Iterator[Voice]:
    for report in sorted((workspace / "imports").glob("[!.]*/report")):
        yield from read_voices(report, report.parent.name)


def _noted(voice: Voice, said: str, reason: str = "") -> Decision:
    return Decision(NOTED, voice.source, str(voice.number), said, "", reason.strip(), voice.source, voice.at)


def _is_decided(voice: Voice, known: Iterable[Decision]) -> bool:
    """Tell whether what a voice proposes was decided of it, or of its link since the workshop."""
    ends = {voice.first, voice.second}
    for each in known:
        if each.kind not in _EFFECTS or each.answer == "later":
            continue
        if (each.source, each.locator) == (voice.source, cited(voice)):
            return True
        same = each.kind == MISSING and voice.kind in TIES and {each.first, each.second} == ends
        if same and each.words == voice.link and voice.day and each.date >= voice.day:
            return True
    return False


def _free_id(tables: Tables, voice: Voice) -> str:
    wanted = f"{voice.source}-{slug(voice.words)}"
    found, number = wanted, 1
    while found in tables.by_id:
        number += 1
        found = f"{wanted}-{number}"
    return found
