import csv
import io
import tomllib

import pytest

from maillage.data.schema import load_schema
from maillage.data.tables import read_tables
from maillage.data.workspace.configuration import (
    SavedImport,
    SavedTable,
    forget_import,
    is_import_name,
    load_workspace,
    save_import,
)
from maillage.data.workspace.new_workspace import init_workspace
from maillage.errors import InvalidData, MaillageError, UnknownName
from maillage.messages import LANGUAGES, speaking

MEMBERS = SavedImport(
    ("membres.xlsx",),
    "xlsx",
    {"Feuille 1": SavedTable("structures", {"Nom": "name", 'Le "sigle"\n(court)': "acronym", "": "ignore"})},
)


@pytest.fixture
def made(tmp_path):
    folder = tmp_path / "reseau-d-essai"
    init_workspace(folder, "Réseau d'essai")
    return folder


def test_a_new_workspace_holds_a_title_empty_tables_a_guide_and_a_template(made):
    assert load_workspace(made).title == "Réseau d'essai"
    for table in load_schema().values():
        raw = (made / f"{table.name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        assert raw.decode("utf-8-sig") == ";".join(table.columns) + "\n"
    assert (made / "LISEZ-MOI.md").is_file()
    assert (made / "modele.xlsx").is_file()
    assert all(line.startswith("#") or "=" in line for line in _lines(made / "maillage.toml"))


def test_the_empty_tables_are_accepted_as_they_are_and_once_filled(made):
    with pytest.raises(InvalidData) as refused:
        read_tables(made)
    assert [fault.key for fault in refused.value.faults] == ["table.empty-folder"]
    with (made / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("carnet;Carnet d'essai;carnet\n")
    assert read_tables(made).by_id["carnet"].one("name") == "Carnet d'essai"


def test_a_workspace_speaks_english_too(tmp_path):
    with speaking("en"):
        init_workspace(tmp_path / "essay")
    assert load_workspace(tmp_path / "essay").title == "essay"
    assert "This workspace" in (tmp_path / "essay" / "maillage.toml").read_text("utf-8")
    assert (tmp_path / "essay" / "README.md").is_file()
    assert (tmp_path / "essay" / "template.xlsx").is_file()


def test_the_guide_explains_every_table_column_and_list(made, tmp_path):
    for language, name in zip(LANGUAGES, ("LISEZ-MOI.md", "README.md"), strict=True):
        with speaking(language):
            init_workspace(tmp_path / language)
        guide = (tmp_path / language / name).read_text("utf-8")
        sections = {part.split("\n", 1)[0]: part for part in guide.split("\n## ")[1:]}
        for table in load_schema().values():
            rows = [line for line in sections[f"{table.name}.csv"].splitlines() if line.startswith("| ")][2:]
            assert [row.split(" | ")[0].strip("|* ") for row in rows] == list(table.columns)
            assert all(cell.strip() for row in rows for cell in row.strip("|").split(" | "))
        assert "### roles" in guide
        assert "`referent`" in guide


def test_a_title_cannot_break_the_page_nor_the_configuration(tmp_path):
    title = 'Le "Réseau" [x](javascript:alert) <b>\n# faux'
    init_workspace(tmp_path / "w", title)
    assert load_workspace(tmp_path / "w").title == " ".join(title.split())
    first = (tmp_path / "w" / "LISEZ-MOI.md").read_text("utf-8").splitlines()[0]
    assert r"\[x\](javascript:alert) \<b\> \# faux" in first


def test_nothing_is_ever_overwritten(made, tmp_path):
    (made / "structures.csv").write_text("id;name\n", encoding="utf-8")
    (made / "maillage.toml").write_text('title = "Le mien"\n', encoding="utf-8")
    (made / "events.csv").unlink()
    assert [path.name for path in init_workspace(made, "Autre")] == ["events.csv"]
    assert (made / "structures.csv").read_text("utf-8") == "id;name\n"
    assert load_workspace(made).title == "Le mien"
    other = tmp_path / "photos"
    other.mkdir()
    (other / "vacances.jpg").write_bytes(b"x")
    with pytest.raises(UnknownName, match="vacances"):
        init_workspace(other)
    assert [path.name for path in other.iterdir()] == ["vacances.jpg"]
    with pytest.raises(UnknownName):
        init_workspace(other / "vacances.jpg")


def test_what_a_system_hides_in_a_folder_is_nothing(tmp_path):
    (tmp_path / ".git").mkdir()
    assert init_workspace(tmp_path)


def test_an_import_is_kept_beside_what_people_wrote(made):
    file = made / "maillage.toml"
    file.write_text(file.read_text("utf-8") + "\n# à nous\n", encoding="utf-8")
    save_import(made, "membres", MEMBERS)
    save_import(made, "carte", SavedImport(("https://carte.example/api",), "gogocarto"))
    assert load_workspace(made).imports["membres"] == MEMBERS
    assert list(load_workspace(made).imports) == ["membres", "carte"]
    assert "# à nous" in file.read_text("utf-8")
    before = file.read_bytes()
    save_import(made, "membres", MEMBERS)
    assert file.read_bytes() == before


def test_a_column_that_the_source_lost_keeps_its_meaning_and_its_remark(made):
    save_import(made, "membres", MEMBERS)
    file = made / "maillage.toml"
    file.write_text(
        file.read_text("utf-8").replace('Nom = "name"', 'Nom = "name" # le vrai'), encoding="utf-8"
    )
    save_import(
        made,
        "membres",
        SavedImport(("b.xlsx",), "xlsx", {"Feuille 1": SavedTable("structures", {"X": "note"})}),
    )
    kept = load_workspace(made).imports["membres"]
    assert kept.origin == ("b.xlsx",)
    assert kept.tables["Feuille 1"].columns["Nom"] == "name"
    assert kept.tables["Feuille 1"].columns["X"] == "note"
    assert "# le vrai" in file.read_text("utf-8")


def test_a_forgotten_import_leaves_the_rest(made):
    save_import(made, "membres", MEMBERS)
    save_import(made, "carte", MEMBERS)
    forget_import(made, "membres")
    forget_import(made, "membres")
    assert list(load_workspace(made).imports) == ["carte"]
    assert load_workspace(made).title == "Réseau d'essai"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title = 1", "« title » devrait être un texte"),
        (b'imports = "x"', "« imports » devrait être une section"),
        (b"imports = 3", "« imports »"),
        (b'[imports."\xc3\x87a va"]', "« Ça va » ne peut pas nommer"),
        (b'[imports."../x"]', "ne peut pas nommer"),
        (b"[imports.a]\nfrom = [1]", "« imports.a.from »"),
        (b"[imports.a.tables.T.columns]\nNom = 3", "« imports.a.tables.T.columns.Nom »"),
        (b"a = " + b"[" * 100_000, "ce n'est pas du TOML"),
        (b"a = " + b"9" * 10_000, "ce n'est pas du TOML"),
        (b'title = "a"\ntitle = "b"', "ligne 2"),
        (b"\0", "ce n'est pas du TOML"),
        (b'title = "\xe9t\xe9"', "pas en UTF-8"),
        (b"#" * (2 * 2**20 + 1), "dépasse 2 Mo"),
    ],
)
def test_a_hostile_configuration_is_refused_in_a_sentence(made, content, said):
    (made / "maillage.toml").write_bytes(content)
    for call in (load_workspace, lambda folder: save_import(folder, "membres", MEMBERS)):
        with pytest.raises(InvalidData) as refused:
            call(made)
        assert said in str(refused.value)
        assert "maillage.toml" in str(refused.value)
    assert (made / "maillage.toml").read_bytes() == content


