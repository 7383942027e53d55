import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.data.cells import BadCell, check, clean
from maillage.data.schema import load_schema
from maillage.data.table_file import nearest
from maillage.data.tables import corpus_folder, read_tables
from maillage.errors import InvalidData

from .network import make, write_rows


def faults(folder: Path):
    with pytest.raises(InvalidData) as refused:
        read_tables(folder)
    return {(fault.key, fault.file, fault.line, fault.column) for fault in refused.value.faults}


def edit(folder: Path, table: str, old: str, new: str) -> None:
    file = folder / f"{table}.csv"
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new), encoding="utf-8")


def test_rows_keep_their_line_and_their_values(workspace):
    tables = read_tables(workspace)
    row = tables.by_id["beta"]
    assert (row.file, row.line, row.one("name"), row.one("note")) == ("structures.csv", 3, "Bêta", "")
    assert [len(rows) for rows in tables.rows.values()].count(0) == len(load_schema()) - 5


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_what_spreadsheets_save_is_read(workspace, delimiter, encoding):
    file = workspace / "structures.csv"
    file.write_text(file.read_text("utf-8").replace(";", delimiter).replace("\n", "\r\n"), encoding=encoding)
    assert read_tables(workspace).by_id["beta"].one("name") == "Bêta"


@pytest.mark.parametrize(
    ("table", "old", "new", "expected"),
    [
        (
            "structures",
            "id;name",
            "id;nom",
            {
                ("table.unknown-column", "structures.csv", 1, "nom"),
                ("table.missing-column", "structures.csv", 1, "name"),
            },
        ),
        (
            "structures",
            "id;name;source",
            "id;name;name",
            {
                ("table.column-twice", "structures.csv", 1, "name"),
                ("table.missing-column", "structures.csv", 1, "source"),
            },
        ),
        (
            "structures",
            "beta;",
            ";",
            {
                ("table.empty-cell", "structures.csv", 3, "id"),
                ("table.reference", "participations.csv", 3, "structure"),
            },
        ),
        (
            "structures",
            "beta;",
            "alpha;",
            {
                ("table.identifier-twice", "structures.csv", 3, "id"),
                ("table.reference", "participations.csv", 3, "structure"),
            },
        ),
        (
            "initiatives",
            "elan;",
            "alpha;",
            {
                ("table.identifier-twice", "initiatives.csv", 2, "id"),
                ("table.reference-none", "chantiers.csv", 2, "initiative"),
            },
        ),
        ("structures", "Bêta", "Bê\x00ta", {("table.control-character", "structures.csv", 3, "name")}),
        ("structures", "Bêta", '"Bêta', {("table.not-csv", "structures.csv", 3, "")}),
        (
            "structures",
            "p. 1;stated\nbeta",
            "p. 1;stated;x\nbeta",
            {("table.too-many-cells", "structures.csv", 2, "")},
        ),
        (
            "structures",
            "p. 1;stated\nbeta",
            "p. 1;sure\nbeta",
            {("table.choice", "structures.csv", 2, "status")},
        ),
        (
            "structures",
            "p. 1;stated\nbeta",
            "p. 1;inferred\nbeta",
            {("table.reason", "structures.csv", 2, "note")},
        ),
        (
            "structures",
            "carnet;p. 1;stated\nbeta",
            "journal;p. 1;stated\nbeta",
            {("table.reference", "structures.csv", 2, "source")},
        ),
        (
            "participations",
            "alpha;pain",
            "alpha;beta",
            {("table.reference", "participations.csv", 2, "activity")},
        ),
        ("participations", "referent", "chef", {("table.term", "participations.csv", 2, "role")}),
        (
            "structures",
            "alpha;Alpha",
            "Alpha!;Alpha",
            {
                ("table.identifier", "structures.csv", 2, "id"),
                ("table.reference", "participations.csv", 2, "structure"),
            },
        ),
    ],
)
def test_each_fault_is_told_at_its_cell(workspace, table, old, new, expected):
    edit(workspace, table, old, new)
    assert faults(workspace) == expected


