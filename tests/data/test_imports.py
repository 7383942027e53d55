"""Imports planned and applied; what reading and converting give is told by the test."""

import datetime
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from maillage.data import conversion
from maillage.data.conversion import Account, Candidate, Conversion, Told
from maillage.data.mapping import proposing as mapping
from maillage.data.mapping.proposing import FieldMapping, TableMapping
from maillage.data.reading import isolation as reading
from maillage.data.reading.raw import RawField, RawSource, RawTable
from maillage.data.tables import read_tables
from maillage.data.workspace import staging
from maillage.data.workspace.configuration import load_workspace
from maillage.data.workspace.forgetting import forget, rows_of_import
from maillage.data.workspace.imports import plan_import
from maillage.data.workspace.new_workspace import init_workspace
from maillage.errors import BadParameter, InvalidData, StoreError, UnknownName

DAY = datetime.date(2031, 5, 6)
SOURCE = RawSource("csv", (RawTable("Membres", (RawField("Nom"), RawField("Couleur")), ()),))


def row(identifier: str, name: str, **cells: str) -> dict[str, str]:
    given = {"id": f"membres-{identifier}", "name": name, "source": "membres", "status": "stated"}
    return {**given, "locator": "ligne 2", **cells}


def converted(*structures: dict[str, str], **tables: tuple[dict[str, str], ...]) -> Conversion:
    sources = ({"id": "membres", "name": "Membres fictifs", "kind": "tableur"},)
    count = len(structures)
    return Conversion(
        {"sources": sources, "structures": structures, **tables},
        (Told("table.url", "Membres", 3, "Site", "=1+1", "ligne 3"),),
        (Told("table.empty-cell", "Membres", 4, "Nom", "", "ligne 4"),),
        (Candidate("membres-a", "Coop", "avec Coop", "ligne 2", "partner"),),
        (Account("Membres", count + 1, count, 1, 0),),
    )


ALPHA, BETA = row("a", "Alpha fictive"), row("b", "Bêta fictive", homepage="https://beta.example/")


@pytest.fixture
def space(tmp_path):
    folder = tmp_path / "espace"
    init_workspace(folder, "Espace d'essai")
    return folder


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "membres.csv"
    file.write_text("Nom;Couleur\n", encoding="utf-8")
    return file


@pytest.fixture
def gives(monkeypatch):
    """Return how to tell what the next readings give."""

    def tell(given: Conversion, raw: RawSource = SOURCE) -> None:
        monkeypatch.setattr(reading, "group_files", lambda paths: [("csv", list(paths))])
        monkeypatch.setattr(reading, "read_source", lambda files, format="": raw)
        monkeypatch.setattr(conversion, "convert", lambda *_, **__: given, raising=False)
        monkeypatch.setattr(mapping, "propose", propose)

    return tell


def propose(source, saved):
    fields = (FieldMapping("Nom", "Nom", "name", "header"), FieldMapping("Couleur", "Couleur", sure=False))
    kept = saved.get("Membres", {}).get("fields", {})
    settled = tuple(
        replace(each, meaning=kept[each.field], why="saved", sure=True) if each.field in kept else each
        for each in fields
    )
    return {"Membres": TableMapping("Membres", saved.get("Membres", {}).get("kind") or "structures", settled)}


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".maillage" not in path.parts
    }


def imported(space, source, gives, given: Conversion, **more):
    gives(given)
    plan = plan_import(space, [source], today=DAY, **more)
    plan.apply()
    return plan


def test_a_plan_writes_nothing_and_applying_it_writes_tables_mapping_and_report(space, source, gives):
    before = files_of(space)
    gives(converted(ALPHA, BETA))
    plan = plan_import(space, [source], today=DAY)
    assert files_of(space) == before
    assert not plan.nothing
    assert not plan.sure
    assert [change.name for change in plan.imports[0].changes.added if change.table == "structures"] == [
        "Alpha fictive",
        "Bêta fictive",
    ]
    plan.apply()
    assert read_tables(space).by_id["membres-b"].one("homepage") == "https://beta.example/"
    kept = load_workspace(space).imports["membres"]
    assert (kept.origin, kept.format) == (("membres.csv",), "csv")
    assert kept.tables["Membres"].columns == {"Nom": "name", "Couleur": ""}
    report = space / "imports" / "membres" / "report"
    account = json.loads((report / "account.json").read_text("utf-8"))
    assert account["tables"] == [{"table": "Membres", "rows": 3, "accepted": 2, "rejected": 1, "merged": 0}]
    assert "'=1+1" in (report / "aside.csv").read_text("utf-8-sig")
    assert "ligne 4" in (report / "rejected.csv").read_text("utf-8-sig")
    assert "avec Coop" in (report / "candidates.csv").read_text("utf-8-sig")


