"""What a written place designates, on the real reference; the codes are INSEE's, written by hand."""

import json

import pytest

from maillage.data.territories.matching import match
from maillage.data.territories.reference import load_reference
from maillage.errors import MaillageError
from maillage.messages import set_language

from ..command import run

COMMUNES = load_reference().of_kind("Commune")

HARD = {
    "L'Haÿ-les-Roses": "94038",
    "l hay les roses": "94038",
    "Y": "80829",
    "Eu": "76255",
    "Oô": "31404",
    "Œting": "57521",
    "oeting": "57521",
    "Ste-Mère-Eglise": "50523",
    "ST GERMAIN EN LAYE": "78551",
    "Neuilly s/Seine": "92051",
    "Chalon s/ Saône": "71076",
    "Fresnay/Sarthe": "72138",
    "Havre": "76351",
    "Le Havre": "76351",
    "Château-Thierry": "02168",
    "Chateau Thierry": "02168",
    "Saint-Denis (93)": "93066",
    "Saint-Denis, La Réunion": "97411",
    "st denis 974": "97411",
    "Saint-Denis (Aude)": "11339",
    "Saint-Denis, Gard, Occitanie": "30247",
    "Briouze, Orne": "61063",
    "briouze orne": "61063",
    "Briouze, Flers Agglo": "61063",
    "Briouze, France": "61063",
    "Ajaccio (20)": "2A004",
    "Bors (Canton de Charente-Sud)": "16053",
    "Saint-Martin (978)": "97801",
    "Nouméa": "98818",
    "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson": "51513",
    "Villeneuve d’Ascq": "59009",
    "Vienne (commune)": "38544",
    "Rouge (44)": "44146",
    "Paris": "75056",
    "Marseille 13": "13055",
    "Marseille (13)": "13055",
    "commune de Briouze": "61063",
    "ville du Havre": "76351",
    "61220 Briouze": "61063",
    "61 220 Briouze": "61063",
    "F-61220 BRIOUZE": "61063",
    "Briouze (61220)": "61063",
    "61063 Briouze": "61063",
    "INSEE 61120": "61120",
    "12 rue de la Gare, 61220 Briouze": "61063",
    "69003 Lyon": "69123",
    "75543 Paris Cedex 11": "75056",
    "Paris Cedex": "75056",
    "97400 Saint-Denis": "97411",
    "20000 Ajaccio": "2A004",
    "44000 Loire-Atlantique": "44109",
}


@pytest.mark.parametrize(("written", "code"), HARD.items())
def test_hard_names(written, code):
    found = match(written)
    assert found.outcome == "one", found.candidates[:3]
    assert (found.territory.kind, found.territory.code) == ("Commune", code)
    assert found.candidates[0].territory is found.territory
    assert not found.warnings


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Flers Agglo", "epci-200035814"),
        ("CA du Cotentin", "epci-200067205"),
        ("Communauté d'agglomération du Cotentin", "epci-200067205"),
        ("Cotentin", "epci-200067205"),
        ("Métropole de Lyon", "epci-200046977"),
        ("Lyon Métropole", "epci-200046977"),
        ("Plaine Commune", "ept-200057867"),
        ("200035814", "epci-200035814"),
        ("Orne", "departement-61"),
        ("l'Orne", "departement-61"),
        ("département de l'Orne", "departement-61"),
        ("61", "departement-61"),
        ("2A", "departement-2A"),
        ("974", "departement-974"),
        ("Normandie", "region-28"),
        ("région 28", "region-28"),
        ("Pays de la Loire", "region-52"),
        ("PACA", "region-93"),
        ("AURA", "region-84"),
        ("IDF", "region-11"),
        ("BFC", "region-27"),
        ("NAQ", "region-75"),
        ("France", "pays-france"),
        ("Mayotte", "departement-976"),
        ("Guadeloupe", "departement-971"),
        ("La Réunion (région)", "region-04"),
        ("Paris (département)", "departement-75"),
        ("Orne, Normandie", "departement-61"),
        ("Polynésie française", "departement-987"),
    ],
)
def test_what_is_wider_than_a_commune(written, key):
    found = match(written)
    assert found.territory is not None, found.candidates[:3]
    assert found.territory.key == key
    assert not found.warnings


