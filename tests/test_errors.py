"""The tree at the head of errors.py is the code's; every failure has a sentence in both languages."""

import ast
import re
from pathlib import Path

import pytest

from maillage import errors
from maillage.errors import Fault, InvalidData, MaillageError, UnknownName
from maillage.messages import set_language

ROOT = Path(__file__).parent.parent


def kinds(base: type[MaillageError]) -> list[type[MaillageError]]:
    return [kind for each in base.__subclasses__() for kind in (each, *kinds(each))]


def test_the_tree_drawn_is_the_tree_of_the_code():
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__)
    assert sorted(drawn) == sorted(
        kind.__name__ for kind in kinds(MaillageError) if kind.__module__ == errors.__name__
    )


def test_every_failure_raised_in_the_code_has_its_sentences():
    keys = set()
    for file in ROOT.glob("*/*.py"):
        if file.parent.name in ("tests", "benchmarks"):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                named = {kind.__name__ for kind in kinds(MaillageError)} | {"Fault", "BadCell"}
                if node.func.id in named and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    keys.add(first.value)
    from tests.test_messages import FRENCH

    assert len(keys) > 20
    assert [key for key in sorted(keys) if not {f"{key}.what", f"{key}.mend"} <= set(FRENCH)] == []


def test_an_error_has_its_parts_and_its_sentence():
    error = UnknownName("network.kind", where="amitié", known="everything")
    assert (error.where, error.exit_code) == ("amitié", 2)
    assert str(error) == "amitié : ce réseau n'existe pas. Choisissez parmi : everything."
    set_language("en")
    assert str(error) == "amitié: there is no such network. Choose among: everything."


@pytest.mark.parametrize(
    ("fault", "where"),
    [
        (Fault("table.empty-cell", "a.csv", 3, "name"), "a.csv, ligne 3, colonne « name »"),
        (Fault("table.too-many-cells", "a.csv", 3, value="x"), "a.csv, ligne 3"),
        (Fault("table.empty-folder", "a"), "a"),
    ],
)
def test_a_fault_is_as_precise_as_it_can_be(fault, where):
    assert str(fault).startswith(f"{where} : ")


def test_invalid_data_lists_every_fault():
    faults = [Fault("table.empty-cell", "a.csv", line, "name") for line in (2, 3)]
    told = str(InvalidData(faults, where="dossier")).splitlines()
    assert len(told) == 3
    assert told[0].startswith("dossier : 2 fautes, ")


def test_a_fault_of_a_whole_file_speaks_of_no_cell():
    told = str(InvalidData([Fault("table.empty-folder", "dossier")], where="dossier"))
    assert "cellule" not in told.splitlines()[0]