def test_the_same_again_changes_nothing(space, source, gives):
    imported(space, source, gives, converted(ALPHA, BETA))
    before = files_of(space)
    plan = imported(space, source, gives, converted(ALPHA, BETA))
    assert plan.nothing
    assert files_of(space) == before


def test_what_is_added_changed_gone_and_back_is_told_and_marked(space, source, gives):
    imported(space, source, gives, converted(ALPHA, BETA))
    changes = imported(space, source, gives, converted(row("a", "Alpha tout court"), row("c", "Gamma")))
    changes = changes.imports[0].changes
    assert [each.name for each in changes.added] == ["Gamma"]
    assert [dict(each.columns) for each in changes.changed] == [
        {"name": ("Alpha fictive", "Alpha tout court")}
    ]
    assert [each.id for each in changes.gone] == ["membres-b"]
    assert read_tables(space).by_id["membres-b"].one("absent_since") == "2031-05-06"
    gives(converted(row("a", "Alpha tout court"), row("c", "Gamma")))
    later = plan_import(space, [source], today=datetime.date(2032, 1, 1))
    assert later.nothing
    later.apply()
    assert read_tables(space).by_id["membres-b"].one("absent_since") == "2031-05-06"
    back = imported(space, source, gives, converted(row("a", "Alpha tout court"), BETA, row("c", "Gamma")))
    assert [each.id for each in back.imports[0].changes.back] == ["membres-b"]
    assert read_tables(space).by_id["membres-b"].one("absent_since") == ""


def test_a_row_that_only_moved_is_counted_and_not_told_changed(space, source, gives):
    imported(space, source, gives, converted(ALPHA))
    changes = imported(space, source, gives, converted({**ALPHA, "locator": "ligne 9"})).imports[0].changes
    assert (changes.moved, changes.changed, changes.nothing) == (1, (), False)
    assert read_tables(space).by_id["membres-a"].one("locator") == "ligne 9"


def test_what_is_gone_keeps_what_it_refers_to(space, source, gives):
    tie = {"id": "membres-t", "structure": "membres-a", "partner": "membres-b", "source": "membres"}
    tie |= {"locator": "ligne 2", "status": "stated"}
    spelt = {"subject": "membres-b", "spelling": "B", "source": "membres", "locator": "ligne 3"}
    person = {"subject": "membres-b", "name": "Camille Exemple", "source": "membres", "locator": "ligne 3"}
    given = converted(ALPHA, BETA, partnerships=(tie,), mentions=(spelt,), contacts=(person,))
    imported(space, source, gives, given)
    changes = imported(space, source, gives, converted(ALPHA)).imports[0].changes
    tables = read_tables(space)
    assert tables.by_id["membres-t"].one("absent_since") == "2031-05-06"
    assert [each.one("spelling") for each in tables.rows["mentions"]] == ["B"]
    assert tables.rows["contacts"] == ()
    assert changes.dropped == 1


@pytest.mark.parametrize(
    "cell", ["=SOMME(A1:A9)", "+33 1 00 00 00 00", "'-x", 'Le « "x" » ; suite', "@moi", "a\nb", "-12"]
)
def test_a_cell_is_kept_as_it_is(space, source, gives, cell):
    imported(space, source, gives, converted({**ALPHA, "note": cell}))
    assert read_tables(space).by_id["membres-a"].one("note") == cell
    assert imported(space, source, gives, converted({**ALPHA, "note": cell})).nothing


def test_an_import_with_which_the_workspace_would_not_read_leaves_it_untouched(space, source, gives):
    imported(space, source, gives, converted(ALPHA))
    before = files_of(space)
    gives(converted(row("a", "Alpha", homepage="pas une adresse")))
    with pytest.raises(InvalidData) as refused:
        plan_import(space, [source])
    assert "membres.csv, ligne 2, colonne « site web »" in str(refused.value)
    assert files_of(space) == before


