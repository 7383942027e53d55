"""What the names and types that Bazar gives to fields and forms mean among our tables."""

import re
from collections.abc import Collection

from .bazar_forms import ENUMERATIONS, FormField

_WIKI_FIELDS = """
id_typeannonce date_creation_fiche date_maj_fiche statut_fiche html_data html_output owner user url acls
nomwiki externalUrl semantic created_at updated_at status form_id datetime_create datetime_latest
date_debut_validite_fiche date_fin_validite_fiche
"""
_UNTOLD_TYPES = """
image fichier file inscriptionliste acls metadatas bookmarklet utilisateur_wikini yeswiki_user reactions
comments collaborative_doc excalidraw calc video champs_cache hidden subscribe
"""
# The fields that the wiki keeps for itself, beside those of the form.
_KEPT_BY_THE_WIKI = frozenset(_WIKI_FIELDS.split())
SECRETS = frozenset(("mot_de_passe_wikini", "mot_de_passe", "Mot de passe"))
_ASIDE_TYPES = frozenset(_UNTOLD_TYPES.split())
_NAMES = {
    "bf_titre": "name",
    "bf_description": "description",
    "bf_mail": "contact-email",
    "bf_email": "contact-email",
    "bf_tel": "contact-phone",
    "bf_telephone": "contact-phone",
    "bf_adresse": "street",
    "bf_adresse1": "street",
    "bf_adresse2": "street",
    "bf_code_postal": "postcode",
    "bf_ville": "city",
    "bf_pays": "country",
    "bf_latitude": "latitude",
    "bf_longitude": "longitude",
    "bf_site_internet": "homepage",
    "bf_url": "homepage",
    "bf_site_web": "homepage",
    "bf_sigle": "acronym",
    "bf_siren": "siren",
    "bf_siret": "siret",
    "bf_rna": "rna",
}
_PERSONS = {
    "bf_nom": "contact-name",
    "bf_prenom": "contact-first-name",
    "bf_fonction": "contact-post",
    "bf_structure": "organisation",
    "bf_titre": "contact-name",
    "bf_mail": "contact-email",
    "bf_email": "contact-email",
    "bf_tel": "contact-phone",
    "bf_telephone": "contact-phone",
}
_EVENTS = {"bf_date_debut_evenement": "start", "bf_date_fin_evenement": "end"}
_EMAILS = frozenset(("champs_mail", "email"))
_DATES = frozenset(("jour", "listedatedeb", "listedatefin", "date"))
_PARTNERS = re.compile(r"partenai|partner", re.IGNORECASE)
_KINDS = (
    (re.compile(r"^(les |nos )?(organisation|structure|association|acteur|membre)s?\b"), "structures"),
    (re.compile(r"^(les |nos )?chantiers?\b"), "chantiers"),
)
_SEMANTIC = {"Organization": "structures", "Group": "structures", "Person": "persons", "Event": "events"}


def kind_of(label: str, semantic: str, names: Collection[str]) -> str:
    """Return the kind of a form's entries, "" where its fields, its semantic type and its label say none."""
    if "bf_date_debut_evenement" in names:
        return "events"
    if "bf_nom" in names and "bf_prenom" in names:
        return "persons"
    said = _SEMANTIC.get(re.split(r"[:#/]", semantic)[-1], "")
    return said or next((kind for words, kind in _KINDS if words.match(label.casefold())), "")


def meaning_of(field: FormField, kind: str, names: Collection[str]) -> str:
    """Return a field's meaning, "" where the format does not settle it."""
    if field.name in _KEPT_BY_THE_WIKI or field.type in _ASIDE_TYPES:
        return "aside"
    if kind == "persons":
        return _of_a_person(field, names)
    if kind == "events" and field.name in _EVENTS:
        return _EVENTS[field.name]
    return "" if field.is_link else _by_type(field)


def _by_type(field: FormField) -> str:
    if field.type in _EMAILS:
        return "contact-email"
    if field.type == "tags":
        return "category"
    if field.type not in ENUMERATIONS and _PARTNERS.search(f"{field.name} {field.label}"):
        return "partners-text"
    return _NAMES.get(field.name, "")


def _of_a_person(field: FormField, names: Collection[str]) -> str:
    """Return what a field says of a person, "" for what no contact holds: it is told, since it is private."""
    if field.name == "bf_titre" and "bf_nom" in names:
        return "aside"
    if field.type in _EMAILS:
        return "contact-email"
    return _PERSONS.get(field.name, "organisation" if field.is_link else "")


def is_date(field: FormField) -> bool:
    """Tell whether a field holds a day, or a day and an hour."""
    return field.type in _DATES or field.name.startswith("bf_date_")
