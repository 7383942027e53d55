"""What raw sources become: rows of our tables that read without fault, every row accounted for."""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maillage.data.conversion import Conversion, convert
from maillage.data.mapping.proposing import propose
from maillage.data.reading.raw import RawField, RawRow, RawSource, RawTable, Remark
from maillage.data.schema import load_schema
from maillage.data.tables import read_tables


def table(name: str, headers: str, *rows: str, kind: str = "", keys: tuple[str, ...] = ()) -> RawTable:
    """Return a raw table from cells between slashes; "" is an empty cell."""
    names = [each.strip() for each in headers.split(" / ")]
    made = []
    for number, row in enumerate(rows):
        cells = {name: (cell,) for name, cell in zip(names, row.split(" / "), strict=False) if cell.strip()}
        made.append(RawRow(cells, line=number + 2, key=keys[number] if keys else ""))
    return RawTable(name, tuple(map(RawField, names)), tuple(made), kind)


def converted(*tables: RawTable, form: str = "xlsx", remarks: tuple[Remark, ...] = ()) -> Conversion:
    source = RawSource(form, tables, remarks)
    return convert(source, propose(source), name="essai", title="Essai.xlsx")


def read_back(conversion: Conversion, folder: Path):
    """Write the rows as the importer does and return the tables read from them."""
    folder.mkdir(exist_ok=True)
    for name, rows in conversion.rows.items():
        columns = list(load_schema()[name].columns)
        content = io.StringIO(newline="")
        writer = csv.writer(content, delimiter=";")
        writer.writerows([columns, *([row.get(column, "") for column in columns] for row in rows)])
        (folder / f"{name}.csv").write_bytes(content.getvalue().encode("utf-8-sig"))
    return read_tables(folder)


def cells(conversion: Conversion, name: str, *columns: str) -> list[tuple[str, ...]]:
    return [tuple(row.get(column, "") for column in columns) for row in conversion.rows.get(name, ())]


def told(conversion: Conversion) -> Counter[str]:
    return Counter(each.key for each in (*conversion.aside, *conversion.rejected))


MEMBERS = table(
    "Membres",
    "Nom de la structure / N° SIRET / Adresse / CP / Commune / Site web / Mail / Tél. / Thématique(s)"
    " / Chantier(s) / Financeur(s) / Montant / Date d'adhésion / Territoire d'intervention / Machin",
    "Les Tisserands / 732 829 320 00074 / 1 rue du Rouet / 29200 / Brest / www.tisserands.test.fr"
    " / contact@tisserands.test / 0298000000 / Laine ; Mobilité / Chantier 1; Chantier 2 / Fondation du Fil"
    " / 12 500,50 € / 12/03/2024 / Finistère, Morbihan / zz",
    "La Navette /  /  / 35000 / Rennes CEDEX /  /  /  / Mobilité / Chantier 2 /  /  /  / Bretagne / ",
)


def test_a_table_of_members_becomes_structures_ties_places_and_private_contacts(tmp_path):
    made = converted(MEMBERS)
    assert cells(made, "structures", "id", "siret", "homepage", "address")[0] == (
        "essai-les-tisserands",
        "73282932000074",
        "http://www.tisserands.test.fr",
        "1 rue du Rouet, 29200 Brest",
    )
    assert ("essai-la-navette", "essai-chantier-2", "member") in cells(
        made, "participations", "structure", "activity", "role"
    )
    assert cells(made, "fundings", "funder", "beneficiary", "amount_eur") == [
        ("essai-fondation-du-fil", "essai-les-tisserands", "12500.5")
    ]
    assert cells(made, "locations", "subject", "relation", "territory") == [
        ("essai-les-tisserands", "seatedIn", "commune-29019"),
        ("essai-les-tisserands", "intervenesIn", "departement-29"),
        ("essai-les-tisserands", "intervenesIn", "departement-56"),
        ("essai-la-navette", "seatedIn", "commune-35238"),
        ("essai-la-navette", "intervenesIn", "region-53"),
    ]
    assert cells(made, "contacts", "subject", "email", "phone") == [
        ("essai-les-tisserands", "contact@tisserands.test", "02 98 00 00 00")
    ]
    assert "Date d'adhésion : 12/03/2024" in made.rows["structures"][0]["note"]
    assert {row["locator"] for row in made.rows["structures"]} >= {"feuille « Membres », ligne 2"}
    assert [(each.key, each.column, each.value) for each in made.aside] == [
        ("conversion.not-understood", "Machin", "zz")
    ]
    tables = read_back(made, tmp_path)
    assert len(tables.rows["concepts"]) == 2
    assert not tables.warnings


