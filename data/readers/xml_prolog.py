"""What an XML file says before its first element: its doctype, its entities, the element itself."""

from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from ...errors import Fault, InvalidData

_PART = 2**16  # bytes read at a time


@dataclass
class Prolog:
    """The doctype's `entities` (name -> text, None for one outside the file), and the root element.

    `root` is written `namespace}name`, as expat gives it; "" where there is no element.
    """

    doctype: bool = False
    outside: bool = False
    entities: dict[str, str | None] = field(default_factory=dict)
    root: str = ""


class _Reached(Exception):
    """The first element was met: the rest of the file is for another to read."""


def read_prolog(path: Path) -> Prolog:
    """Return the prolog of an XML file, which nothing outside the file can change.

    Raises
    ------
    InvalidData
        For what is not XML up to its first element.
    """
    prolog, parser = Prolog(), expat.ParserCreate(namespace_separator="}")

    def doctype(_name: str, system: str | None, public: str | None, _internal: bool) -> None:
        prolog.doctype, prolog.outside = True, bool(system or public)

    def entity(*declared: object) -> None:
        name, parameter, text = str(declared[0]), declared[1], declared[2]
        prolog.entities[f"%{name}" if parameter else name] = None if text is None else str(text)

    def element(name: str, _attributes: object) -> None:
        prolog.root = name
        raise _Reached

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = entity
    parser.StartElementHandler = element
    try:
        with path.open("rb") as file:
            while part := file.read(_PART):
                parser.Parse(part, False)
            parser.Parse(b"", True)
    except _Reached:
        pass
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise unreadable(path, error, parser.CurrentLineNumber) from error
    return prolog


def unreadable(path: Path, error: Exception, line: int = 0) -> InvalidData:
    """Return the fault of an XML file that is not well formed."""
    return InvalidData([Fault("xml.syntax", path.name, line, values={"detail": str(error)})], where=path.name)
