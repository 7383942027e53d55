"""Which rows are one thing: exact identifiers, decisions, and all that stands against them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.data.identity.decisions import Decision, decide, undo
from maillage.data.identity.unions import Unions
from maillage.data.tables import Tables, read_tables

from .network import OTHER_SIREN, OTHER_SIRET, RNA, SIREN, SIRET, make, write_rows

PAGE = "https://exemple.fr"


def things(tables: Tables) -> dict[str, str]:
    return {row.one("id"): row.subject for row in tables.rows["structures"]}


def same(workspace: Path, first: str, second: str, answer: str) -> None:
    decide(workspace, Decision("same", first, second, answer, "2026-01-02"))


def keys(tables: Tables) -> list[str]:
    return [warning.key for warning in tables.warnings]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"siren": SIREN}, {"siren": SIREN}),
        ({"siren": SIREN}, {"siret": SIRET}),
        ({"siret": SIRET}, {"siret": SIRET}),
        ({"rna": RNA}, {"rna": RNA.lower()}),
        ({"rna": RNA, "siren": SIREN}, {"rna": RNA}),
        ({"homepage": PAGE}, {"homepage": "http://www.exemple.fr/?utm_source=x"}),
        ({"homepage": PAGE, "siren": SIREN}, {"homepage": PAGE}),
        ({"source_key": "https://carte.exemple.fr/7"}, {"source_key": "https://carte.exemple.fr/7"}),
    ],
)
def test_what_holds_one_identifier_is_one(tmp_path, one, two):
    tables = read_tables(make(tmp_path, carnet=[{"id": "a", **one}], liste=[{"id": "z", **two}]))
    assert things(tables) == {"a": "a", "z": "a"}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"name": "Ressourcerie de Brest"}, {"name": "Ressourcerie de Lorient"}),
        ({"name": "Alpha"}, {"name": "Alpha"}),
        ({"siren": SIREN}, {"siren": OTHER_SIREN}),
        ({"siren": SIREN, "homepage": PAGE}, {"siren": OTHER_SIREN, "homepage": PAGE}),
        ({"siren": SIREN, "rna": RNA}, {"siren": OTHER_SIREN, "rna": RNA}),
        ({"siren": SIREN, "rna": RNA}, {"siren": SIREN, "rna": "W291234567"}),
        ({"siret": SIRET}, {"siret": OTHER_SIRET}),  # two establishments of one legal unit
        ({"homepage": "https://facebook.com/x"}, {"homepage": "https://facebook.com/x"}),
        ({"homepage": "https://helloasso.com/x"}, {"homepage": "https://helloasso.com/x"}),
        ({"homepage": PAGE}, {"homepage": f"{PAGE}/brest"}),
        ({"source_key": "12"}, {"source_key": "12"}),  # the twelfth of two lists
        ({"siren": OTHER_SIREN, "siret": SIRET}, {"siren": OTHER_SIREN}),  # a row that says two SIREN
    ],
)
def test_what_contradicts_or_only_looks_alike_stays_two(tmp_path, one, two):
    tables = read_tables(make(tmp_path, carnet=[{"id": "a", **one}], liste=[{"id": "z", **two}]))
    assert things(tables) == {"a": "a", "z": "z"}


def test_a_page_that_one_source_lists_for_three_is_nobodys(tmp_path):
    members = [{"id": name, "homepage": PAGE} for name in ("a", "b", "c")]
    tables = read_tables(make(tmp_path, liste=members, carte=[{"id": "z", "homepage": PAGE}]))
    assert things(tables) == {name: name for name in "abcz"}


def test_a_page_listed_twice_for_one_registered_thing_is_its_own(tmp_path):
    members = [{"id": name, "homepage": PAGE, "siren": SIREN} for name in ("a", "b")]
    tables = read_tables(make(tmp_path, liste=members, carte=[{"id": "z", "homepage": PAGE}]))
    assert things(tables) == {"a": "z", "b": "z", "z": "z"}  # "carte" is read before "liste"


def test_a_page_does_not_join_what_is_seated_in_two_communes(tmp_path):
    make(tmp_path, carnet=[{"id": "a", "homepage": PAGE}], liste=[{"id": "z", "homepage": PAGE}])
    seats = [("a", "commune-29019"), ("z", "commune-56121")]
    rows = [{"id": f"l{a}", "subject": a, "relation": "seatedIn", "territory": place} for a, place in seats]
    write_rows(tmp_path, "locations", *rows)
    assert things(read_tables(tmp_path)) == {"a": "a", "z": "z"}
    write_rows(tmp_path, "locations", rows[0])
    assert things(read_tables(tmp_path)) == {"a": "a", "z": "a"}


def test_which_establishment_a_bare_siren_means_is_not_guessed(tmp_path):
    rows = [{"id": "a", "siret": SIRET}, {"id": "b", "siret": OTHER_SIRET}]
    make(tmp_path, carnet=rows, liste=[{"id": "z", "siren": SIREN}], carte=[{"id": "y", "siret": SIRET}])
    assert things(read_tables(tmp_path)) == {"a": "a", "b": "b", "z": "z", "y": "a"}


def test_a_number_of_things_that_contradict_each_other_is_told(tmp_path):
    one, two = {"id": "a", "siren": SIREN, "rna": RNA}, {"id": "z", "siren": OTHER_SIREN, "rna": RNA}
    tables = read_tables(make(tmp_path, carnet=[one], liste=[two]))
    (warning,) = tables.warnings
    assert (warning.key, warning.file, warning.line) == ("identity.blocked", "structures.csv", 2)
    assert "imports/liste/structures.csv" in warning.what


def test_a_row_with_two_sirens_is_told(tmp_path):
    tables = read_tables(make(tmp_path, carnet=[{"id": "a", "siren": OTHER_SIREN, "siret": SIRET}]))
    assert keys(tables) == ["identity.two-sirens"]


def test_no_parts_what_a_siren_would_join_and_undo_joins_it_again(tmp_path):
    make(tmp_path, carnet=[{"id": "a", "siren": SIREN}], liste=[{"id": "z", "siren": SIREN}])
    same(tmp_path, "z", "a", "no")
    assert things(read_tables(tmp_path)) == {"a": "a", "z": "z"}
    undo(tmp_path, 1)
    assert things(read_tables(tmp_path)) == {"a": "a", "z": "a"}


def test_yes_joins_what_nothing_else_would_even_two_sirens(tmp_path):
    make(tmp_path, carnet=[{"id": "a", "siren": SIREN}], liste=[{"id": "z", "siren": OTHER_SIREN}])
    same(tmp_path, "a", "z", "yes")
    tables = read_tables(tmp_path)
    assert things(tables) == {"a": "a", "z": "a"}
    assert [row.one("siren") for row in tables.rows["structures"]] == [SIREN, ""]
    assert "SIREN selon « Source liste » : 356000000." in tables.by_id["a"].remarks


def test_the_last_answer_counts_and_later_is_none(tmp_path):
    make(tmp_path, carnet=[{"id": "a"}], liste=[{"id": "z"}])
    for answer, expected in (("yes", "a"), ("no", "z"), ("yes", "a"), ("later", "z")):
        same(tmp_path, "a", "z", answer)
        assert things(read_tables(tmp_path))["z"] == expected


def test_a_union_is_refused_that_would_join_step_by_step_what_was_told_different(tmp_path):
    make(tmp_path, carnet=[{"id": "a"}, {"id": "b"}, {"id": "c"}])
    same(tmp_path, "a", "c", "no")
    same(tmp_path, "a", "b", "yes")
    same(tmp_path, "b", "c", "yes")
    tables = read_tables(tmp_path)
    assert things(tables) == {"a": "a", "b": "a", "c": "c"}
    (warning,) = tables.warnings
    assert (warning.key, warning.file, warning.line) == ("decision.against", "decisions.csv", 4)


def test_an_identifier_joins_nothing_across_what_was_told_different(tmp_path):
    rows = [{"id": "a", "rna": RNA}, {"id": "b", "rna": RNA}, {"id": "c", "rna": RNA}]
    make(tmp_path, carnet=rows)
    same(tmp_path, "a", "b", "no")
    assert things(read_tables(tmp_path)) == {"a": "a", "b": "b", "c": "c"}
    same(tmp_path, "a", "c", "yes")
    assert things(read_tables(tmp_path)) == {"a": "a", "b": "b", "c": "a"}


def test_a_decision_on_an_id_that_is_gone_is_a_warning(tmp_path):
    make(tmp_path, carnet=[{"id": "a"}])
    same(tmp_path, "a", "parti", "yes")
    tables = read_tables(tmp_path)
    assert [(w.key, w.file, w.line, w.column, w.value) for w in tables.warnings] == [
        ("decision.unknown", "decisions.csv", 2, "second", "parti")
    ]


def test_the_hand_kept_row_stands_for_the_thing_then_the_oldest_import(tmp_path):
    sources = {name: [{"id": f"{name}-x", "siren": SIREN}] for name in ("alpha", "zeta")}
    make(tmp_path, **sources)
    assert set(things(read_tables(tmp_path)).values()) == {"alpha-x"}
    (tmp_path / "maillage.toml").write_text("[imports.zeta]\n[imports.alpha]\n", encoding="utf-8")
    assert set(things(read_tables(tmp_path)).values()) == {"zeta-x"}
    make(tmp_path, carnet=[{"id": "zz", "siren": SIREN}])
    assert set(things(read_tables(tmp_path)).values()) == {"zz"}


def test_every_reference_leads_to_the_row_that_stands_for_the_thing(tmp_path):
    make(tmp_path, carnet=[{"id": "a", "siren": SIREN}, {"id": "b"}], liste=[{"id": "z", "siren": SIREN}])
    write_rows(tmp_path, "chantiers", {"id": "c", "name": "Pain"})
    write_rows(tmp_path, "participations", {"id": "p", "structure": "z", "activity": "c", "role": "member"})
    write_rows(
        tmp_path,
        "partnerships",
        {"id": "q", "structure": "z", "partner": "b"},
        {"id": "r", "structure": "z", "partner": "a"},
    )
    tables = read_tables(tmp_path)
    assert tables.by_id["p"].one("structure") == tables.by_id["q"].one("structure") == "a"
    assert tables.by_id["z"].subject == "a"
    assert "r" not in tables.by_id
    assert [(w.key, w.line, w.value) for w in tables.warnings] == [("identity.tie-to-itself", 3, "a")]


def test_one_name_one_value_and_nothing_lost(tmp_path):
    one = {
        "id": "a",
        "name": "Le Labo",
        "siren": SIREN,
        "address": "1 rue du Test",
        "homepage": PAGE,
        "latitude": "48",
    }
    one |= {"longitude": "-1"}
    two = {
        "id": "z",
        "name": "LABO",
        "siren": SIREN,
        "address": "2 rue du Test",
        "homepage": f"{PAGE}/",
        "latitude": "47",
    }
    two |= {"longitude": "-2", "description": "Un essai", "acronym": "LB", "note": "Vu à la foire"}
    tables = read_tables(make(tmp_path, carnet=[one], liste=[two]))
    first, second = tables.rows["structures"]
    assert (first.one("name"), second.other_names, second.one("name")) == ("Le Labo", ("LABO",), "")
    assert (second.one("description"), second.one("acronym")) == ("Un essai", "LB")
    assert not {"address", "homepage", "latitude", "longitude", "note"} & set(second.cells)
    assert first.remarks == (
        "adresse selon « Source liste » : 2 rue du Test.",
        "latitude selon « Source liste » : 47.",
        "longitude selon « Source liste » : -2.",
        "Vu à la foire (selon « Source liste »).",
    )
    assert second.remarks == ()
    assert keys(tables) == ["identity.contradictions"]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ({"status": "inferred", "note": "?"}, {"status": "stated"}, "stated"),
        ({"status": "stated"}, {"status": "disputed", "note": "?"}, "disputed"),
    ],
)
def test_one_thing_has_one_status(tmp_path, first, second, together):
    make(
        tmp_path, carnet=[{"id": "a", "siren": SIREN, **first}], liste=[{"id": "z", "siren": SIREN, **second}]
    )
    assert {row.one("status") for row in read_tables(tmp_path).rows["structures"]} == {together}


def test_a_thing_is_absent_only_when_it_is_nowhere_any_more(tmp_path):
    gone = {"siren": SIREN, "absent_since": "2026-01-01"}
    make(tmp_path, carnet=[{"id": "a", "siren": SIREN}], liste=[{"id": "z", **gone}])
    tables = read_tables(tmp_path)
    assert all("absent_since" not in row.cells for row in tables.rows["structures"])
    assert tables.by_id["a"].remarks == ("N'est plus dans « Source liste » depuis le 2026-01-01.",)
    make(tmp_path, carnet=[{"id": "a", **gone, "absent_since": "2026-02-01"}])
    assert {row.one("absent_since") for row in read_tables(tmp_path).rows["structures"]} == {"2026-02-01"}


def test_our_own_iri_met_again_in_an_import_is_the_same_row(tmp_path):
    tables = read_tables(
        make(tmp_path, carnet=[{"id": "a", "name": "Un"}], liste=[{"id": "a", "name": "Deux"}])
    )
    assert [(row.subject, row.one("name"), row.other_names) for row in tables.rows["structures"]] == [
        ("a", "Un", ()),
        ("a", "", ("Deux",)),
    ]
    assert tables.by_id["a"].file == "structures.csv"


def test_what_would_hold_itself_once_joined_does_not(tmp_path):
    make(tmp_path, carnet=[{"id": "s"}])
    write_rows(tmp_path, "initiatives", {"id": "a", "name": "A"}, {"id": "b", "name": "B", "part_of": "a"})
    same(tmp_path, "a", "b", "yes")
    tables = read_tables(tmp_path)
    assert [row.one("part_of") for row in tables.rows["initiatives"]] == ["", ""]
    assert keys(tables) == ["identity.part-of-itself"]


def test_things_of_two_tables_are_never_one(tmp_path):
    make(tmp_path, carnet=[{"id": "s"}])
    write_rows(tmp_path, "initiatives", {"id": "a", "name": "A"})
    same(tmp_path, "a", "s", "yes")
    assert keys(read_tables(tmp_path)) == ["decision.two-kinds"]


PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=8)


@given(PAIRS, st.lists(st.sets(st.sampled_from("abcdef"), min_size=2), max_size=8))
def test_no_union_ever_joins_what_was_told_apart(apart, joins):
    apart = [(first, second) for first, second in apart if first != second]
    unions = Unions(apart)
    for ids in joins:
        unions.join(ids)
    assert all(unions.find(first) != unions.find(second) for first, second in apart)
    for group in unions.groups():
        assert len({unions.find(each) for each in group}) == 1


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("12")),
    st.lists(st.sets(st.sampled_from("abcdef"), min_size=2)),
)
def test_no_union_ever_joins_two_numbers(numbers, joins):
    unions = Unions((), {"siren": {each: {number} for each, number in numbers.items()}})
    for ids in joins:
        unions.join(ids)
    for group in unions.groups():
        assert len({numbers[each] for each in group if each in numbers}) <= 1


def test_a_latitude_is_never_put_beside_the_longitude_of_another_source(tmp_path):
    one, two = {"latitude": "48"}, {"latitude": "47", "longitude": "-2"}
    rows = [{"id": "a", "siren": SIREN, **one}], [{"id": "z", "siren": SIREN, **two}]
    tables = read_tables(make(tmp_path, carnet=rows[0], liste=rows[1]))
    assert [(row.one("latitude"), row.one("longitude")) for row in tables.rows["structures"]] == [
        ("48", ""),
        ("", ""),
    ]
