"""The rows of a SELECT in the four formats of SPARQL 1.1, and the answer of an ASK.

https://www.w3.org/TR/sparql11-results-json/ · https://www.w3.org/TR/rdf-sparql-XMLres/ ·
https://www.w3.org/TR/sparql11-results-csv-tsv/ ; a triple term as SPARQL 1.2 drafts it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted
from typing import IO
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = Sequence[Term | None]

MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
WITHOUT_ROOM = ("csv", "tsv")  # to say that rows were cut off
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_PLAIN_XML = re.compile("[<>&\r\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PLAIN = re.compile(r'[^",\r\n]*')
_XMLNS = "http://www.w3.org/2005/sparql-results#"


def write_rows(  # noqa: PLR0913, PLR0917 - a table and its circumstances
    names: Sequence[str],
    rows: Iterable[Row],
    form: str,
    most: int,
    note: Callable[[], tuple[str, str]],
    out: IO[bytes],
) -> tuple[str, int, bool]:
    """Write `most` rows at most, a value a name, as they come; return the head, their number, if more were.

    If there were, `note` gives the IRI and the sentence that say so, in the head and at the end. It raises
    for a format without room.
    """
    way = _WAYS[form]
    row_of, count = way.row(names), 0
    for row in rows:
        if count == most:
            iri, sentence = note()
            out.write(way.end(sentence).encode())
            return way.head(names, iri), count, True
        out.write((way.between * bool(count) + row_of(row)).encode("utf-8", "surrogatepass"))
        count += 1
    out.write(way.end("").encode())
    return way.head(names, ""), count, False


def write_boolean(answer: bool, form: str, out: IO[bytes]) -> None:
    """Write the answer of an ASK; CSV and TSV, which have no word for it, hold it alone."""
    word = "true" if answer else "false"
    if form == "json":
        out.write(f'{{"head":{{}},"boolean":{word}}}'.encode())
    elif form == "xml":
        said = f"<head/><boolean>{word}</boolean>"
        out.write(f'<?xml version="1.0"?><sparql xmlns="{_XMLNS}">{said}</sparql>'.encode())
    else:
        out.write(word.encode())


def _json_row(names: Sequence[str]) -> Callable[[Row], str]:
    keys = [f"{quoted(name)}:" for name in names]

    def written(row: Row) -> str:
        cells = [key + _json_term(term) for key, term in zip(keys, row, strict=True) if term is not None]
        return f"{{{','.join(cells)}}}"

    return written


def _json_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{quoted(term.value)}}}'
    if isinstance(term, ox.Literal):
        if term.language:
            return f'{{"type":"literal","xml:lang":{quoted(term.language)},"value":{quoted(term.value)}}}'
        kind = term.datatype.value
        typed = "" if kind == _STRING else f'"datatype":{quoted(kind)},'
        return f'{{"type":"literal",{typed}"value":{quoted(term.value)}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{quoted(term.value)}}}'
    parts = zip(("subject", "predicate", "object"), (term.subject, term.predicate, term.object), strict=True)
    inside = ",".join(f'"{name}":{_json_term(part)}' for name, part in parts)
    return f'{{"type":"triple","value":{{{inside}}}}}'


def _xml_row(names: Sequence[str]) -> Callable[[Row], str]:
    keys = [f"<binding name={quoteattr(name)}>" for name in names]

    def written(row: Row) -> str:
        bound = [(key, term) for key, term in zip(keys, row, strict=True) if term is not None]
        return f"<result>{''.join(f'{key}{_xml_term(term)}</binding>' for key, term in bound)}</result>\n"

    return written


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, ox.Literal):
        kind = term.datatype.value
        about = ""
        if term.language:
            about = f" xml:lang={quoteattr(term.language)}"
        elif kind != _STRING:
            about = f" datatype={quoteattr(_xml_signs(kind))}"
        return f"<literal{about}>{_xml_text(term.value)}</literal>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{term.value}</bnode>"
    parts = zip(("subject", "predicate", "object"), (term.subject, term.predicate, term.object), strict=True)
    return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts)}</triple>"


def _xml_text(value: str) -> str:
    return escape(_xml_signs(value), {"\r": "&#13;"}) if _NOT_PLAIN_XML.search(value) else value


def _xml_signs(value: str) -> str:
    """Return a text without the signs that XML 1.0 cannot hold, each shown by U+FFFD."""
    return _NOT_XML.sub("\ufffd", value)


def _csv_term(term: Term) -> str:
    value = str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value
    return value if _PLAIN.fullmatch(value) else '"' + value.replace('"', '""') + '"'


def _csv_row(_: Sequence[str]) -> Callable[[Row], str]:
    return lambda row: ",".join(["" if term is None else _csv_term(term) for term in row]) + "\r\n"


def _tsv_row(_: Sequence[str]) -> Callable[[Row], str]:
    return lambda row: "\t".join(["" if term is None else _tsv_term(term) for term in row]) + "\n"


def _tsv_term(term: Term) -> str:
    return str(term).replace("\t", "\\t")


def _json_head(names: Sequence[str], iri: str) -> str:
    link = f',"link":[{quoted(iri)}]' if iri else ""
    return f'{{"head":{{"vars":[{",".join(map(quoted, names))}]{link}}},"results":{{"bindings":['


def _json_end(sentence: str) -> str:
    return f']}},"warning":{quoted(sentence)}}}\n' if sentence else "]}}\n"


def _xml_head(names: Sequence[str], iri: str) -> str:
    variables = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    link = f"<link href={quoteattr(iri)}/>" if iri else ""
    declared = f'<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="{_XMLNS}">\n'
    return f"{declared}<head>{variables}{link}</head>\n<results>\n"


def _xml_end(sentence: str) -> str:
    comment = f"<!-- {sentence.replace('--', '- -')} -->\n" if sentence else ""
    return f"</results>\n{comment}</sparql>\n"


@dataclass(frozen=True)
class _Way:
    """How a format is written: its head, with the IRI of a note if any, a row, its end, with its sentence."""

    head: Callable[[Sequence[str], str], str]
    row: Callable[[Sequence[str]], Callable[[Row], str]]
    end: Callable[[str], str] = lambda _: ""
    between: str = ""


_WAYS = {
    "json": _Way(_json_head, _json_row, _json_end, ",\n"),
    "xml": _Way(_xml_head, _xml_row, _xml_end),
    "csv": _Way(lambda names, _: ",".join(names) + "\r\n", _csv_row),
    "tsv": _Way(lambda names, _: "\t".join(f"?{name}" for name in names) + "\n", _tsv_row),
}
