"""The reference itself, against what INSEE publishes, written here by hand and not read from our files."""

import dataclasses
import json
import tracemalloc
from importlib.resources import files
from pathlib import Path

import pytest

from maillage.data.territories.make_reference import former_rows
from maillage.data.territories.make_reference import main as make
from maillage.data.territories.reference import load_reference
from maillage.errors import UnknownName

# région -> its départements, as the law of 16 January 2015 draws them (COG, INSEE)
REGIONS = {
    "01 Guadeloupe": "971",
    "02 Martinique": "972",
    "03 Guyane": "973",
    "04 La Réunion": "974",
    "06 Mayotte": "976",
    "11 Île-de-France": "75 77 78 91 92 93 94 95",
    "24 Centre-Val de Loire": "18 28 36 37 41 45",
    "27 Bourgogne-Franche-Comté": "21 25 39 58 70 71 89 90",
    "28 Normandie": "14 27 50 61 76",
    "32 Hauts-de-France": "02 59 60 62 80",
    "44 Grand Est": "08 10 51 52 54 55 57 67 68 88",
    "52 Pays de la Loire": "44 49 53 72 85",
    "53 Bretagne": "22 29 35 56",
    "75 Nouvelle-Aquitaine": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76 Occitanie": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "84 Auvergne-Rhône-Alpes": "01 03 07 15 26 38 42 43 63 69 73 74",
    "93 Provence-Alpes-Côte d'Azur": "04 05 06 13 83 84",
    "94 Corse": "2A 2B",
}
PLACES = [(departement, region) for region, several in REGIONS.items() for departement in several.split()]


@pytest.fixture(scope="module")
def reference():
    return load_reference()


def test_there_are_101_departements_and_18_regions_beside_the_overseas_collectivities(reference):
    assert len(PLACES) == len(set(PLACES)) == 101
    departements = [each for each in reference.of_kind("Departement") if each.nature != "com"]
    regions = [each for each in reference.of_kind("Region") if each.nature != "com"]
    assert {each.code for each in departements} == {departement for departement, _ in PLACES}
    assert {f"{each.code} {each.name}" for each in regions} == set(REGIONS)


@pytest.mark.parametrize(("departement", "region"), PLACES)
def test_each_departement_is_in_its_region(reference, departement, region):
    (above, france) = reference.ancestors(f"departement-{departement}")
    assert f"{above.code} {above.name}" == region
    assert france.key == "pays-france"


def test_the_counts_of_the_vintage(reference):
    assert reference.vintage == 2026
    communes = reference.of_kind("Commune")
    assert (
        len([each for each in communes if each.departements[0] < "975" or each.regions == ("06",)]) == 34_875
    )
    assert len(reference.of_kind("EPCI")) == 1_255
    assert len(reference.of_kind("EPT")) == 11
    natures = {each.nature for each in reference.of_kind("EPCI")}
    assert natures == {"CC", "CA", "CU", "METRO", "MET69"}


def test_a_commune_and_what_is_above_it(reference):
    briouze = reference.territory("61063")
    assert (briouze.name, briouze.postal_codes, briouze.siren) == ("Briouze", ("61220",), "216100636")
    assert [each.key for each in reference.ancestors(briouze)] == [
        "epci-200035814",
        "departement-61",
        "region-28",
        "pays-france",
    ]
    assert briouze.iri == "https://w3id.org/maillage/id/territory/commune-61063"
    with pytest.raises(dataclasses.FrozenInstanceError):
        briouze.name = "Autre"


def test_an_ept_stands_between_its_communes_and_the_metropole(reference):
    names = [each.name for each in reference.ancestors("93066")]
    assert names == [
        "Plaine Commune",
        "Métropole du Grand Paris",
        "Seine-Saint-Denis",
        "Île-de-France",
        "France",
    ]
    assert "Métropole du Grand Paris" in [each.name for each in reference.within("ept-200057867")]


def test_an_epci_astride_has_several_ancestors_and_lies_within_none_of_them(reference):
    beaune = reference.territory("200006682")
    above = [each.name for each in reference.ancestors(beaune)]
    assert above == ["Côte-d'Or", "Saône-et-Loire", "Bourgogne-Franche-Comté", "France"]
    assert [each.name for each in reference.within(beaune)][1:] == ["Bourgogne-Franche-Comté", "France"]
    for epci in reference.of_kind("EPCI"):
        inside = reference.communes(epci)
        assert inside
        for holder in reference.within(epci)[1:]:
            assert all(holder in reference.ancestors(commune) for commune in inside)


def test_every_commune_has_a_departement_a_region_and_but_a_few_an_epci(reference):
    alone = [each for each in reference.of_kind("Commune") if not each.epci]
    assert {each.code for each in alone if each.departements[0] < "975"} == {
        "22016",
        "29083",
        "29155",
        "85113",
    }
    for each in reference.of_kind("Commune"):
        assert len(each.departements) == len(each.regions) == 1