def test_an_unknown_column_hides_no_other_fault(workspace):
    edit(workspace, "structures", "id;name;source;locator;status", "id;name;source;locator;status;foo")
    edit(workspace, "structures", "beta;Bêta;carnet", "alpha;Bêta;journal")
    assert faults(workspace) == {
        ("table.unknown-column", "structures.csv", 1, "foo"),
        ("table.identifier-twice", "structures.csv", 3, "id"),
        ("table.reference", "structures.csv", 3, "source"),
        ("table.reference", "participations.csv", 3, "structure"),
    }


def test_nothing_is_part_of_itself(workspace):
    (workspace / "territories.csv").write_text(
        "id;name;kind;part_of;source;locator;status\n"
        "a;A;ProjectTerritory;b;carnet;p. 1;stated\n"
        "b;B;ProjectTerritory;a;carnet;p. 1;stated\n"
        "c;C;ProjectTerritory;c;carnet;p. 1;stated\n",
        encoding="utf-8",
    )
    assert faults(workspace) == {("table.cycle", "territories.csv", line, "part_of") for line in (2, 3, 4)}


def test_every_fault_is_told_at_once(workspace):
    edit(workspace, "structures", "stated\nbeta", "sure\nbeta")
    edit(workspace, "participations", "referent", "chef")
    (workspace / "funders.csv").write_text("id\n", encoding="utf-8")
    assert {key for key, *_ in faults(workspace)} == {"table.choice", "table.term", "table.unknown-file"}


def test_a_fault_says_where_what_and_how_to_mend(workspace):
    edit(workspace, "participations", "alpha;pain", "alfa;pain")
    with pytest.raises(InvalidData) as refused:
        read_tables(workspace)
    sentence = str(refused.value.faults[0])
    assert sentence == (
        "participations.csv, ligne 2, colonne « structure » : « alfa » ne désigne aucune ligne "
        "(structures.csv). Ajoutez la ligne, ou corrigez le code ; les plus proches : alpha, beta."
    )


def test_another_encoding_is_refused_with_its_line(workspace):
    file = workspace / "structures.csv"
    file.write_bytes(file.read_text("utf-8").encode("cp1252"))
    assert ("table.encoding", "structures.csv", 3, "") in faults(workspace)


def places(workspace: Path, *written: str) -> None:
    rows = "".join(f"l{i};alpha;intervenesIn;{words};carnet;p. 4;stated\n" for i, words in enumerate(written))
    header = "id;subject;relation;territory;source;locator;status\n"
    (workspace / "locations.csv").write_text(header + rows, encoding="utf-8")


def test_a_territory_named_in_words_is_resolved_and_remembered(workspace):
    places(workspace, "Normandie", "saint-denis (93)", "FLERS AGGLO")
    tables = read_tables(workspace)
    rows = tables.rows["locations"]
    assert [row.one("territory") for row in rows] == ["region-28", "commune-93066", "epci-200035814"]
    assert [row.written for row in rows] == [(), ("saint-denis (93)",), ("FLERS AGGLO",)]
    assert set(tables.territories) == {"region-28", "commune-93066", "epci-200035814"}
    assert tables.warnings == ()


def test_an_ambiguous_or_unknown_territory_is_a_fault_with_candidates(workspace):
    places(workspace, "Saint-Denis", "Normandy-sur-Rien")
    with pytest.raises(InvalidData) as refused:
        read_tables(workspace)
    several, nothing = refused.value.faults
    assert (several.key, several.line, several.column) == ("table.territory-several", 2, "territory")
    assert "Saint-Denis (commune-93066)" in several.mend
    assert "commune-97411" in several.mend
    assert (nothing.key, nothing.line) == ("table.territory-none", 3)


def test_a_territory_is_classified_by_its_key_as_the_documents_say(workspace):
    (workspace / "classifications.csv").write_text(
        "id;subject;concept;source;locator;status\n"
        "c;commune-61063;types-of-territory/rural;carnet;p. 5;stated\n"
        "d;region-28;types-of-territory/rural;carnet;p. 5;stated\n",
        encoding="utf-8",
    )
    assert set(read_tables(workspace).territories) == {"commune-61063", "region-28"}
    edit(workspace, "classifications", "commune-61063", "commune-99999")
    assert faults(workspace) == {("table.territory-none", "classifications.csv", 2, "subject")}