def test_a_term_of_ours_is_taken_where_its_label_says_exactly_that():
    made = converted(
        table(
            "Membres", "Structure / Type / Statut juridique", "A / Fondation / SCIC", "B / Foyer rural / SARL"
        )
    )
    concepts = [concept for (concept,) in cells(made, "classifications", "concept")]
    assert concepts[:2] == ["types-of-structure/foundation", "legal-forms/scic"]
    assert cells(made, "concepts", "name", "scheme") == [
        ("Foyer rural", "essai-type"),
        ("SARL", "essai-statut-juridique"),
    ]


def test_links_by_key_join_tables_and_a_key_of_no_row_is_told():
    form = RawTable(
        "Chantiers",
        (
            RawField("bf_titre", "Titre", "name"),
            RawField("liste14", "Membres", "participation:member", links="Structures"),
        ),
        (
            RawRow({"bf_titre": ("Filer",), "liste14": ("NavettE", "AbsenT")}, key="FileR"),
            RawRow({"bf_titre": ("Tisser",), "liste14": ("NavettE",)}, key="TisseR"),
        ),
        "chantiers",
    )
    structures = RawTable(
        "Structures",
        (RawField("bf_titre", "", "name"),),
        (RawRow({"bf_titre": ("La Navette",)}, key="NavettE"),),
        "structures",
    )
    made = converted(form, structures, form="yeswiki")
    assert cells(made, "participations", "structure", "activity") == [
        ("essai-navette", "essai-filer"),
        ("essai-navette", "essai-tisser"),
    ]
    assert cells(made, "chantiers", "source_key", "locator")[0] == ("FileR", "fiche FileR")
    assert [(each.key, each.value) for each in made.aside] == [("conversion.no-row", "AbsenT")]


def test_the_keys_of_an_enumeration_become_its_labels():
    form = RawTable(
        "Fiches",
        (RawField("t", "", "name"), RawField("listeEchelle", "Échelle", "category", {"3": "Quartier"})),
        (RawRow({"t": ("A",), "listeEchelle": ("3",)}, key="A"),),
        "structures",
    )
    assert cells(converted(form), "concepts", "name") == [("Quartier",)]


def test_one_name_is_one_thing_unless_something_contradicts_it():
    made = converted(
        table(
            "Membres",
            "Structure / SIREN / Ville / Partenaires",
            "La Ressourcerie /  / Brest / ",
            "LA RESSOURCERIE / 732829320 / Brest / ",
            "La Ressourcerie /  / Lorient / ",
            "Le Fil /  /  / La Ressourcerie",
        )
    )
    assert cells(made, "structures", "id", "siren") == [
        ("essai-la-ressourcerie", "732829320"),
        ("essai-la-ressourcerie-lorient", ""),
        ("essai-le-fil", ""),
    ]
    assert cells(made, "mentions", "subject", "spelling") == [("essai-la-ressourcerie", "LA RESSOURCERIE")]
    assert told(made) == {"conversion.several": 1}
    assert "essai-la-ressourcerie-lorient" in made.aside[0].reason
    assert made.accounts[0].merged == 1


def test_a_row_that_continues_adds_to_the_row_above():
    rows = (
        RawRow({"Structure": ("La Navette",), "Chantier": ("Filer",)}, 2),
        RawRow({"Chantier": ("Tisser",)}, 3, continues=True),
        RawRow({"Chantier": ("Coudre",)}, 4),
    )
    made = converted(RawTable("Membres", (RawField("Structure"), RawField("Chantier")), rows, "structures"))
    assert cells(made, "participations", "activity") == [("essai-filer",), ("essai-tisser",)]
    account = made.accounts[0]
    assert (account.rows, account.accepted, account.merged, account.rejected) == (3, 1, 1, 1)
    assert told(made) == {"conversion.no-name": 1}


