"""Remote sources as files: a YesWiki by its address, a GoGoCarto map by its own, any other file as it is."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from ...errors import RemoteError
from .download import Answer, Limits, Progress, check_address, download, within

_SUFFIXES = (
    *(".json", ".jsonld", ".geojson", ".csv", ".tsv", ".txt", ".xlsx", ".js"),
    *(".ttl", ".nt", ".nq", ".trig", ".n3", ".rdf", ".owl", ".xml", ".gexf", ".graphml"),
)
_TYPES = {
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/geo+json": ".geojson",
    "text/csv": ".csv",
    "text/turtle": ".ttl",
    "application/n-triples": ".nt",
    "application/n-quads": ".nq",
    "application/trig": ".trig",
    "application/rdf+xml": ".rdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/javascript": ".js",
    "text/javascript": ".js",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_WIKI_ROUTE = re.compile(r"(?:^|[?&=])(?:api/|\w+/json\b)|demand=")
_SCRIPTS = re.compile(r"/(?:wakka|index)\.php$")


def fetch(
    address: str, folder: Path, progress: Progress | None = None, limits: Limits | None = None
) -> list[Path]:
    """Return the files written in `folder` from a remote address.

    Parameters
    ----------
    address
        A YesWiki's (any of its pages), a GoGoCarto map's, or a file's.
    folder
        A folder that exists.
    progress
        Called as bytes arrive, with the address, the bytes received and those expected (0 when not known).
    limits
        30 s and 50 MB in all, unless given.

    Raises
    ------
    BadParameter
        For an address that is not http(s), or with a password.
    RemoteError
        For what gives nothing to read, or leads to another host.
    LimitReached
        When the time or the size runs out.
    """
    address = check_address(address)
    asked = _Asked(limits or Limits(), progress)
    found = within(asked.limits, address, lambda: list(asked.files(address)))
    paths = []
    for name, content in found:
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths


class _Asked:
    """What is asked of one host, within one set of limits."""

    def __init__(self, limits: Limits, progress: Progress | None) -> None:
        self.limits, self.progress = limits, progress

    def get(self, address: str) -> Answer:
        return download(address, self.limits, self.progress)

    def files(self, address: str) -> Iterator[tuple[str, bytes]]:
        """Yield names and contents of what an address stands for."""
        answer = self.get(address)
        if not answer.is_page:
            yield _file_name(answer), answer.content
            return
        page = answer.content[: 2**20].lower()
        ways = [self.wiki, self.map]
        if b"gogocarto" in page and b"yeswiki" not in page:
            ways.reverse()
        for way in ways if not _names_a_file(answer.address) else ():
            if found := way(answer.address):
                yield from found
                return
        content = answer.content_type or "text/html"
        raise RemoteError("remote.not-data", where=address, content=content)

    def data(self, name: str, address: str) -> "_Found":
        """Return the JSON of an address; nothing where it is not found, refused, or a page."""
        try:
            answer = self.get(address)
            if not answer.is_page:
                return _Found(name, answer.content, json.loads(answer.content))
        except RemoteError as error:
            if error.key not in ("remote.missing", "remote.refused", "remote.status", "remote.empty"):
                raise
        except (ValueError, RecursionError):
            pass
        return _Found(name)

    def wiki(self, address: str) -> list[tuple[str, bytes]]:
        """Return the forms, entries and lists of the wiki that a page belongs to, [] for no wiki."""
        for base in _bases(address):
            forms = self.data("forms", f"{base}?api/forms")
            if forms.is_forms:
                return [forms.file, *self._entries(forms, f"{base}?api/forms/{{}}/entries")]
            forms = self.data("forms", f"{base}?BazaR/json&demand=forms")
            if forms.is_forms:
                lists = self.data("lists", f"{base}?BazaR/json&demand=lists")
                told = [lists.file] if isinstance(lists.document, dict) and lists.document else []
                return [forms.file, *self._entries(forms, f"{base}?BazaR/json&demand=entries&id={{}}"), *told]
        return []

    def _entries(self, forms: "_Found", route: str) -> Iterator[tuple[str, bytes]]:
        """Yield the entries of each form; those that nobody may read are as the wiki says nothing: null."""
        for identifier in _form_ids(forms.document):
            yield self.data(f"entries-{identifier}", route.format(identifier)).file

    def map(self, address: str) -> list[tuple[str, bytes]]:
        """Return the elements and taxonomy of the map that a page belongs to, [] for no map."""
        root = urlunsplit((*urlsplit(address)[:2], "", "", ""))
        elements = self.data("elements", f"{root}/api/elements.json?ontology=gogofull")
        if not isinstance(elements.document, dict) or "data" not in elements.document:
            return []
        taxonomy = self.data("taxonomy", f"{root}/api/taxonomy.json")
        return [elements.file, *([taxonomy.file] if taxonomy.document else [])]


@dataclass(frozen=True)
class _Found:
    """What a route gave: the bytes of a JSON document and what they say, null for nothing."""

    name: str
    content: bytes = b"null"
    document: Any = None

    @property
    def file(self) -> tuple[str, bytes]:
        return f"{self.name}.json", self.content

    @property
    def is_forms(self) -> bool:
        """Tell whether a wiki's forms are there."""
        return any(isinstance(form, dict) and "prepared" in form for form in _listed(self.document))


def _listed(document: Any) -> list[Any]:
    if isinstance(document, dict):
        return list(document.values())
    return document if isinstance(document, list) else []


def _form_ids(forms: Any) -> Iterator[str]:
    """Yield the ids of the forms that can stand in an address."""
    named = forms.items() if isinstance(forms, dict) else (("", form) for form in forms)
    for key, form in named:
        identifier = str(form.get("bn_id_nature", form.get("id", key))) if isinstance(form, dict) else ""
        if re.fullmatch(r"[\w-]{1,64}", identifier):
            yield identifier


def _bases(address: str) -> Iterator[str]:
    """Yield what may be the wiki's own address: this page's without its query, then the folder above."""
    parts = urlsplit(address)
    path = _SCRIPTS.sub("/", parts.path) or "/"
    yield urlunsplit((parts.scheme, parts.netloc, path, "", ""))
    above = path[: path.rstrip("/").rfind("/") + 1] or "/"
    if above != path:
        yield urlunsplit((parts.scheme, parts.netloc, above, "", ""))


def _names_a_file(address: str) -> bool:
    """Tell whether an address is that of data, so that a page there is a refusal and no wiki to look into."""
    parts = urlsplit(address)
    return parts.path.lower().endswith(tuple(_SUFFIXES)) or bool(_WIKI_ROUTE.search(parts.query))


def _file_name(answer: Answer) -> str:
    """Return a file's name from its address and type, with nothing in it but letters, digits, - and _."""
    path = unquote(urlsplit(answer.address).path)
    last = Path(path.replace("\\", "/")).name
    stem, suffix = Path(last).stem, Path(last).suffix.lower()
    if suffix not in _SUFFIXES:
        stem, suffix = last, _TYPES.get(answer.content_type, "")
    suffix = suffix or (".json" if answer.content.lstrip()[:1] in (b"{", b"[") else ".txt")
    return (re.sub(r"[^\w-]+", "-", stem).strip("-")[:80] or "source") + suffix