def test_a_contradiction_is_read_with_a_warning(workspace):
    places(workspace, "61120 Briouze")
    tables = read_tables(workspace)
    assert tables.rows["locations"][0].one("territory") == "commune-61063"
    (warning,) = tables.warnings
    assert (warning.file, warning.line, warning.value) == ("locations.csv", 2, "61120 Briouze")
    assert "61220" in warning.what


def test_an_empty_folder_is_refused(tmp_path):
    assert faults(tmp_path) == {("table.empty-folder", tmp_path.name, 0, "")}


@pytest.mark.parametrize(
    ("kind", "given_", "kept"),
    [
        ("number", "15 000", "15000"),
        ("number", "12,50", "12.5"),
        ("number", "-3", "-3"),
        ("number", "1e3", "1000"),
        ("integer", "50", "50"),
        ("date", "2024-10", "2024-10"),
        ("yes-no", "Oui", "true"),
        ("year", "2025", "2025"),
        ("url", "https://exemple.fr/a?b=1", "https://exemple.fr/a?b=1"),
        ("id", "a-1--b", "a-1--b"),
    ],
)
def test_a_value_is_kept_in_one_spelling(kind, given_, kept):
    assert check(kind, given_) == kept


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("number", "environ 5"),
        ("number", "NaN"),
        ("number", "1e99"),
        ("integer", "2,5"),
        ("integer", "-1"),
        ("date", "2024-13"),
        ("date", "2024-02-30"),
        ("date", "12/03/2024"),
        ("date", "٢٠٢٤"),
        ("year", "24"),
        ("yes-no", "peut-être"),
        ("url", "javascript:alert(1)"),
        ("url", "https://"),
        ("url", "http://a b"),
        ("id", "Le Labo"),
        ("id", "-a"),
        ("id", "../x"),
        ("label", "deux\nlignes"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind, refused):
    with pytest.raises(BadCell):
        check(kind, refused)


@given(st.sampled_from(["number", "integer", "date", "year", "yes-no", "url", "id", "label"]), st.text())
def test_any_cell_is_kept_or_refused_and_a_kept_value_stays(kind, text):
    try:
        kept = check(kind, clean(text))
    except BadCell:
        return
    if kind != "yes-no":
        assert check(kind, kept) == kept


def test_the_corpus_has_its_tables_and_no_personal_contact():
    schema = load_schema()
    names = {file.name for file in corpus_folder().iterdir()}
    assert names == {f"{name}.csv" for name in schema}
    for file in corpus_folder().iterdir():
        text = file.read_text("utf-8-sig")
        header = next(csv.reader(text.splitlines(), delimiter=";"))
        assert header == list(schema[file.name[:-4]].columns)
        assert "@" not in text.replace("contact@lacoop.co", "")
        assert "06 64" not in text


def test_the_corpus_holds_what_the_documents_count():
    tables = read_tables(corpus_folder())
    members = [row for row in tables.rows["participations"] if row.one("role") == "member"]
    community = {row.one("structure") for row in members if row.one("activity") == "chantiers-cooperatifs"}
    assert len(community) == 46
    assert len(tables.rows["chantiers"]) == 5
    referents = {
        row.one("activity"): row for row in tables.rows["participations"] if row.one("role") == "referent"
    }
    assert sorted(referents) == [f"chantier-{number}" for number in range(1, 6)]
    assert referents["chantier-5"].one("structure") == ""
    offers = {row.one("id"): row for row in tables.rows["offers"]}
    assert offers["seminaires-internes"].one("price_max_eur") == "15000"
    assert offers["convention-collaborative-interne"].one("duration_max_months") == "8"
    assert tables.by_id["chiffre-structures"].one("status") == "disputed"
    assert tables.by_id["chiffre-structures"].one("value") == "44"