def test_every_abbreviation_designates_what_it_says():
    for short in (
        "ARA",
        "CVL",
        "HDF",
        "PDL",
        "Région Sud",
        "Grand Lyon",
        "MGP",
        "MEL",
        "TAAF",
        "Grand Paris",
    ):
        assert str(match(short).candidates[0].reason) == "abréviation d'usage"
        assert match(short).outcome == "one"


@pytest.mark.parametrize(
    ("written", "name", "code"),
    [
        ("Paris 11e", "Paris 11e Arrondissement", "75056"),
        ("Paris XIe", "Paris 11e Arrondissement", "75056"),
        ("Paris 20", "Paris 20e Arrondissement", "75056"),
        ("Lyon 3ème", "Lyon 3e Arrondissement", "69123"),
        ("Lyon 1er", "Lyon 1er Arrondissement", "69123"),
        ("Marseille 8e arrondissement", "Marseille 8e Arrondissement", "13055"),
        ("11e arrondissement de Paris", "Paris 11e Arrondissement", "75056"),
        ("75111", "Paris 11e Arrondissement", "75056"),
    ],
)
def test_an_arrondissement_gives_its_commune_and_says_so(written, name, code):
    found = match(written)
    assert found.territory.code == code
    assert found.candidates[0].former.name == name
    assert name in str(found.warnings[0])


def test_an_arrondissement_that_does_not_exist_is_none():
    assert match("Paris 21e").territory is None
    assert match("Lyon 10e").territory is None
    assert match("Marseille 0").territory is None


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("Équeurdreville-Hainneville", "50129", "depuis le 2016-01-01"),
        ("50173", "50129", "depuis le 2016-01-01"),
        ("Tourlaville (Cherbourg-en-Cotentin)", "50129", "commune déléguée"),
        ("Châlons-sur-Marne", "51108", "ne se nomme plus ainsi depuis le 1998"),
        ("Pierrefitte-sur-Seine", "93066", "entre le COG 2024 et le COG 2025"),
        ("93059", "93066", "entre le COG 2024 et le COG 2025"),
        ("Fourqueux", "78551", "depuis le 2019-01-01"),
        ("78112 Fourqueux", "78551", "depuis le 2019-01-01"),
        ("Octeville", "50129", "depuis le 2000-02-28"),
        ("44225", "44180", "date inconnue"),
    ],
)
def test_a_retired_commune_gives_the_one_that_has_it_and_says_since_when(written, code, said):
    found = match(written)
    assert found.territory.code == code
    assert said in " ".join(map(str, found.warnings))


@pytest.mark.parametrize(
    "written",
    [
        "61120 Briouze",
        "La Haye, 61120 Briouze",
        "Briouze 61120",
        "61120 Briouze, Orne, France",
    ],
)
def test_a_postal_code_against_a_name_gives_the_name_with_a_warning_and_keeps_both(written):
    found = match(written)
    assert found.territory.code == "61063"
    assert "se contredisent" in str(found.warnings[-1])
    assert "61220" in str(found.warnings[-1])
    by_name, *by_code = found.readings
    assert [each.code for each in by_name.territories] == ["61063"]
    assert "61508" in {each.code for reading in by_code for each in reading.territories}  # Vimoutiers


def test_a_name_far_from_its_postal_code_is_taken_only_when_it_is_unique():
    assert match("75011 Briouze").territory.code == "61063"
    assert match("75011 Briouze").warnings
    assert match("61220 Saint-Denis").outcome == "several"
    assert match("99999 Briouze").territory.code == "61063"
    assert "n'est connu ni" in str(match("99999 Briouze").warnings[0])


def test_a_misspelt_name_beside_a_code_is_never_guessed():
    found = match("61220 Briouse")
    assert found.outcome == "several"
    assert found.candidates[0].territory.code == "61063"
    assert match("44000 Nante").outcome == "several"


