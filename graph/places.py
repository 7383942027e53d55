"""What is placed where: the frames that `coverage` counts, with the reference filling what the graph lacks.

A territory of the graph and one of the reference are the same when their kind and code are: a workspace that
describes Normandie by hand (kind Region, code 28) is not told it twice.
"""

from collections import defaultdict
from importlib.resources import files
from typing import TYPE_CHECKING

from rdflib import Dataset, Literal
from rdflib.namespace import SKOS
from rdflib.term import Identifier

from ..data.territories.reference import load_reference
from ..data.territories.territory import Kind
from ..errors import BadParameter
from ..messages import language, text
from ..ontology.terms import MAI, scheme_iri, scheme_terms, schemes, term
from ..queries.runner import run_own

if TYPE_CHECKING:
    import pandas

LEVELS: dict[str, Kind] = {
    "commune": "Commune",
    "epci": "EPCI",
    "ept": "EPT",
    "departement": "Departement",
    "region": "Region",
}
MEASURES = {
    "structures": MAI.Structure,
    "chantiers": MAI.Chantier,
    "initiatives": MAI.Initiative,
    "funders": MAI.Funder,
    "offers": MAI.SupportOffer,
    "missions": MAI.SupportMission,
}
_DOWNWARD = (str(MAI.intervenesIn), str(MAI.availableIn))
_PLACE = ["thing", "relation", "stated"]


def level(by: str) -> Kind:
    """Return the kind of territory of a level: "commune", "epci", "ept", "departement" or "region".

    Raises
    ------
    BadParameter
        For another word.
    """
    if by.lower() not in LEVELS:
        raise BadParameter("coverage.by", where="--by", value=by, known=", ".join(LEVELS))
    return LEVELS[by.lower()]


def territories(dataset: Dataset, kind: Kind, *, everywhere: bool) -> "pandas.DataFrame":
    """Return `territory` (IRI), `code`, `territoryLabel`, `population` of each territory of a kind.

    Those of the graph, then, `everywhere`, those of the reference that it does not hold; an overseas
    collectivity is listed only when the graph holds it. Population counts inhabitants, from the reference
    where the graph says none.
    """
    import pandas

    known = _known(dataset)
    held = known[known["kind"] == str(MAI[kind])]
    rows = [
        _row(*each) for each in held[["territory", "code", "label", "population"]].itertuples(index=False)
    ]
    codes = set(held["code"])
    listed = {each.code: each for each in load_reference().of_kind(kind)}
    for row in rows:
        if row[3] is None and row[1] in listed:
            row[3] = listed[str(row[1])].population
    if everywhere:
        missing = (each for each in listed.values() if each.code not in codes and each.nature != "com")
        rows += [[each.iri, each.code, each.name, each.population] for each in missing]
    table = pandas.DataFrame(rows, columns=["territory", "code", "territoryLabel", "population"])
    return table.astype({"population": "Int64"}).drop_duplicates("territory", ignore_index=True)


def _row(territory: str, code: str | None, label: str | None, population: int | None) -> list[object]:
    return [territory, code or "", label or territory, population]


def things(dataset: Dataset, of: str) -> "pandas.DataFrame":
    """Return `column` and `thing` (IRI): what is counted, under the measure or under each term of a typology.

    Raises
    ------
    BadParameter
        When `of` is neither a measure, nor a typology, nor a "typology/term".
    """
    if of in MEASURES:
        found = _ask(dataset, "coverage-things.rq")
        return found[found["class"] == str(MEASURES[of])].assign(column=of)[["column", "thing"]]
    scheme, _, slug = of.partition("/")
    if scheme not in schemes() or (slug and slug not in scheme_terms(scheme)):
        known = ", ".join(
            (*MEASURES, *schemes()) if scheme not in schemes() else sorted(scheme_terms(scheme))
        )
        raise BadParameter("coverage.of", where="--of", value=of, known=known)
    found = _ask(dataset, "coverage-classified.rq", scheme=scheme_iri(scheme))
    found = found.assign(column=found["term"].str.removeprefix(f"{scheme_iri(scheme)}/"))
    return found[["column", "thing"]][found["column"].isin(columns(dataset, of))]