def test_a_second_contact_under_a_structure_is_one_of_its_contacts():
    made = converted(
        table(
            "Membres",
            "Nom de la structure / Ville / Contact / Courriel",
            "La Navette / Brest / Éva Fil / eva@fil.test",
            " /  / Tom Fuseau / tom@fil.test",
            " / Brest / Ana Laine / ana@fil.test",
        )
    )
    assert cells(made, "contacts", "subject", "name") == [
        ("essai-la-navette", "Éva Fil"),
        ("essai-la-navette", "Tom Fuseau"),
    ]
    account = made.accounts[0]
    assert (account.accepted, account.merged, account.rejected) == (1, 1, 1)
    assert told(made) == {"conversion.continued": 1, "conversion.no-name": 1}


def test_commas_separate_only_what_is_known_or_a_list_by_nature():
    made = converted(
        table(
            "Structures",
            "Structure / Chantiers",
            "A / Filer, tisser et coudre",
            "B / Teindre, Laver",
            kind="structures",
        ),
        table("Chantiers", "Intitulé", "Teindre", "Laver"),
        table("Partenariats locaux", "Structure / Partenaires", "C / D, E et F", kind="structures"),
    )
    named = {name for (name,) in cells(made, "chantiers", "name")}
    assert named == {"Filer, tisser et coudre", "Teindre", "Laver"}
    assert {partner for (partner,) in cells(made, "partnerships", "partner")} == {
        "essai-d",
        "essai-e",
        "essai-f",
    }


def test_partners_in_free_text_are_candidates_never_facts():
    form = RawTable(
        "Chantiers",
        (RawField("t", "", "name"), RawField("p", "Partenaires", "partners-text")),
        (
            RawRow(
                {
                    "t": ("Filer",),
                    "p": (
                        '- Le Rouet - {{button link="https://rouet.test"}}\n- [[https://fil.test Le Fil]]',
                    ),
                },
                key="FileR",
            ),
        ),
        "chantiers",
    )
    made = converted(form, form="yeswiki")
    assert [(each.subject, each.words, each.relation) for each in made.candidates] == [
        ("essai-filer", "Le Rouet", "participation"),
        ("essai-filer", "Le Fil", "participation"),
    ]
    assert "button" not in made.candidates[0].passage
    assert "participations" not in made.rows
    assert "structures" not in made.rows


def test_an_ambiguous_or_unknown_place_is_aside_with_the_territories_it_may_be():
    made = converted(
        table(
            "Membres",
            "Structure / Ville / Pays",
            "A / Saint-Denis / ",
            "B / Zzyzx / ",
            "C / Porto / Portugal",
        )
    )
    assert "locations" not in made.rows
    assert told(made) == {
        "conversion.place-several": 1,
        "conversion.place-unknown": 1,
        "conversion.abroad": 1,
    }
    assert "93066" in made.aside[0].reason
    assert cells(made, "structures", "address") == [("Saint-Denis",), ("Zzyzx",), ("Porto, Portugal",)]


def test_a_departement_beside_a_city_tells_namesakes_apart():
    made = converted(table("Membres", "Structure / Commune / Dpt", "A / Saint-Denis / 93"))
    assert cells(made, "locations", "territory") == [("commune-93066",)]


@pytest.mark.parametrize(
    "place", [("0", "0"), ("46.2254", "2.2412"), ("91", "2"), ("48,39", ""), ("nord", "2")]
)
def test_coordinates_that_are_no_place_are_aside(place):
    raw = RawTable(
        "Carte",
        (RawField("n", "", "name"), RawField("lat", "", "latitude"), RawField("lon", "", "longitude")),
        (RawRow({"n": ("A",), "lat": (place[0],), "lon": (place[1],)}, key="1"),),
        "structures",
    )
    made = converted(raw)
    assert cells(made, "structures", "latitude", "longitude") == [("", "")]
    assert len(made.aside) == 1


