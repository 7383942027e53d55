"""XML of unknown origin, element by element: no doctype, no entity, no depth that means nothing."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from ...errors import Fault, InvalidData
from .xml_prolog import read_prolog, unreadable

_DEPTH = 100


def elements(path: Path, *whole: str) -> Iterator[tuple[str, ET.Element, tuple[ET.Element, ...]]]:
    """Yield ("start" or "end", element, those around it, outermost first).

    An element named in `whole` is dropped from the tree once its end was yielded: read what it holds then.

    Raises
    ------
    InvalidData
        For what is not well formed, has a doctype, or is nested too deep.
    """
    if read_prolog(path).doctype:
        raise InvalidData([Fault("xml.doctype", path.name)], where=path.name)
    around: list[ET.Element] = []
    try:
        for event, element in ET.iterparse(path, events=("start", "end")):  # noqa: S314 (no doctype: no entity)
            if event == "end":
                around.pop()
            yield event, element, tuple(around)
            if event == "start":
                around.append(element)
                if len(around) > _DEPTH:
                    raise InvalidData(
                        [Fault("xml.deep", path.name, values={"limit": _DEPTH})], where=path.name
                    )
            elif around and local(element) in whole:
                around[-1].remove(element)
    except ET.ParseError as error:
        raise unreadable(path, error, error.position[0]) from error
    except (LookupError, ValueError) as error:
        raise unreadable(path, error) from error


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace, which every version of a format changes."""
    return str(element.tag).rpartition("}")[2]


def inner(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Yield the children of that local name, and those that a child only gathers (attvalues, spells)."""
    for child in element:
        if local(child) == name:
            yield child
        elif local(child) in ("attvalues", "spells", "slices"):
            yield from inner(child, name)


def words(element: ET.Element) -> str:
    """Return the text of an element and of all that it holds, its white space made single."""
    return " ".join("".join(element.itertext()).split())
