"""What follows from the rows: what each territory lies within, and who collaborates with whom.

The same answers as `within.rq` and `collaborates-with.rq` of the tests give on the graph: paths and pairs
cost SPARQL minutes on a large one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...data.rows import Row
from ...data.tables import Tables
from ...ontology.terms import INFERENCES, MAI
from .quads import THING, Block, block, node
from .reference import with_all_above

LARGEST_GROUP = 200  # structures; beyond it a shared group makes no pairwise link
_APART = ("linked-initiative", "listed-in-scheme")  # roles that are no joint work
_WITHIN, _COLLABORATES, _GRAPH = node(MAI.within), node(MAI.collaboratesWith), node(INFERENCES)


def inferred(tables: Tables) -> Iterator[Block]:
    """Yield the inferences, in their own graph."""
    for territory, containers in _within(tables).items():
        yield _block("territory", territory, _WITHIN, containers)
    for structure, others in _collaborations(tables.rows).items():
        yield _block("structure", structure, _COLLABORATES, others)


def _block(segment: str, subject: str, link: str, objects: Iterable[str]) -> Block:
    start = f"<{THING}{segment}/"
    return block(f"{start}{subject}>", [f"{link} {start}{each}>" for each in objects], _GRAPH)


def _within(tables: Tables) -> dict[str, set[str]]:
    """Return territory -> what it lies within, itself included (sfWithin of OGC GeoSPARQL 1.1, 7.3)."""
    above: dict[str, set[str]] = defaultdict(set)
    for row in tables.rows["territories"]:
        above[row.subject].update(row.cells.get("part_of", ()))
        for part in row.cells.get("composed_of", ()):
            above[part].add(row.subject)
    if tables.territories:
        from ...data.territories.reference import load_reference

        reference = load_reference()
        for each in with_all_above(tables.territories.values(), reference):
            above[each.key].update(holder.key for holder in reference.within(each))
    return {territory: _closure(territory, above) for territory in list(above)}


def _closure(start: str, above: Mapping[str, set[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for each in above.get(waiting.pop(), set()) - reached:
            reached.add(each)
            waiting.append(each)
    return reached


def _collaborations(rows: Mapping[str, tuple[Row, ...]]) -> dict[str, set[str]]:
    """Return structure -> those it works with: partners, accompanied, or in the same group."""
    structures = {row.subject for row in rows["structures"]}
    ties = [(row.one("structure"), row.one("partner")) for row in rows["partnerships"] if _holds(row)]
    ties += [(row.one("provider"), row.one("beneficiary")) for row in rows["missions"] if _holds(row)]
    together: dict[str, set[str]] = defaultdict(set)
    for one, other in ties:
        if one != other and other in structures:
            together[one].add(other)
            together[other].add(one)
    for members in _groups(rows["participations"]).values():
        if 1 < len(members) <= LARGEST_GROUP:
            for member in members:
                together[member] |= members - {member}
    return together


def _groups(participations: Iterable[Row]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for row in participations:
        if row.one("structure") and row.one("role") not in _APART and _holds(row):
            groups[row.one("activity")].add(row.one("structure"))
    return groups


def _holds(row: Row) -> bool:
    """Tell whether nobody disputes the row, and its source still holds it."""
    return row.one("status") != "disputed" and "absent_since" not in row.cells