def test_imports_are_read_as_one_set_with_the_tables_kept_by_hand(workspace):
    make(workspace, membres=[{"id": "membres-1", "name": "Gamma"}])
    write_rows(
        workspace / "imports" / "membres",
        "participations",
        {"id": "membres-p", "structure": "alpha", "activity": "pain", "role": "member"},
    )
    edit(workspace, "participations", "p2;beta", "p2;membres-1")
    (workspace / "imports" / "membres" / "report").mkdir()
    (workspace / "imports" / "membres" / "report" / "aside.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    (workspace / "imports" / ".membres-neuf").mkdir()
    (workspace / "imports" / ".membres-neuf" / "structures.csv").write_text("id\n?\n", encoding="utf-8")
    (workspace / "sources.csv").write_text("id;name;kind\ncarnet;Carnet;carnet\n", encoding="utf-8")
    tables = read_tables(workspace)
    row = tables.by_id["membres-1"]
    assert (row.file, row.folder, row.line) == ("imports/membres/structures.csv", "imports/membres", 2)
    assert (row.subject, row.other_names) == ("membres-1", ())
    assert tables.by_id["membres-p"].one("structure") == "alpha"


def test_a_fault_of_an_import_is_told_at_its_file(workspace):
    make(workspace, membres=[{"id": "membres-1", "siren": "12"}])
    (workspace / "sources.csv").write_text("id;name;kind\ncarnet;Carnet;carnet\n", encoding="utf-8")
    (workspace / "imports" / "structures.csv").write_text("id\n", encoding="utf-8")
    (workspace / "imports" / "membres" / "notes.csv").write_text("id\n", encoding="utf-8")
    assert faults(workspace) == {
        ("table.in-no-import", "imports/structures.csv", 0, ""),
        ("table.siren", "imports/membres/structures.csv", 2, "siren"),
        ("table.unknown-file", "imports/membres/notes.csv", 0, ""),
    }


def test_an_id_twice_in_one_folder_or_in_two_tables_stays_a_fault(workspace):
    make(workspace, membres=[{"id": "elan"}, {"id": "x"}, {"id": "x"}])
    (workspace / "sources.csv").write_text("id;name;kind\ncarnet;Carnet;carnet\n", encoding="utf-8")
    assert faults(workspace) == {
        ("table.identifier-twice", "imports/membres/structures.csv", 4, "id"),
        ("table.identifier-twice", "initiatives.csv", 2, "id"),
        ("table.reference-none", "chantiers.csv", 2, "initiative"),
    }


def test_a_classification_names_a_term_or_a_concept_of_the_network(workspace):
    write_rows(workspace, "schemes", {"id": "themes", "name": "Thèmes"})
    write_rows(workspace, "concepts", {"id": "bocage", "name": "Bocage", "scheme": "themes"})
    rows = [
        {"id": f"c{i}", "subject": "alpha", "concept": each} for i, each in enumerate(("bocage", "marais"))
    ]
    write_rows(workspace, "classifications", rows[0])
    assert read_tables(workspace).rows["classifications"][0].one("concept") == "bocage"
    write_rows(workspace, "classifications", *rows)
    assert faults(workspace) == {("table.reference", "classifications.csv", 3, "concept")}
    edit(workspace, "classifications", "marais", "types-of-structure/marais")
    assert faults(workspace) == {("table.term", "classifications.csv", 3, "concept")}


def test_a_cell_kept_from_being_a_formula_is_read_as_it_was_meant(workspace):
    edit(workspace, "structures", "Bêta", "'@Bêta")
    assert read_tables(workspace).by_id["beta"].one("name") == "@Bêta"


def test_a_broken_reference_among_many_rows_names_the_nearest(workspace):
    rows = [{"id": f"structure-{i}", "name": f"S{i}"} for i in range(60)]
    make(workspace, membres=rows)
    (workspace / "sources.csv").write_text("id;name;kind\ncarnet;Carnet;carnet\n", encoding="utf-8")
    edit(workspace, "participations", "p2;beta", "p2;structure-570")
    with pytest.raises(InvalidData) as refused:
        read_tables(workspace)
    assert "structure-57" in refused.value.faults[0].mend


def test_where_no_name_is_near_it_says_so():
    assert nearest("-", {}) == {"nearest": "aucun"}
