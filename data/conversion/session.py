"""The voices of a workshop made proposals: each waits for a person's answer, none becomes a fact here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...errors import BadParameter
from ...messages import day, speaking, text
from ...ontology.terms import thing
from ..cells import BadCell
from ..identity.made_links import ends
from ..reading.raw import RawRow, RawSource
from ..voices import KINDS, TIES, Voice
from .identifiers import own_id
from .ledger import Place
from .names import fold_name
from .outcome import Account, Conversion, Told
from .values import one_line, read_date

if TYPE_CHECKING:
    from ..tables import Tables

_LONGEST = {"words": 1_000, "who": 120, "structure": 300}  # characters
Cells = Mapping[str, str]


class _Unfit(Exception):
    """A voice that cannot be taken; `key` names the sentence, `column` and `value` what it is about."""

    def __init__(self, key: str, column: str = "", value: str = "", **values: str | int) -> None:
        self.key, self.column, self.value, self.values = key, column, value, values
        super().__init__(key)


@dataclass
class _Kept:
    """A voice, those that say the same, and who said them."""

    voice: Voice
    others: list[int]
    words: list[str]


def convert_session(source: RawSource, *, name: str, tables: "Tables") -> Conversion:
    """Return the voices of a session about the things of `tables`, and an account of every one.

    Voices that say the same of the same are one, which counts the others as merged. What is said of things
    that the tables do not hold is rejected. The rows are the workshop, as a source document, and who spoke,
    as contacts: personal data.

    Parameters
    ----------
    name
        The import's name, which is the id of the workshop.
    """
    heard = _Heard(name, tables)
    rejected: list[Told] = []
    raw = [(table, rank, row) for table in source.tables for rank, row in enumerate(table.rows, 1)]
    for table, rank, row in raw:
        try:
            heard.add(row)
        except _Unfit as unfit:
            place = Place(table.name, row.line, "line" if row.line else "rank", rank=rank)
            told = (unfit.column, unfit.value, place.told, unfit.values)
            rejected.append(Told(unfit.key, table.name, row.line, *told))
    unread = [Told(each.key, each.table, values=each.values) for each in source.remarks if each.rejected]
    voices = tuple(heard.voices())
    whole, refused = len(raw) + len(unread), len(rejected) + len(unread)
    account = Account(source.tables[0].name, whole, len(voices), refused, whole - refused - len(voices))
    rows = heard.rows() if voices else {}
    return Conversion(rows, (), (*unread, *rejected), (), (account,), voices=voices)


class _Heard:
    """The voices taken so far, by what they say."""

    def __init__(self, name: str, tables: "Tables") -> None:
        self.name, self.tables = name, tables
        self._kept: dict[tuple[object, ...], _Kept] = {}
        self._seen: set[tuple[str, ...]] = set()
        self._numbers: set[int] = set()
        self._who: dict[str, list[int]] = {}
        self._workshop: dict[str, str] = {}

    def add(self, row: RawRow) -> None:
        """Take a voice; one that was noted already, in another file of the session, counts once."""
        said = {name: one_line(" ; ".join(values)) for name, values in row.cells.items()}
        voice = self._voice(said)
        for name in ("workshop", "day", "place"):
            self._workshop.setdefault(name, said[name]) if said.get(name) else None
        once = (*voice.said, str(voice.number), said.get("who", ""))
        if once in self._seen:
            return
        self._seen.add(once)
        number = voice.number
        if not number or number in self._numbers:
            number = max(self._numbers, default=0) + 1
        self._numbers.add(number)
        if who := said.get("who", "")[: _LONGEST["who"]]:
            self._who.setdefault(who, []).append(number)
        kept = self._kept.setdefault(_about(voice), _Kept(replace(voice, number=number), [], []))
        if kept.voice.number != number:
            kept.others.append(number)
        if voice.words and voice.words not in kept.words:
            kept.words.append(voice.words)

    def voices(self) -> Iterator[Voice]:
        """Yield the voices in their order, each with the words of all that say the same."""
        for kept in self._kept.values():
            words = kept.voice.words if kept.voice.kind == "structure" else " ; ".join(kept.words)
            yield replace(
                kept.voice,
                words=words,
                also=", ".join(map(str, kept.others)),
                day=self._day,
                source=self.name,
            )

    def rows(self) -> dict[str, tuple[Cells, ...]]:
        """Return the workshop as a document, and who spoke as contacts."""
        with speaking("fr"):
            words = {"date": day(self._day), "workshop": self._workshop.get("workshop", "")}
            named = "session.source.named" if words["workshop"] else "session.source"
            title = text(named if words["date"] else "session.source.undated", **words).strip()
            place = self._workshop.get("place", "")
            note = text("session.source.place", place=place) if place else ""
            document = {"id": self.name, "name": title, "kind": text("session.source.kind")}
        read = [each for each in self.tables.rows["sources"] if each.path != "decisions.csv"]
        made_up = bool(read) and all(each.one("fictional") == "true" for each in read)
        document |= {"date": self._day, "fictional": "yes" if made_up else "", "note": note}
        people = tuple(
            {"name": who, "source": self.name, "locator": locator(*numbers)}
            for who, numbers in self._who.items()
        )
        told = {name: value for name, value in document.items() if value}
        return {"sources": (told,), **({"contacts": people} if people else {})}

    @property
    def _day(self) -> str:
        for written in (self._workshop.get("day", ""), *(each.voice.at for each in self._kept.values())):
            try:
                return read_date(written)
            except BadCell:
                continue
        return ""

    def _voice(self, said: Cells) -> Voice:
        """Return the voice that a row's cells tell.

        Raises
        ------
        _Unfit
            For one that tells nothing that a person could decide on.
        """
        kind, words = said.get("kind", ""), said.get("words", "")
        if kind not in KINDS:
            raise _Unfit("session.kind", "kind", kind, known=", ".join(KINDS))
        if kind in ("comment", "structure") and not words:
            raise _Unfit("session.no-words", "words")
        longest = _LONGEST.get(kind, _LONGEST["words"])
        if len(words) > longest:
            raise _Unfit("session.too-long", "words", words, limit=longest)
        number = said.get("number", "")
        known = int(number) if number.isdecimal() and len(number) < 7 else 0
        voice = Voice(known, kind, words=words, at=said.get("at", "")[:40])
        named = () if kind == "structure" else ("first", "second")
        things = [self._end(said, end) for end in named if said.get(end)]
        if len(things) < (2 if kind in TIES else kind == "remove"):
            raise _Unfit("session.no-end", "second" if things else "first")
        if kind in TIES:
            return self._tie(voice, things, said.get("link", ""))
        first, second = [*things, "", ""][:2]
        return replace(voice, first=first, second=second)

    def _tie(self, voice: Voice, things: list[str], link: str) -> Voice:
        """Return a voice about a link, its ends in the order of the link's table."""
        rows = [self.tables.by_id[each] for each in things if each in self.tables.by_id]
        names = {"first": said_of(self.tables, things[0]), "second": said_of(self.tables, things[1])}
        if len(rows) < 2:
            raise _Unfit("session.no-link", "link", link, **names)
        structures = all(row.table.name == "structures" for row in rows)
        asked = link or ("partner" if structures else "joins" if voice.kind == "link" else "participates")
        try:
            asked, first, second = ends(rows[0], rows[1], asked)
        except BadParameter as error:
            raise _Unfit("session.no-link", "link", link, **names) from error
        return replace(voice, first=first, second=second, link=asked)

    def _end(self, said: Cells, end: str) -> str:
        """Return the id of what a voice is about: of a row, or of a territory of the reference."""
        written, key = said[end], own_id(said[end])
        if not key:
            raise _Unfit("session.bad-iri", end, written)
        row = self.tables.by_id.get(key)
        if row is not None and written == str(thing(row.table.segment, key)):
            return row.subject
        if row is None and key in self.tables.territories:
            return key
        raise _Unfit("session.unknown", end, written, name=said.get(f"{end}_label", "")[:200] or "—")


def locator(*numbers: int) -> str:
    """Return how a voice is cited, in French: "parole 3"."""
    with speaking("fr"):
        key = "session.locator" if len(numbers) == 1 else "session.locators"
        return text(key, numbers=", ".join(map(str, numbers)))


def said_of(tables: "Tables", identifier: str) -> str:
    """Return the name of a thing, or of a territory of the reference."""
    row, territory = tables.by_id.get(identifier), tables.territories.get(identifier)
    return row.one("name") if row else territory.name if territory else identifier


def _about(voice: Voice) -> tuple[object, ...]:
    """Return what a voice says: two that say the same are one."""
    if voice.kind == "structure":
        return voice.kind, fold_name(voice.words)
    if voice.kind == "comment":
        return voice.said
    return voice.kind, frozenset((voice.first, voice.second)), voice.link
