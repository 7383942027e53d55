"""The forms and lists of a YesWiki: what a field of its entries is, in each generation of the software."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .values import keyed, one, plain

ENUMERATIONS = ("liste", "checkbox", "radio", "select")
LINKS = ("listefiche", "checkboxfiche", "radiofiche")
_UNSTORED = ("listefichesliees", "listefiches", "labelhtml", "tabs", "tabchange", "conditionschecking")
_NEXT_FIELDS = {"title": "bf_titre"}


@dataclass(frozen=True)
class FormField:
    """A field of a form: its `type` as Bazar names it; `linked` the list's or the other form's id."""

    name: str
    label: str = ""
    type: str = ""
    linked: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    latitude: str = "bf_latitude"
    longitude: str = "bf_longitude"

    @property
    def is_link(self) -> bool:
        """Tell whether its values are the ids of other entries."""
        return self.type in LINKS


@dataclass(frozen=True)
class Form:
    """A form: its id, its label, its fields by name and by the other names entries may give them."""

    key: str
    label: str
    fields: Mapping[str, FormField]
    semantic: str = ""


def is_form(document: object) -> bool:
    """Tell whether a JSON value is one form of a wiki."""
    return isinstance(document, dict) and isinstance(document.get("prepared"), list | dict)


def is_list(document: object) -> bool:
    """Tell whether a JSON value is one list of a wiki, of the old shape or the new."""
    if not isinstance(document, dict):
        return False
    return ("titre_liste" in document and "label" in document) or (
        "title" in document and isinstance(document.get("nodes"), list)
    )


def lists_in(document: Any) -> dict[str, dict[str, str]]:
    """Return list id -> key -> label, of the lists in a document (`?BazaR/json&demand=lists`)."""
    if is_list(document):
        return {one(document.get("id")): _labels(document)}
    return {
        one(each.get("id")) or key: _labels(each) for key, each in keyed(document).items() if is_list(each)
    }


def _labels(listed: Mapping[str, Any]) -> dict[str, str]:
    if "nodes" in listed:
        return dict(_nodes(listed["nodes"], ""))
    return {key: plain(one(label)) for key, label in keyed(listed["label"]).items()}


def _nodes(nodes: Any, above: str) -> Iterator[tuple[str, str]]:
    """Yield key, label of the nodes of a tree, a child's label after its parents': « Culture ➤ Théâtre »."""
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, dict):
            label = f"{above}{plain(one(node.get('label')))}"
            yield one(node.get("id")), label
            yield from _nodes(node.get("children"), f"{label} ➤ ")


def forms_in(document: Any, lists: Mapping[str, Mapping[str, str]]) -> list[Form]:
    """Return the forms of a document (`api/forms`, `api/forms/{id}`, `?BazaR/json&demand=forms`)."""
    found = [("", document)] if is_form(document) else keyed(document).items()
    return [_form(key, each, lists) for key, each in found if is_form(each)]


def _form(key: str, form: Mapping[str, Any], lists: Mapping[str, Mapping[str, str]]) -> Form:
    identifier = one(form.get("bn_id_nature")) or one(form.get("id")) or key
    label = plain(one(form.get("bn_label_nature")) or one(form.get("label")))
    fields: dict[str, FormField] = {}
    others: dict[str, FormField] = {}
    for each in keyed(form["prepared"]).values():
        if isinstance(each, dict) and (made := _field(each, lists)):
            fields.setdefault(made.name, made)
            others.update(dict.fromkeys(_other_names(each, made), made))
    semantic = one(form.get("bn_sem_type")) or one(form.get("sem_type"))
    return Form(identifier, label, {**others, **fields}, semantic)


def _field(prepared: Mapping[str, Any], lists: Mapping[str, Mapping[str, str]]) -> FormField | None:
    """Return a field that entries store, None for what only shows on the page."""
    name = one(prepared.get("id")) or one(prepared.get("propertyname")) or one(prepared.get("name"))
    kind = one(prepared.get("type"))
    if not name or kind in _UNSTORED:
        return None
    linked = one(prepared.get("linkedObjectName"))
    options = {key: plain(one(label)) for key, label in keyed(prepared.get("options")).items()}
    return FormField(
        _NEXT_FIELDS.get(name, name),
        plain(one(prepared.get("label"))),
        kind,
        linked,
        options or lists.get(linked, {}),
        one(prepared.get("latitudeField")) or "bf_latitude",
        one(prepared.get("longitudeField")) or "bf_longitude",
    )


def _other_names(prepared: Mapping[str, Any], made: FormField) -> Iterator[str]:
    """Yield the names that another generation gives the field: type + list + id, or the plain id."""
    if made.linked:
        name = one(prepared.get("name"))
        yield f"{made.type}{made.linked}{name}"
        if made.name.startswith(made.type + made.linked) and name:
            yield name


def guessed_field(name: str) -> FormField:
    """Return what a field's name alone says of it, where its form is not given.

    Examples
    --------
    >>> guessed_field("listefiche14bf_organisation").linked, guessed_field("bf_date_debut").label
    ('14', 'date debut')
    """
    for kind in (*LINKS, *ENUMERATIONS):
        rest = name.removeprefix(kind)
        if rest != name and kind in LINKS and rest[:1].isdigit():
            own = rest.lstrip("0123456789")
            return FormField(name, _words(own), kind, rest[: len(rest) - len(own)])
        if rest != name and kind in ENUMERATIONS and rest[:1].isupper():
            return FormField(name, _words(rest.removeprefix("Liste")), kind, rest)
    for kind in ("image", "fichier"):
        if name.startswith(kind) and name != kind:
            return FormField(name, type=kind)
    return FormField(name, _words(name) if name.startswith("bf_") else "")


def _words(name: str) -> str:
    """Return the words of a field's name: « bf_date_debut » is « date debut »."""
    apart = re.sub(r"(?<=[^\W\dA-Z_])(?=[A-Z])", " ", name.removeprefix("bf_"))
    return apart.replace("_", " ").strip()