@pytest.mark.parametrize(
    "content",
    ["imports = {}", "imports = {membres = {}}", '[imports.membres]\ntables.A.kind = "x"', "\ufeff", ""],
)
def test_an_odd_layout_is_completed_or_refused_but_never_broken(made, content):
    file = made / "maillage.toml"
    file.write_text(content, encoding="utf-8")
    before = tomllib.loads(content.lstrip("\ufeff"))
    try:
        save_import(made, "membres", MEMBERS)
    except InvalidData:
        assert file.read_text("utf-8") == content
    else:
        assert load_workspace(made).imports["membres"].format == "xlsx"
        assert before.keys() <= tomllib.loads(file.read_text("utf-8-sig")).keys()


def test_a_folder_that_is_no_workspace_is_told(tmp_path):
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(MaillageError):
            load_workspace(folder)


@pytest.mark.parametrize(("name", "may"), [("membres-2024", True), ("a", True), ("", False), ("a/b", False)])
def test_the_name_of_an_import_is_a_plain_word(name, may):
    assert is_import_name(name) is may
    assert not is_import_name("..")
    assert not is_import_name("a" * 61)


def _lines(path):
    return [line for line in io.StringIO(path.read_text("utf-8")).read().splitlines() if line]


def test_the_tables_open_in_a_spreadsheet(made):
    rows = list(csv.reader(io.StringIO((made / "structures.csv").read_text("utf-8-sig")), delimiter=";"))
    assert rows[0][:3] == ["id", "name", "acronym"]