def test_links_are_read_by_their_words_and_inverses_are_one():
    made = converted(
        table("Structures", "Structure", "A", "B", "C"),
        table("Chantiers", "Intitulé", "Filer"),
        table(
            "Liens",
            "de / vers / relation / montant",
            "A / B / finance / 1 000 €",
            "B / A / financé par / 1000",
            "A / C / partenaire de",
            "C / A / coopère avec",
            "B / Filer / pilote",
            "Filer / C / implique",
            "A / B / admire",
            "A / A / partenaire",
            " / B / finance",
            kind="links",
        ),
    )
    assert cells(made, "fundings", "funder", "beneficiary", "amount_eur") == [("essai-a", "essai-b", "1000")]
    assert cells(made, "participations", "structure", "activity", "role") == [
        ("essai-b", "essai-filer", "pilot"),
        ("essai-c", "essai-filer", "participant"),
    ]
    assert cells(made, "partnerships", "structure", "partner", "status") == [
        ("essai-a", "essai-c", "stated"),
        ("essai-a", "essai-b", "inferred"),
    ]
    assert "admire" in made.rows["partnerships"][1]["note"]
    account = made.accounts[2]
    assert (account.accepted, account.merged, account.rejected) == (5, 2, 2)


def test_people_are_private_whatever_column_they_stand_in():
    made = converted(
        table(
            "Contacts",
            "Nom / Prénom / Structure / Mail / Fonction",
            "Fileuse / Marie / La Navette / m@n.test / Présidente",
        ),
        table(
            "Chantiers",
            "Intitulé / Membres / Description",
            "Filer / La Navette; Jean Tisseur / Écrire à jean@t.test ou au 06 12 34 56 78.",
        ),
    )
    assert cells(made, "contacts", "subject", "name", "email", "phone") == [
        ("essai-filer", "", "jean@t.test", "06 12 34 56 78"),
        ("essai-filer", "Jean Tisseur", "", ""),
        ("essai-la-navette", "Marie Fileuse", "m@n.test", ""),
    ]
    public = str({name: rows for name, rows in made.rows.items() if name != "contacts"})
    assert not [word for word in ("Fileuse", "Tisseur", "@", "06 12") if word in public]
    assert cells(made, "chantiers", "description") == [("Écrire à […] ou au […].",)]


def test_a_bad_optional_cell_is_aside_and_its_row_stays():
    made = converted(
        table("Membres", "Structure / SIREN / Site web / Latitude", "A / 123 456 789 / voir plus bas / "),
    )
    assert cells(made, "structures", "name", "siren", "homepage") == [("A", "", "")]
    assert {each.key for each in made.aside} == {"table.siren", "table.url"}
    assert all(each.reason and each.mend for each in made.aside)


def test_tables_of_ours_come_back_row_for_row():
    structures = RawTable(
        "structures",
        tuple(RawField(each, meaning=each) for each in ("id", "name")),
        tuple(RawRow({"id": (each,), "name": (each.title(),)}, key=each) for each in ("le-fil", "la-trame")),
        "structures",
    )
    ties = RawTable(
        "partnerships",
        tuple(RawField(each, meaning=each) for each in ("id", "structure", "partner", "status", "note")),
        (
            RawRow(
                {
                    "id": ("p1",),
                    "structure": ("le-fil",),
                    "partner": ("la-trame",),
                    "status": ("disputed",),
                    "note": ("Voir.",),
                },
                key="p1",
            ),
        ),
        "partnerships",
    )
    made = converted(structures, ties, form="rdf")
    assert cells(made, "structures", "id", "source_key") == [("le-fil", ""), ("la-trame", "")]
    assert cells(made, "partnerships", "id", "status", "note") == [("p1", "disputed", "Voir.")]