def test_a_source_without_rows_is_told_before_anything_is_written(space, source, gives):
    gives(converted())
    with pytest.raises(InvalidData, match="aucune ligne à prendre"):
        plan_import(space, [source])


def test_a_column_and_a_kind_are_corrected_and_kept(space, source, gives):
    imported(space, source, gives, converted(ALPHA), meanings={"Membres/Couleur": "note"}, kind="chantiers")
    kept = load_workspace(space).imports["membres"].tables["Membres"]
    assert (kept.kind, kept.columns["Couleur"]) == ("chantiers", "note")
    gives(converted(ALPHA))
    assert plan_import(space, [source]).imports[0].mapping["Membres"].meanings["Couleur"] == "note"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"meanings": {"Taille": "note"}}, "Membres/Couleur"),
        ({"meanings": {"Couleur": "nam"}}, "name"),
        ({"kind": "structure"}, "structures"),
        ({"name": "../dehors"}, "../dehors"),
    ],
)
def test_what_is_asked_and_cannot_be_is_told_with_the_nearest(space, source, gives, asked, said):
    gives(converted(ALPHA))
    with pytest.raises(BadParameter) as refused:
        plan_import(space, [source], **asked)
    assert said in str(refused.value)


def test_a_meaning_of_the_configuration_that_does_not_exist_is_told(space, source, gives):
    imported(space, source, gives, converted(ALPHA))
    file = space / "maillage.toml"
    file.write_text(file.read_text("utf-8").replace('Nom = "name"', 'Nom = "nom"'), encoding="utf-8")
    gives(converted(ALPHA))
    with pytest.raises(InvalidData) as refused:
        plan_import(space, [source])
    assert "[imports.membres.tables.Membres]" in str(refused.value)
    assert "« nom »" in str(refused.value)


def test_names_come_from_files_folders_and_addresses(space, tmp_path, gives):
    folder = tmp_path / "Le Wiki d'Été"
    folder.mkdir()
    files = [folder / "forms.json", folder / "entries.json"]
    for file in files:
        file.write_text("{}", encoding="utf-8")
    gives(converted(ALPHA))
    assert plan_import(space, files).imports[0].name == "le-wiki-d-ete"
    assert plan_import(space, files[:1]).imports[0].name == "forms"
    planned = plan_import(space, files, address="https://wiki.exemple.org/?api").imports[0]
    assert (planned.name, planned.origin) == ("wiki-exemple-org", ("https://wiki.exemple.org/?api",))
    assert plan_import(space, files, name="mien").imports[0].name == "mien"
    with pytest.raises(UnknownName, match=r"absent\.csv"):
        plan_import(space, [tmp_path / "absent.csv"])


def test_a_workspace_changed_since_the_plan_is_not_written_over(space, source, gives):
    gives(converted(ALPHA))
    plan = plan_import(space, [source])
    (space / "notes.csv").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="a changé"):
        plan.apply()
    assert not (space / "imports").exists()


def test_a_locked_workspace_is_told(space, source, gives, monkeypatch):
    gives(converted(ALPHA))
    plan = plan_import(space, [source])
    (space / ".maillage").mkdir()
    monkeypatch.setattr(staging, "_LOCK_SECONDS", 0.05)
    with FileLock(space / ".maillage" / "lock"), pytest.raises(StoreError, match="un autre import"):
        plan.apply()
    assert not (space / "imports").exists()


@pytest.mark.parametrize("moment", (1, 2))
def test_a_failed_write_leaves_what_stood(space, source, gives, monkeypatch, moment):
    imported(space, source, gives, converted(ALPHA))
    before = files_of(space)
    gives(converted(BETA))
    plan = plan_import(space, [source], today=DAY)
    rename, count = Path.rename, 0

    def failing(self, target):
        nonlocal count
        count += 1
        if count == moment:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(UnknownName, match="No space left"):
        plan.apply()
    assert files_of(space) == before


