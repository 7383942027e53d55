"""What headers and cells mean: by what is saved, the format, the header, a near one, the content."""

import pytest

from maillage.data.conversion.vocabularies import read_relation, read_role
from maillage.data.mapping.labels import read_label
from maillage.data.mapping.meanings import (
    fold_header,
    kind_words,
    load_headings,
    load_meanings,
    meanings_of,
)
from maillage.data.mapping.proposing import TableMapping, propose
from maillage.data.reading.raw import RawField, RawRow, RawSource, RawTable
from maillage.data.schema import load_schema
from maillage.messages import speaking


def proposed(headers: list[str], *rows: list[str], name: str = "Feuille1", saved=None) -> TableMapping:
    made = tuple(
        RawRow({header: (cell,) for header, cell in zip(headers, row, strict=True) if cell}, line)
        for line, row in enumerate(rows, 2)
    )
    source = RawSource("csv", (RawTable(name, tuple(map(RawField, headers)), made),))
    return propose(source, saved)[name]


def meaning(header: str, *values: str, beside: str = "Nom de la structure") -> str:
    rows = [[f"Structure {number}", value] for number, value in enumerate(values)]
    return proposed([beside, header], *rows).fields[1].meaning


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Raison sociale", "spelling"),
        ("Sigle", "acronym"),
        ("N° SIRET", "siret"),
        ("n°siren", "siren"),
        ("CP", "postcode"),
        ("Code postal *", "postcode"),
        ("COMMUNE", "city"),
        ("Dpt", "place"),
        ("EPCI", "place"),
        ("Adresse", "street"),
        ("Site internet :", "homepage"),
        ("Courriel", "contact-email"),
        ("E-mail", "contact-email"),
        ("Adresse mail de contact", "contact-email"),
        ("Tél.", "contact-phone"),
        ("Portable", "contact-phone"),
        ("Référent·e", "contact-name"),
        ("Référent.e.s", "contact-name"),
        ("Prénom", "contact-first-name"),
        ("Fonction", "contact-post"),
        ("Statut juridique", "legal-form"),
        ("Forme juridique", "legal-form"),
        ("Type de structure", "type"),
        ("Thématique(s)", "category"),
        ("Domaines d'activité", "category"),
        ("Chantier(s)", "participation:member"),
        ("Groupe de travail", "participation:working-group-member"),
        ("Partenaires", "partner"),
        ("Financeur(s)", "funder"),
        ("Réseau d'appartenance", "affiliation"),
        ("Territoire d'intervention", "coverage"),
        ("Rayon d’action", "coverage"),
        ("Lat", "latitude"),
        ("lng", "longitude"),
        ("Commentaires", "note"),
        ("Date d'adhésion", "note"),
        ("Horodateur", "aside"),
        ("bf_code_postal", "postcode"),
        ("Website", "homepage"),
        ("Street Address", "street"),
        ("Machin", ""),
    ],
)
def test_a_known_header_in_a_table_of_structures(header: str, expected: str):
    assert meaning(header) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Référent·e·s *", "referent"),
        ("Quel est le nom de votre structure ?", "nom structure"),
        ("Animateur-trice", "animateur"),
        ("Coordinateur/trice", "coordinateur"),
        ("THÉMATIQUES", "thematique"),
        ("E-mail", "e mail"),
        ("L’intitulé du chantier", "intitule chantier"),
    ],
)
def test_headers_fold_to_one_key(first: str, second: str):
    assert fold_header(first) == second


def test_a_near_miss_is_a_synonym_and_a_far_one_is_not_understood():
    near = proposed(["Nom de la structure", "Thematiqe"], ["A", "Eau"]).fields[1]
    assert (near.meaning, near.why) == ("category", "synonym")
    far = proposed(["Nom de la structure", "Zigoto"], ["A", "b c"]).fields[1]
    assert (far.meaning, far.why, far.sure) == ("", "", False)


def test_each_proposal_says_why_in_both_languages():
    fields = proposed(
        ["Nom de la structure", "Comentaires", "Divers infos", "Xyz"], ["A", "m@a.test", "b", "c"]
    ).fields
    for language in ("fr", "en"):
        with speaking(language):
            assert all(each.reason for each in fields)
    assert "courriels" in fields[1].reason


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a@x.test", "b@y.test"], "contact-email"),
        (["06 12 34 56 78", "+33 2 98 00 00 00"], "contact-phone"),
        (["732 829 320 00074"], "siret"),
        (["732829320"], "siren"),
        (["W751234567"], "rna"),
        (["https://a.test", "www.b.fr"], "homepage"),
        (["48.39, -4.48"], "coordinates"),
        (["29200", "35000"], "postcode"),
        (["Marie Fileuse", "Jean TISSEUR"], "contact-name"),
        (["Brest", "Rennes", "Finistère"], "place"),
        (["12/03/2024", "mars 2024"], "note"),
        (["Eau", "Air"] * 5, "category"),
        (["un", "deux", "trois", "quatre"], ""),
    ],
)
def test_an_unknown_header_is_read_by_its_cells(values: list[str], expected: str):
    assert meaning("Champ 7 bis", *values) == expected