def test_rows_that_the_reader_refused_are_in_the_account():
    remark = Remark("table.too-many-cells", "Membres", 9, value="x", rejected=True)
    made = converted(MEMBERS, remarks=(remark,))
    account = made.accounts[0]
    assert (account.rows, account.accepted, account.rejected) == (3, 2, 1)
    assert made.rejected[0].line == 9


def test_a_table_of_no_kind_or_left_out_is_rejected_with_why():
    source = RawSource("csv", (table("Bazar", "Machin / Truc", "1 / 2"),))
    made = convert(source, propose(source), name="essai", title="x")
    assert told(made) == {"conversion.no-kind": 1}
    left = propose(source, {"Bazar": {"kind": "ignore", "fields": {}}})
    assert told(convert(source, left, name="essai", title="x")) == {"conversion.table-ignored": 1}


CELLS = "=1+1 a|b @ ; | , 0 - 12/13/2024 1e400 http://[ NaN W123456789 Paris Saint-Denis a@b.fr {{ [[x A B ٣"
ODD = (
    "A, B et C",
    "06 12 34 56 78",
    "Marie Dupont",
    "l1\nl2",
    "a\x00b",
    "\ud800",
    "\ufeff",
    "\u202eevil",
    "x" * 5000,
)
HOSTILE = st.one_of(st.text(max_size=40), st.sampled_from([*CELLS.split(" "), *ODD]))
MEANINGS = """
name key siren siret rna homepage description note latitude longitude coordinates street postcode city
country place coverage type legal-form category participation:member funder funds partner affiliation
part-of partners-text contact-name contact-email contact-phone spelling amount_eur start end role number
acronym from to relation organisation structure activity beneficiary
"""
FIELDS = MEANINGS.split()
KINDS = ("structures", "chantiers", "events", "outputs", "links", "persons", "participations", "fundings", "")
KEYS = ("", "", "1", "a", "A", "\x00", "https://w3id.org/maillage/id/structure/le-fil")


@st.composite
def sources(draw) -> RawSource:
    tables = []
    for number in range(draw(st.integers(1, 3))):
        meanings = ["name", *draw(st.lists(st.sampled_from(FIELDS), max_size=6, unique=True))]
        rows = draw(
            st.lists(
                st.builds(
                    RawRow,
                    st.dictionaries(
                        st.sampled_from([*dict.fromkeys(meanings)]),
                        st.lists(HOSTILE, min_size=1, max_size=2).map(tuple),
                        max_size=6,
                    ),
                    line=st.integers(0, 9),
                    key=st.sampled_from(KEYS),
                    continues=st.booleans(),
                ),
                max_size=5,
            )
        )
        fields = tuple(RawField(each, meaning=each) for each in dict.fromkeys(meanings))
        tables.append(RawTable(f"t{number}", fields, tuple(rows), draw(st.sampled_from(KINDS))))
    return RawSource(draw(st.sampled_from(["csv", "kumu"])), tuple(tables))


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(sources())
def test_whatever_the_cells_the_tables_read_and_the_account_is_exact(tmp_path_factory, source):
    mapping = propose(source)
    made = convert(source, mapping, name="essai", title="Essai")
    for raw, account in zip(source.tables, made.accounts, strict=True):
        assert account.rows == len(raw.rows) == account.accepted + account.rejected + account.merged
    assert sum(account.rejected for account in made.accounts) == len(made.rejected)
    read_back(made, tmp_path_factory.mktemp("essai"))
    assert all(each.reason and each.mend for each in (*made.aside, *made.rejected))
    assert made == convert(source, mapping, name="essai", title="Essai")


def test_noise_and_ignored_fields_are_counted_once_a_field():
    raw = table("Fiches", "Structure / Horodateur / Truc", "A / 1 / x", "B / 2 / y")
    source = RawSource("csv", (raw,))
    mapping = propose(source, {"Fiches": {"kind": "", "fields": {"Truc": "ignore"}}})
    made = convert(source, mapping, name="essai", title="x")
    assert [(each.key, each.column, each.values["count"]) for each in made.aside] == [
        ("conversion.noise", "Horodateur", 2),
        ("conversion.ignored", "Truc", 2),
    ]
    assert "2 cellules" in made.aside[0].reason
