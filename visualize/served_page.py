"""What all pages that the server shows share: their frame, their addresses, and the files they link to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from rdflib.term import Identifier

from ..messages import language, text
from ..ontology.terms import ONTOLOGY, THING, TYPOLOGY
from .labels import typeset
from .page import render, vis_network
from .words import capital, day, figure, plural

Term = Mapping[str, str]  # of the SPARQL 1.1 results in JSON: type, value, xml:lang, datatype
Row = Mapping[str, Term]  # variable -> term, the unbound left out
Ask = Callable[[str, Mapping[str, Identifier]], Sequence[Row]]  # a text, and the terms bound to its variables

LANGUAGES = {"fr": "Français", "en": "English"}
EDITOR = "bundles/editor.js"
VIS = "vis-network.js"
_STYLES = ("base.css", "atlas.css", "atlas-parts.css", "ontology.css", "served.css")
_MEDIA = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Served:
    """The dataset that a server shows: its title, what identifies its edition, whether it is made up."""

    title: str
    state: str
    fictional: bool = False


@dataclass(frozen=True)
class Visit:
    """One page being asked for.

    Attributes
    ----------
    base
        The address of the server, without a slash at its end.
    path
        The page asked for, with its parameters but `lang`.
    chosen
        Whether the address says the language: links then say it too.
    nonce
        What the policy of the answer lets scripts and styles carry.
    """

    served: Served
    base: str
    path: str
    chosen: bool
    nonce: str

    def to(self, address: str, **parameters: str) -> str:
        """Return the address of a page of this server, in the language that was chosen."""
        return _with(address, {**parameters, **({"lang": language()} if self.chosen else {})})

    def within(self, iri: str) -> str | None:
        """Return the page of this server that tells of `iri`, if it is one of ours."""
        local = page_of(iri)
        return None if local is None else self.to(local)

    def in_language(self, other: str) -> str:
        """Return the address of the same page in another language."""
        return _with(self.path, {"lang": other})


def page_of(iri: str) -> str | None:
    """Return the path of the page that tells of `iri`, None when it is not ours.

    Example
    -------
    >>> page_of("https://w3id.org/maillage/ontology#Structure")
    '/ontology#Structure'
    """
    if iri.startswith(THING) and len(iri) > len(THING):
        return "/id/" + quote(iri.removeprefix(THING), safe="/~!$&'()*+,;=:@%")
    if iri.startswith(f"{ONTOLOGY}#"):
        return "/ontology#" + iri.removeprefix(f"{ONTOLOGY}#")
    if iri.startswith(TYPOLOGY) and len(iri) > len(TYPOLOGY):
        return "/ontology#" + iri.removeprefix(TYPOLOGY)
    return "/ontology" if iri == str(ONTOLOGY) else None


def render_served(  # noqa: PLR0913  each is a word of the page
    template: str,
    visit: Visit,
    *,
    title: str,
    here: str = "",
    scripts: Sequence[str] = (),
    data: Any = None,
    **values: Any,
) -> str:
    """Return a page in the frame of the server, in the current language.

    Parameters
    ----------
    here
        The name in the menu of the page.
    scripts
        Names of modules of `static/`, which are linked.
    data
        What they read, as JSON, in the element "page-data".
    """
    from markupsafe import Markup

    from .page import as_data_block

    return render(
        template,
        visit=visit,
        title=typeset(title),
        here=here,
        styles=_STYLES,
        scripts=scripts,
        data=Markup(as_data_block(data)) if data is not None else None,  # noqa: S704  no "<" is left in it
        others={code: name for code, name in LANGUAGES.items() if code != language()},
        root="",
        fine=typeset,
        capital=capital,
        plural=plural,
        figure=figure,
        day=day,
        **values,
    )


def render_fault(visit: Visit, sentence: str) -> str:
    """Return the page that says why another cannot be shown."""
    return render_served("fault.html", visit, title=text("served.fault"), sentence=sentence)


def asset(name: str) -> tuple[bytes, str] | None:
    """Return the content and media type of a file that pages link to, None without it."""
    media = _MEDIA.get(name.rpartition(".")[2])
    if media is None or not _is_plain(name):
        return None
    if name == VIS:
        return vis_network().encode(), media
    file = files(__package__).joinpath("static", *name.split("/"))
    return (file.read_bytes(), media) if file.is_file() else None


def has_editor() -> bool:
    """Tell whether the editor was bundled when this package was built."""
    return files(__package__).joinpath("static", *EDITOR.split("/")).is_file()


def _is_plain(name: str) -> bool:
    """Tell whether a name stays within the folder of static files, whatever the system."""
    parts = name.split("/")
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    return len(parts) <= 2 and all(
        part and not part.startswith(".") and not set(part) - set(letters) for part in parts
    )


def _with(address: str, parameters: Mapping[str, str]) -> str:
    """Return an address with these parameters before its fragment."""
    path, mark, fragment = address.partition("#")
    if parameters:
        path += ("&" if "?" in path else "?") + urlencode(parameters)
    return path + mark + fragment
