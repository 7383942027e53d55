"""Which of the formats that we have a client prefers (RFC 9110, 12.5)."""

from collections.abc import Mapping, Sequence

TABLES: Mapping[str, Sequence[str]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
GRAPHS: Mapping[str, Sequence[str]] = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdf": ("application/rdf+xml", "application/xml", "text/xml"),
    "nt": ("application/n-triples", "text/plain"),
    "nq": ("application/n-quads",),
    "trig": ("application/trig",),
}
_NAMES = {"turtle": "ttl", "ntriples": "nt", "nquads": "nq", "json-ld": "jsonld", "rdfxml": "rdf"}


def preferred(accept: str, offers: Mapping[str, Sequence[str]]) -> str:
    """Return the name of the offer with the highest quality, the first of equals; "" when none will do.

    The first media type of an offer is its own; another, more general, counts when its own is not named.
    """
    ranges = _ranges(accept or "*/*")
    best, quality = "", 0.0
    for name, types in offers.items():
        found = max((_quality(each, ranges), -at / 1000) for at, each in enumerate(types))
        if found[0] > 0 and sum(found) > quality:
            best, quality = name, sum(found)
    return best


def named(name: str, offers: Mapping[str, Sequence[str]]) -> str:
    """Return the offer that `format=` names, by our word for it or by a media type; "" when it is none."""
    word = _NAMES.get(name.lower(), name.lower())
    return word if word in offers else next((each for each in offers if word in offers[each]), "")


def spoken(accept_language: str, default: str, known: Sequence[str]) -> str:
    """Return the language that a client prefers among those known."""
    ranges = _ranges(accept_language)
    best, quality = default, 0.0
    for (tag, _), found in sorted(ranges.items(), key=lambda item: -item[1]):
        language = tag.partition("-")[0]
        if language in known and found > quality:
            best, quality = language, found
    return best


def _quality(media_type: str, ranges: Mapping[tuple[str, str], float]) -> float:
    main, _, sub = media_type.partition("/")
    for key in ((main, sub), (main, "*"), ("*", "*")):
        if key in ranges:
            return ranges[key]
    return 0.0


def _ranges(accept: str) -> dict[tuple[str, str], float]:
    """Return the quality of each range, (type, subtype) or (tag, "")."""
    found: dict[tuple[str, str], float] = {}
    for each in accept.lower().split(",")[:100]:
        name, *parameters = (part.strip() for part in each.split(";"))
        main, _, sub = name.partition("/")
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _number(value)
        found[main, sub] = max(quality, found.get((main, sub), 0.0))
    return found


def _number(written: str) -> float:
    try:
        return min(max(float(written), 0.0), 1.0)
    except ValueError:
        return 0.0