KILLED = """
import os, sys
from pathlib import Path
from maillage.data.workspace import staging
rename, count = Path.rename, 0
def dying(self, target):
    global count
    if count == {moment}:
        os._exit(9)
    count += 1
    return rename(self, target)
Path.rename = dying
space = Path(sys.argv[1])
with staging.locked(space):
    staged = staging.stage(space, "membres")
    staging.write_rows(staged, {{"structures": [{{"id": "neuf", "name": "Neuf"}}]}})
    staging.put_in_place(space, ["membres"])
    os._exit(9)
"""


@pytest.mark.parametrize(("moment", "stands"), [(0, "membres-a"), (1, "membres-a"), (2, "neuf")])
def test_whenever_it_is_killed_the_old_or_the_new_stands(space, source, gives, moment, stands):
    imported(space, source, gives, converted(ALPHA))
    ended = subprocess.run(
        [sys.executable, "-c", KILLED.format(moment=moment), str(space)], check=False, capture_output=True
    )
    assert ended.returncode == 9, ended.stderr
    with staging.locked(space):
        rows = staging.read_rows(space / "imports" / "membres")
    assert [each["id"] for each in rows["structures"]] == [stands]
    assert {path.name for path in (space / ".maillage").iterdir()} == {"lock"}
    assert [path.name for path in (space / "imports").iterdir()] == ["membres"]


def test_a_forgotten_import_goes_with_its_mapping(space, source, gives):
    imported(space, source, gives, converted(ALPHA))
    assert rows_of_import(space, "membres")["structures"] == 1
    forget(space, "membres")
    assert not (space / "imports" / "membres").exists()
    assert load_workspace(space).imports == {}
    with pytest.raises(UnknownName):
        forget(space, "membres")


def test_an_import_that_others_refer_to_is_not_forgotten(space, source, gives):
    imported(space, source, gives, converted(ALPHA))
    shutil.copyfile(space / "mentions.csv", space / "garde.txt")
    (space / "mentions.csv").write_text("subject;source;locator\nmembres-a;membres;p. 1\n", encoding="utf-8")
    before = files_of(space)
    with pytest.raises(InvalidData, match="membres-a"):
        forget(space, "membres")
    assert files_of(space) == before


def test_a_table_changed_by_hand_is_told_before_it_is_replaced(space, source, gives):
    imported(space, source, gives, converted(ALPHA))
    file = space / "imports" / "membres" / "structures.csv"
    gives(converted(ALPHA))
    assert not plan_import(space, [source]).imports[0].edited
    file.write_text(file.read_text("utf-8-sig").replace("Alpha fictive", "Alpha à la main"), "utf-8-sig")
    planned = plan_import(space, [source]).imports[0]
    assert planned.edited
    assert dict(planned.changes.changed[0].columns) == {"name": ("Alpha à la main", "Alpha fictive")}


def test_what_is_recognised_and_what_is_only_alike_is_counted(space, source, gives):
    siren = "732829320"
    imported(space, source, gives, converted(row("a", "Alpha fictive", siren=siren)))
    other = {**row("z", "Alfa fictive"), "id": "autre-z", "siren": siren, "source": "autre"}
    alike = {**row("y", "Coopérative Gamma du Bourg"), "id": "autre-y", "source": "autre"}
    like = {**row("x", "Cooperative Gamma du bourg"), "id": "autre-x", "source": "autre"}
    given = replace(
        converted(other, alike, like),
        rows={
            "sources": ({"id": "autre", "name": "Autre", "kind": "x"},),
            "structures": (other, alike, like),
        },
    )
    gives(given)
    plan = plan_import(space, [source], name="autre")
    assert (plan.recognised, plan.similar) == (1, 1)


def test_two_imports_never_give_one_id_to_two_things(space, source, gives):
    def of(name: str, identifier: str, called: str) -> Conversion:
        made = converted(row("x", called, id=identifier, source=name))
        return replace(made, rows={**made.rows, "sources": ({"id": name, "name": name, "kind": "tableur"},)})

    imported(space, source, gives, of("a", "a-b-c", "Alpha fictive"), name="a")
    gives(of("a-b", "a-b-c", "Bêta fictive"))
    with pytest.raises(BadParameter) as caught:
        plan_import(space, [source], today=DAY, name="a-b")
    assert caught.value.key == "import.same-id"
    assert "a-b-c" in str(caught.value)