def test_cells_give_the_lie_to_a_header():
    assert meaning("Commentaire", "a@x.test", "b@y.test") == "contact-email"
    assert meaning("Partenaires", "Nous travaillons avec le Fil. Et la Trame : souvent.") == "partners-text"
    assert meaning("N° SIRET", "732829320", "552100554") == "siren"
    swapped = proposed(["Structure", "Latitude", "Longitude"], ["A", "-4,48", "48,39"])
    assert [each.meaning for each in swapped.fields] == ["name", "longitude", "latitude"]
    assert not swapped.fields[1].sure


def test_words_within_a_sentence_do_not_make_a_column_of_contacts():
    assert (
        meaning("Commentaire", "Écrire à a@x.test avant la réunion de mardi, ou passer au local.") == "note"
    )


@pytest.mark.parametrize(
    ("name", "headers", "row", "kind"),
    [
        ("Adhérents 2024", ["Nom", "CP"], ["A", "29200"], "structures"),
        ("Chantiers", ["Intitulé"], ["A"], "chantiers"),
        ("Feuille1", ["Chantier", "Membres"], ["A", "B"], "chantiers"),
        ("Contacts", ["Nom", "Prénom", "Structure", "Mail"], ["Fil", "Marie", "A", "m@a.test"], "persons"),
        ("Feuille1", ["Nom", "Téléphone"], ["Marie Fileuse", "0612345678"], "persons"),
        ("Feuille1", ["Source", "Cible", "Type de lien"], ["A", "B", "finance"], "links"),
        ("Feuille1", ["Financeur", "Bénéficiaire", "Montant"], ["A", "B", "12"], "fundings"),
        ("Feuille1", ["Structure", "Chantier", "Rôle"], ["A", "B", "pilote"], "participations"),
        ("Agenda", ["Titre", "Date"], ["Fête", "12/03/2024"], "events"),
        ("Feuille1", ["Bidule"], ["1"], ""),
    ],
)
def test_the_kind_of_a_table(name: str, headers: list[str], row: list[str], kind: str):
    assert proposed(headers, row, name=name).kind == kind


def test_one_header_means_another_thing_by_kind_of_table():
    persons = proposed(["Nom", "Prénom", "Structure"], ["Fil", "Marie", "A"], name="Contacts")
    assert [each.meaning for each in persons.fields] == ["contact-name", "contact-first-name", "organisation"]
    fundings = proposed(["Financeur", "Structure", "Montant"], ["A", "B", "3"])
    assert [each.meaning for each in fundings.fields] == ["funder", "beneficiary", "amount_eur"]
    people = proposed(["Intitulé", "Référent"], ["A", "Marie Fileuse"], name="Chantiers")
    assert people.fields[1].meaning == "contact-name"
    structures = proposed(["Intitulé", "Référent"], ["A", "La Navette"], name="Chantiers")
    assert structures.fields[1].meaning == "participation:referent"


def test_what_is_saved_comes_first_and_goes_round():
    saved = {
        "Membres": {"kind": "chantiers", "fields": {"Machin": "name", "Truc": "ignore", "CP": "no such"}}
    }
    found = proposed(["Machin", "Truc", "CP"], ["A", "b", "29200"], name="Membres", saved=saved)
    assert (found.kind, found.why) == ("chantiers", "saved")
    assert [(each.meaning, each.why) for each in found.fields] == [
        ("name", "saved"),
        ("ignore", "saved"),
        ("postcode", "header"),
    ]
    again = proposed(
        ["Machin", "Truc", "CP"], ["A", "b", "29200"], name="Membres", saved={"Membres": found.saved()}
    )
    assert again.meanings == found.meanings


def test_what_the_format_says_stands_whatever_the_cells():
    fields = (RawField("label", meaning="name"), RawField("x", meaning="description"))
    table = RawTable("éléments", fields, (RawRow({"label": ("A",), "x": ("a@x.test",)}),), "structures")
    found = propose(RawSource("kumu", (table,)))["éléments"]
    assert [(each.meaning, each.why) for each in found.fields] == [
        ("name", "format"),
        ("description", "format"),
    ]


def test_every_declared_meaning_exists_and_no_two_headers_collide():
    for kind in load_schema():
        assert {"key", "contact-email", "ignore", ""} <= meanings_of(kind)
    known = meanings_of("structures")
    for sense in load_meanings().values():
        for said in dict(sense.by_kind).values() or (sense.meaning,):
            assert said in known, said
    assert set(kind_words().values()) <= {*load_schema(), "links", "persons"}
    for key, heading in load_headings().items():
        assert read_label(heading.written).says == heading.sense.meaning, key


@pytest.mark.parametrize(
    ("words", "relation"),
    [("finance", "funds"), ("fundedBy", "funded-by"), ("Membre de", "member-of"), ("partenaire", "partner"),
     ("involvedIn", "participates-in"), ("admire", "")],
)  # fmt: skip
def test_the_words_of_ties(words: str, relation: str):
    # camel case is one word: its key has no space
    assert read_relation(words) == relation


@pytest.mark.parametrize(
    ("words", "role"),
    [("Pilote", "pilot"), ("Référent·e", "referent"), ("co-animation", "facilitator"), ("roi", "")],
)
def test_the_words_of_roles(words: str, role: str):
    assert read_role(words) == role


def test_a_title_and_a_text_alone_are_of_no_kind():
    news = RawTable(
        "formulaire 3",
        (RawField("bf_titre", "Titre"), RawField("bf_chapo", "Résumé"), RawField("bf_lien", "Lien")),
        (),
    )
    (mapping,) = propose(RawSource("yeswiki", (news,))).values()
    assert (mapping.kind, mapping.sure) == ("", False)
