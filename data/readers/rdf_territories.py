"""Territories read back as they were written: the words that a graph keeps beside what they were read as."""

from collections.abc import Mapping, Sequence

from ...messages import speaking
from ..schema import Table

Cells = dict[str, tuple[str, ...]]


def as_written(table: Table, cells: Mapping[str, tuple[str, ...]], words: Sequence[str]) -> Cells:
    """Return the cells with each territory that `words` named written so again, and its remark taken off.

    The remark is what reading the words adds to the note: it is added again when the cell is read.
    """
    found = dict(cells)
    if not words:
        return found
    from ..territories.matching import match

    remarks: list[str] = []
    for word in words:
        result = match(word)
        key = result.territory.key if result.territory else ""
        for name, column in table.columns.items():
            if column.kind == "ref" and key in found.get(name, ()):
                found[name] = tuple(word if each == key else each for each in found[name])
                if name not in found.get("contested", ()):
                    with speaking("fr"):
                        remarks += [str(warning) for warning in result.warnings]
    note = found.get("note", ("",))[0]
    for remark in reversed(remarks):
        note = note.removesuffix(remark).rstrip(" ")
    if note:
        found["note"] = (note,)
    else:
        found.pop("note", None)
    return found