def columns(dataset: Dataset, of: str) -> dict[str, str]:
    """Return the columns of a matrix, in order, each with its label: the measure, or the terms by slug."""
    if of in MEASURES:
        return {of: text(f"coverage.of.{of}")}
    scheme, _, slug = of.partition("/")
    rows = _ask(dataset, "coverage-terms.rq", scheme=scheme_iri(scheme), language=Literal(language()))
    labels = {str(row.term): str(row.termLabel) for row in rows.itertuples() if row.termLabel}
    slugs = [slug] if slug else sorted(scheme_terms(scheme))
    return {each: labels.get(str(term(scheme, each)), each) for each in slugs}


def words(dataset: Dataset, of: str) -> str:
    """Return what a measure, a typology or a term counts, as people say it."""
    if of in MEASURES:
        return text(f"coverage.of.{of}")
    scheme, _, slug = of.partition("/")
    labels = dataset.objects(term(scheme, slug) if slug else scheme_iri(scheme), SKOS.prefLabel)
    return next((str(each) for each in labels if getattr(each, "language", "") == language()), of)


def placed(dataset: Dataset, kind: Kind, *, everywhere: bool) -> "pandas.DataFrame":
    """Return what covers each territory of a kind: `thing`, `relation`, `stated`, `territory`, and `level`.

    `level` is "inside" (stated on the territory or in it), "whole" (on one that holds it) or "across" (on
    one that it meets in part). A work and an offer cover what lies within; a seat, a mission stand only where
    they are said to: "Normandie" seats nobody in the Orne.
    """
    covered = _covered(dataset, kind, everywhere=everywhere)
    found = stated(dataset).merge(covered, on="stated")
    return found[(found["level"] == "inside") | found["relation"].isin(_DOWNWARD)].reset_index(drop=True)


def stated(dataset: Dataset) -> "pandas.DataFrame":
    """Return `thing`, `relation`, `stated` (IRIs): each place as it is stated, disputed ones left out."""
    return _ask(dataset, "coverage-places.rq")[_PLACE]


def passages(dataset: Dataset) -> "pandas.DataFrame":
    """Return a row for each passage that places a thing: the columns of `coverage-evidence.rq`."""
    return _ask(dataset, "coverage-evidence.rq")


def names(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Return territory (IRI) -> (kind, label), of every territory of the graph."""
    known = _known(dataset)
    rows = known[["territory", "kind", "label"]].itertuples(index=False)
    return {iri: (kind.rpartition("#")[2], label or iri) for iri, kind, label in rows}


def _covered(dataset: Dataset, kind: Kind, *, everywhere: bool) -> "pandas.DataFrame":
    """Return `stated`, `territory`, `level`, one row a pair, the surest level."""
    import pandas

    found = [_ask(dataset, "coverage-levels.rq", kind=MAI[kind])[["stated", "territory", "level"]]]
    if everywhere:
        found.append(_covered_elsewhere(dataset, kind))
    pairs = pandas.concat(found, ignore_index=True)
    surest = pairs["level"].map({"inside": 0, "whole": 1, "across": 2})
    return pairs.loc[surest.sort_values(kind="stable").index].drop_duplicates(["stated", "territory"])


def _covered_elsewhere(dataset: Dataset, kind: Kind) -> "pandas.DataFrame":
    """Return what covers the territories that the reference alone holds: only something wider can."""
    import pandas

    known = _known(dataset)
    keys = {
        (kind, code): iri for iri, kind, code in known[["territory", "kind", "code"]].itertuples(index=False)
    }
    country = next((iri for (kind, _), iri in keys.items() if kind == str(MAI.Country)), "")
    above: dict[str, set[str]] = defaultdict(set)
    for territory, place in _ask(dataset, "coverage-above.rq")[["territory", "stated"]].itertuples(
        index=False
    ):
        above[territory].add(place)
    rows, reference = [], load_reference()
    for each in reference.of_kind(kind):
        if (str(MAI[kind]), each.code) not in keys:
            whole = set(reference.within(each))
            for wider in reference.ancestors(each):
                iri = country if wider.kind == "Country" else keys.get((str(MAI[wider.kind]), wider.code), "")
                rows += [(p, each.iri, "whole" if wider in whole else "across") for p in above.get(iri, ())]
    return pandas.DataFrame(rows, columns=["stated", "territory", "level"])


def _known(dataset: Dataset) -> "pandas.DataFrame":
    return _ask(dataset, "coverage-territories.rq").drop_duplicates("territory", ignore_index=True)


def _ask(dataset: Dataset, name: str, **bindings: Identifier) -> "pandas.DataFrame":
    return run_own(dataset, (files(__package__) / name).read_text("utf-8"), bindings)