@pytest.mark.parametrize(
    ("code", "holder", "until"),
    [
        ("50173", "50129", "2016-01-01"),  # Équeurdreville-Hainneville, in Cherbourg-en-Cotentin
        ("78251", "78551", "2019-01-01"),  # Fourqueux, in Saint-Germain-en-Laye
        ("50383", "50129", "2000-02-28"),  # Octeville
        ("75011", "94011", "1968-01-01"),  # Bonneuil-sur-Marne, when the Seine was divided
    ],
)
def test_a_retired_code_leads_to_its_holder_and_says_since_when(reference, code, holder, until):
    commune, past = reference.holder(code)
    assert (commune.code, past.until) == (holder, until)


def test_after_the_history_only_two_vintages_bound_the_change(reference):
    _, past = reference.holder("93059")
    assert (past.name, past.status) == ("Pierrefitte-sur-Seine", "deleguee")
    assert (past.until, past.after, past.before) == ("", "2024", "2025")


def test_every_former_code_leads_to_a_commune_in_force(reference):
    several = list(reference.all_former())
    assert len(several) > 7_000
    for past in several:
        assert reference.commune(past.holder)
        assert not (past.until and past.before)
    assert len([past for past in several if past.status == "arrondissement"]) == 45


def test_an_unknown_code_names_the_nearest(reference):
    with pytest.raises(UnknownName, match="61099"):
        reference.territory("61999")
    assert "61063" in reference.nearest_codes("61663")
    assert reference.nearest_codes("2A400")
    assert reference.nearest_codes("") == reference.nearest_codes("9" * 500) == ()


def test_the_files_are_small_and_the_memory_too():
    folder = files("maillage.data.territories")
    data = [file for file in folder.iterdir() if file.name.endswith((".csv", ".gz", ".toml"))]
    assert sum(len(file.read_bytes()) for file in data) < 3_000_000
    tracemalloc.start()
    load_reference.__wrapped__()
    assert tracemalloc.get_traced_memory()[1] < 80_000_000
    tracemalloc.stop()


def commune(code: str, name: str, **more: object) -> dict[str, object]:
    own = {"type": "commune-actuelle", "departement": "61", "region": "28", "codesPostaux": ["61220"]}
    return {"code": code, "nom": name, "population": 10, **own, **more}


def package(folder: Path, communes: list[dict[str, object]]) -> Path:
    data = {
        "communes": communes,
        "epci": [{"code": "200000001", "nom": "CC  Deux", "type": "CC", "membres": [{"code": "61001"}]}],
        "ept": [],
        "departements": [{"code": "61", "nom": "Orne", "region": "28", "zone": "metro"}],
        "regions": [{"code": "28", "nom": "Normandie", "zone": "metro"}],
        "historique-communes": [],
    }
    (folder / "data").mkdir(parents=True)
    for name, content in data.items():
        (folder / "data" / f"{name}.json").write_text(json.dumps(content), "utf-8")
    (folder / "package.json").write_text('{"name": "paquet", "version": "1"}', "utf-8")
    return folder


def test_the_files_are_made_the_same_each_time(tmp_path, monkeypatch, capsys):
    before = package(tmp_path / "a", [commune("61001", "Un"), commune("61002", "Deux")])
    now = package(tmp_path / "b", [commune("61001", "Un-Deux", anciensCodes=["61002"])])
    made = []
    for name in ("x", "y"):
        to = tmp_path / name
        to.mkdir()
        arguments = [
            "make",
            f"2026={now}",
            "--earlier",
            f"2025={before}",
            "--history",
            str(now),
            "--to",
            str(to),
        ]
        monkeypatch.setattr("sys.argv", arguments)
        make()
        made.append({file.name: file.read_bytes() for file in to.iterdir()})
    assert made[0] == made[1]
    assert len(made[0]) == 6
    assert b"200000001,CC Deux,CC,10" in made[0]["groupings.csv"]
    assert "COG 2026" in capsys.readouterr().out


def test_what_became_of_a_name_is_told_from_the_history_then_from_the_vintages():
    vintages = {
        2024: [commune("61001", "Un"), commune("61002", "Deux"), commune("61003", "Trois")],
        2025: [commune("61001", "Un-Deux", anciensCodes=["61002"]), commune("61003", "Tiers")],
    }
    history = [
        {
            "type": "COM",
            "code": "61003",
            "nom": "Vieux",
            "dateFin": "1950-01-01",
            "raisonFin": "changement de nom",
        },
        {"type": "COM", "code": "61002", "nom": "Deux", "dateDebut": "1950-01-01"},
    ]
    rows = {row[1]: row[2:] for row in former_rows(vintages, history)}
    assert rows == {
        "Un": ["61001", "merged", "", "2024", "2025"],
        "Deux": ["61001", "merged", "", "2024", "2025"],
        "Trois": ["61003", "renamed", "", "2024", "2025"],
        "Vieux": ["61003", "renamed", "1950-01-01", "", ""],
    }
