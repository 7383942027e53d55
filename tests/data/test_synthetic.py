import csv
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from maillage.data.synthetic import make_ecosystem
from maillage.data.tables import read_tables
from maillage.errors import BadParameter, UsageError
from maillage.graph.build import build_dataset
from maillage.graph.statements import is_fictional


def rows(folder, table):
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_files_and_another_one_others(tmp_path):
    first, again, other = (
        contents(make_ecosystem(60, seed, tmp_path / name)) for seed, name in ((1, "a"), (1, "b"), (2, "c"))
    )
    assert first == again
    assert first["participations.csv"] != other["participations.csv"]


def test_every_name_says_that_it_is_made_up(tmp_path):
    folder = make_ecosystem(300, 3, tmp_path / "e")
    named = [
        row for table in ("sources", "structures", "initiatives", "chantiers") for row in rows(folder, table)
    ]
    assert len(named) > 390
    assert all("ficti" in row["name"] for row in named)
    assert all(row["fictional"] == "yes" for row in rows(folder, "sources"))
    assert len({row["name"] for row in named}) == len(named)


def test_it_holds_no_person(tmp_path):
    folder = make_ecosystem(50, 1, tmp_path / "e")
    assert not {"people.csv", "contacts.csv"} & {path.name for path in folder.iterdir()}


def test_it_is_a_valid_workspace_on_real_communes(tmp_path):
    tables = read_tables(make_ecosystem(120, 1, tmp_path / "e"))
    assert tables.warnings == ()
    assert len(tables.rows["structures"]) == 120
    assert len(tables.rows["chantiers"]) == 36
    assert len(tables.territories) > 30
    assert is_fictional(build_dataset(tables))


def test_most_take_part_in_little_and_a_few_in_much(tmp_path):
    folder = make_ecosystem(3000, 1, tmp_path / "e")
    taking_part = Counter(row["structure"] for row in rows(folder, "participations"))
    groups = Counter(row["activity"] for row in rows(folder, "participations"))
    often = sorted(taking_part.values(), reverse=True)
    assert sum(count == 1 for count in often) > len(often) / 2
    assert often[0] > 20
    small, working = (sum(low <= size <= high for size in groups.values()) for low, high in ((1, 2), (3, 12)))
    assert small > len(groups) * 0.4
    assert working > len(groups) * 0.35
    assert max(groups.values()) > 10


def test_few_work_together_in_a_register(tmp_path):
    folder = make_ecosystem(3000, 1, tmp_path / "e", together=0)
    groups = Counter(row["activity"] for row in rows(folder, "participations"))
    assert len(groups) == 900
    assert sum(size <= 2 for size in groups.values()) > 750


def test_enough_work_together_for_a_demonstration(tmp_path):
    folder = make_ecosystem(200, 1, tmp_path / "e")
    groups = defaultdict(set)
    for row in rows(folder, "participations"):
        groups[row["activity"]].add(row["structure"])
    pairs = {
        pair for members in groups.values() if len(members) <= 12 for pair in combinations(sorted(members), 2)
    }
    assert len(pairs) > 150


@pytest.mark.parametrize("structures", [-1, 0, 1, 1_000_001])
def test_a_size_out_of_range_is_refused(tmp_path, structures):
    with pytest.raises(BadParameter) as refused:
        make_ecosystem(structures, 1, tmp_path / "e")
    assert str(structures) in str(refused.value)
    assert not (tmp_path / "e").exists()


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path):
    (tmp_path / "mien.txt").write_text("à moi", encoding="utf-8")
    with pytest.raises(UsageError):
        make_ecosystem(10, 1, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mien.txt"]


def test_two_structures_are_enough(tmp_path):
    assert len(read_tables(make_ecosystem(2, 1, tmp_path / "e")).rows["structures"]) == 2
