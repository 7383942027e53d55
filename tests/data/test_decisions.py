"""Answers are kept in a table of their own, whole or not at all, and taken back."""

from pathlib import Path

import pytest

from maillage.data.identity import decisions
from maillage.data.identity.decisions import Decision, decide, load_decisions, numbered, standing, undo
from maillage.data.tables import read_tables
from maillage.errors import BadParameter, InvalidData, StoreError

from .network import make

YES = Decision("same", "a", "b", "yes", "2026-01-02", "vu ; « ensemble »")


def test_an_answer_is_written_as_the_other_tables_are_and_read_again(tmp_path):
    decide(tmp_path, YES)
    raw = (tmp_path / "decisions.csv").read_bytes()
    assert raw.startswith("\ufeffkind;first;second;answer;date;reason;source;locator;words\r\n".encode())
    assert load_decisions(tmp_path) == (Decision("same", "a", "b", "yes", "2026-01-02", YES.reason, line=2),)
    assert [file.name for file in tmp_path.iterdir()] == ["decisions.csv"]


def test_an_answer_without_a_date_is_dated_today(tmp_path):
    from datetime import date

    assert decide(tmp_path, Decision("same", "a", "b", "no", "")).date == date.today().isoformat()


def test_what_fails_leaves_the_answers_as_they_were(tmp_path, monkeypatch):
    decide(tmp_path, YES)
    before = (tmp_path / "decisions.csv").read_bytes()

    def broken(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(decisions.Path, "replace", broken)
    with pytest.raises(StoreError):
        decide(tmp_path, YES)
    assert (tmp_path / "decisions.csv").read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["decisions.csv"]


def test_faults_in_the_file_are_told_and_nothing_is_written(tmp_path):
    file = tmp_path / "decisions.csv"
    file.write_text("kind;first;second;answer;date\nsame;a;b;peut-être;2026-01-01\n", encoding="utf-8")
    with pytest.raises(InvalidData) as refused:
        decide(tmp_path, YES)
    assert [(fault.key, fault.line, fault.column) for fault in refused.value.faults] == [
        ("table.choice", 2, "answer")
    ]
    assert "peut-être" in file.read_text("utf-8")


def test_an_answer_is_taken_back_by_its_number(tmp_path):
    for second in ("b", "c", "d"):
        decide(tmp_path, Decision("same", "a", second, "yes", "2026-01-02"))
    assert undo(tmp_path, 2).second == "c"
    assert [each.second for each in load_decisions(tmp_path)] == ["b", "d"]
    for number in (0, 3, -1):
        with pytest.raises(BadParameter) as refused:
            undo(tmp_path, number)
    assert "2" in refused.value.what


def test_the_last_answer_on_a_pair_stands_whatever_its_order():
    no = Decision("same", "b", "a", "no", "2026-01-03")
    other = Decision("partner", "a", "b", "yes", "2026-01-03", source="s", locator="p. 1", words="B")
    assert standing([YES, other, no]) == (no, other)


@pytest.mark.parametrize("subject", ["z", "pain"])
def test_a_confirmed_partner_becomes_a_sourced_row_until_it_is_undone(workspace, subject):
    make(workspace, liste=[{"id": "z"}])
    (workspace / "sources.csv").write_text("id;name;kind\ncarnet;Carnet;carnet\n", encoding="utf-8")
    answer = Decision("partner", subject, "alpha", "yes", "2026-01-02", "", "liste", "fiche 3", "Alfa")
    decide(workspace, answer)
    tables = read_tables(workspace)
    table = "partnerships" if subject == "z" else "participations"
    row = tables.rows[table][-1]
    assert {name: row.one(name) for name in ("source", "locator", "status", "note")} == {
        "source": "liste",
        "locator": "fiche 3",
        "status": "stated",
        "note": "Partenaire nommé « Alfa » dans le texte, confirmé le 2026-01-02.",
    }
    tied = ("structure", "partner") if subject == "z" else ("activity", "structure")
    assert [row.one(name) for name in tied] == [subject, "alpha"]
    assert tables.by_id[row.one("id")] is row
    undo(workspace, 1)
    assert row.one("id") not in read_tables(workspace).by_id


def test_a_partner_refused_or_no_longer_there_becomes_nothing(workspace):
    for second, answer in (("beta", "no"), ("partie", "yes")):
        decide(
            workspace,
            Decision("partner", "alpha", second, answer, "2026-01-02", "", "carnet", "p. 1", second),
        )
    tables = read_tables(workspace)
    assert tables.rows["partnerships"] == ()
    assert [(w.key, w.line, w.column) for w in tables.warnings] == [("decision.unknown", 3, "second")]


def test_the_decisions_of_an_import_count_until_one_of_the_workspace_says_otherwise(workspace):
    make(workspace, liste=[{"id": "z"}])
    imported = Decision("same", "alpha", "z", "yes", "2026-01-02")
    decide(workspace / "imports" / "liste", imported)
    assert read_tables(workspace).by_id["z"].subject == "alpha"
    assert [number for number, _ in numbered(workspace)] == [0]
    decide(workspace, Decision("same", "alpha", "z", "no", "2026-01-03"))
    assert read_tables(workspace).by_id["z"].subject == "z"
    assert [number for number, _ in numbered(workspace)] == [0, 1]
    undo(workspace, 1)
    assert [each.answer for each in load_decisions(workspace)] == ["yes"]


def test_a_confirmed_funder_becomes_a_funding(workspace):
    answer = Decision("funder", "beta", "alpha", "yes", "2026-01-02", "", "carnet", "p. 1", "Alfa")
    decide(workspace, answer)
    row = read_tables(workspace).rows["fundings"][-1]
    assert (row.one("beneficiary"), row.one("funder")) == ("beta", "alpha")
    assert row.one("note").startswith("Financeur")