def test_namesakes_are_ranked_never_guessed():
    found = match("Saint-Denis")
    assert found.outcome == "several"
    assert [each.territory.code for each in found.candidates[:4]] == ["97411", "93066", "11339", "30247"]
    assert {each.tier for each in found.candidates[4:]} == {3}  # former names come after
    for name in ("Sainte-Colombe", "Castres", "Bors", "La Rochelle", "61120", "20"):
        assert match(name).outcome == "several"


def test_kinds_of_one_name():
    assert match("Paris").readings[0].territories[1].key == "departement-75"
    assert [each.territory.key for each in match("Vienne").candidates] == ["departement-86", "commune-38544"]
    assert match("Mayenne").outcome == "several"
    brittany = match("Bretagne")
    assert brittany.territory.key == "region-53"
    assert "36024" in str(brittany.warnings[0])
    reunion = match("La Réunion")
    assert reunion.territory.key == "departement-974"
    assert "47222" in str(reunion.warnings[0])
    assert "region-04" in {each.territory.key for each in reunion.candidates}
    assert match("Corrèze").territory.key == "departement-19"
    assert match("Corrèze (19)").territory.key == "commune-19062"
    assert match("Vienne (86)").territory.key == "departement-86"
    assert match("La Marne").territory.key == "departement-51"
    assert "44090" in str(match("La Marne").warnings[0])


def test_a_number_is_a_departement_before_a_region():
    found = match("28")
    assert found.territory.name == "Eure-et-Loir"
    assert "Normandie" in str(found.warnings[0])
    assert match("11").territory.name == "Aude"


def test_two_places_with_no_link_are_ambiguous_and_an_address_is_told():
    assert match("Flers, Caen").outcome == "several"
    assert match("La Haye, Briouze").candidates[0].territory.code == "61063"
    found = match("12 rue de la Gare, Briouze")
    assert found.territory.code == "61063"
    assert "rue de la gare" in str(found.warnings[0])


def test_each_commune_is_found_by_its_code_first():
    for each in COMMUNES:
        assert match(each.code).candidates[0].territory is each
        assert match(f"INSEE {each.code}").territory is each


def test_each_commune_is_found_by_its_name_and_departement():
    missed = [
        each for each in COMMUNES if match(f"{each.name} ({each.departements[0]})").territory is not each
    ]
    assert missed == []


def test_each_commune_is_found_by_its_postal_code_and_name():
    missed = [
        each
        for each in COMMUNES
        for code in each.postal_codes
        if match(f"{code} {each.name.upper()}").territory is not each
    ]
    assert missed == []


def test_each_grouping_is_found_by_its_name_unless_two_bear_it():
    reference = load_reference()
    groupings = [*reference.of_kind("EPCI"), *reference.of_kind("EPT")]
    for each in groupings:
        found = match(each.name)
        assert each in [candidate.territory for candidate in found.candidates], each.name
        assert match(each.code).territory is each


def test_nothing_found_names_the_nearest():
    assert "Briouze" in {each.territory.name for each in match("Briouzze").nearest()}
    assert "61063" in {each.territory.code for each in match("61963").nearest()}
    with pytest.raises(MaillageError, match="Briouze"):
        match("Briouzze").one()
    with pytest.raises(MaillageError, match="ni proche"):
        match("qqqqqqqqq").one()


def test_reasons_are_said_in_the_language_spoken():
    found = match("61120 Briouze")
    set_language("en")
    assert "contradict each other" in str(found.warnings[0])


def test_the_command_prints_the_answer_or_the_candidates():
    one = run("territory", "61120 Briouze", "--format", "json")
    assert one.returncode == 0
    (row,) = json.loads(one.stdout)
    assert (row["code"], row["departement"], row["region"]) == ("61063", "Orne", "Normandie")
    assert "se contredisent" in row["warning"]
    several = run("territory", "Saint-Denis", "--format", "csv")
    assert several.returncode == 1
    assert several.stdout.splitlines()[1].startswith("Commune,97411,Saint-Denis,La Réunion,")
    assert several.stderr.count("\n") == 1
    none = run("--lang", "en", "territory", "Briouzze", "--format", "markdown")
    assert none.returncode == 1
    assert "close name" in none.stdout
    assert "no territory" in none.stderr
