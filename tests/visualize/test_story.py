"""The steps of a story: names made states of the page, and every fault told where it is with what is near."""

from urllib.parse import parse_qsl

import networkx as nx
import pytest

from maillage.errors import InvalidData, UnknownName
from maillage.messages import speaking
from maillage.visualize.grouping.groups import Group, Grouping
from maillage.visualize.story import MOST, Ways, read_story

KINDS = ("Structure", "Chantier")


@pytest.fixture
def network():
    made = nx.MultiDiGraph(fictional=True)
    for key, name, kind, type_ in (
        ("s1", "Atelier du Bocage", "Structure", "association"),
        ("s2", "La Remise à vélos", "Structure", "collectif d'habitants"),
        ("c1", "Réemploi", "Chantier", None),
        ("p1", "Jeanne Fictive", "Person", None),
    ):
        made.add_node(key, label=name, kind=kind, type=type_, short=None, alt=[])
    made.add_edge("s1", "c1", relation="participatesIn", label="membre + pilote", status="stated", reasons=[])
    made.add_edge("s2", "c1", relation="funds", label="finance", status="stated", reasons=[])
    return made


WAYS = Ways(
    (
        Grouping(
            "chantier", "", "", (Group("c1", "Réemploi", ("c1", "s1"), 2), Group("none", "Sans", (), 0))
        ),
        Grouping("type", "", "", (Group("Chantier/", "Chantiers", ("c1",), 1), Group("a", "x", ("s1",), 1))),
    ),
    "chantier",
)


def steps(tmp_path, network, written, ways=WAYS):
    path = tmp_path / "histoire.toml"
    path.write_text(written, "utf-8")
    return read_story(path, network, KINDS, ways)


def state(tmp_path, network, written, ways=WAYS):
    """Return what the page's address says of the only step."""
    (step,) = steps(tmp_path, network, f'[[step]]\ntitle = "x"\n{written}\n', ways)
    return parse_qsl(step["state"].replace("+", "%2B"))


def keys(error):
    return [fault.key for fault in error.value.faults]


def test_a_step_has_a_title_a_sentence_and_everything_by_default(tmp_path, network):
    told = steps(tmp_path, network, '[[step]]\ntitle = "Bienvenue"\nsentence = "Voici\\ntout !"\n')
    assert told == [{"title": "Bienvenue", "sentence": "Voici tout\xa0!", "state": ""}]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('node = ["atelier du bocage"]', [("node", "s1")]),
        ('node = "LA REMISE A VELOS"\ndegree = 2', [("node", "s2"), ("degree", "2")]),
        ('node = ["s1", "Réemploi"]\npath = true', [("node", "s1"), ("node", "c1"), ("path", "1")]),
        ('hide_types = ["Chantiers"]', [("hide", "-Chantier/")]),
        ('hide_types = "chantier"', [("hide", "-Chantier/")]),
        ('hide_types = ["association"]', [("hide", "-Structure/Association")]),
        (
            'hide_types = ["Structures"]',
            [("hide", "-Structure/Association"), ("hide", "-Structure/Collectif d'habitants")],
        ),
        ('hide_types = ["Personnes"]', []),
        ('show_types = ["Personnes"]', [("hide", "+Person/")]),
        ('node = "Jeanne Fictive"', [("node", "p1"), ("hide", "+Person/")]),
        ('node = "Réemploi"\nhide_types = ["Chantiers"]', [("node", "c1")]),
        ('hide_links = ["Membre + pilote"]', [("hide", "~membre + pilote")]),
        (
            'state = "#node=s1&degree=2&hide=%2BPerson%2F"',
            [("node", "s1"), ("degree", "2"), ("hide", "+Person/")],
        ),
        ('state = "by=chantier&open=c1&open=none"', [("by", "chantier"), ("open", "c1"), ("open", "none")]),
        ('state = "open=reemploi"', [("open", "c1")]),
        ('state = "group=chantier%3AR%C3%A9emploi"', [("group", "chantier:c1")]),
        (
            'state = "open=Chantier%2F&group=type%3AChantier%2F&by=type"',
            [("open", "Chantier/"), ("group", "type:Chantier/"), ("by", "type")],
        ),
    ],
)
def test_friendly_keys_become_the_address_of_the_page(tmp_path, network, written, expected):
    assert state(tmp_path, network, written) == expected


@pytest.mark.parametrize(
    ("written", "key", "said"),
    [
        ('node = ["Atelier du Bocaje"]', "story.node", "Atelier du Bocage"),
        ("node = [3]", "story.names", "node"),
        ('nodes = ["s1"]', "story.key", "node"),
        ("degree = 4", "story.degree", "3"),
        ("degree = true", "story.degree", "True"),
        ("path = 1", "story.path", "true"),
        ('node = "s1"\npath = true', "story.path-ends", "node"),
        ('hide_types = ["asociation"]', "story.types", "Association"),
        ('hide_links = ["financement"]', "story.links", "finance"),
        ('state = "node=s9"', "story.node", "Réemploi"),
        ('state = "link=0-1"', "story.link", "path = true"),
        ('state = "couleur=bleu"', "story.address", "couleur"),
        ("state = 3", "story.not-text", "3"),
        ('state = "by=couleur"', "story.by", "chantier, type"),
        ('state = "by=couleur&open=c1&group=couleur%3Ac1"', "story.by", "couleur"),
        ('state = "group=couleur%3Ac1"', "story.by", "couleur"),
        ('state = "open=Réemplois"', "story.group", "Réemploi"),
        ('state = "group=chantier%3Ac9"', "story.group", "c9"),
        ('state = "open=c1&by=type"', "story.group", "Chantiers"),
        ('state = "group=type%3AChantier%2F"', "story.other-way", "by=type"),
        ('state = "node=s1"\ndegree = 2', "story.two-ways", "degree"),
        ("sentence = 3", "story.not-text", "3"),
        (f'sentence = "{"x" * 401}"', "story.too-long", "400"),
    ],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_fault_says_which_step_which_key_and_what_is_near(  # noqa: PLR0917
    tmp_path, network, written, key, said, language
):
    with speaking(language):
        with pytest.raises(InvalidData) as refused:
            state(tmp_path, network, written)
        words = str(refused.value)
    assert keys(refused) == [key]
    assert said in words
    assert ("étape 1" if language == "fr" else "step 1") in words and "histoire.toml" in words


@pytest.mark.parametrize("part", ["by=chantier", "open=c1", "group=chantier%3Ac1"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_map_that_is_not_grouped_has_no_groups_to_open(tmp_path, network, part, language):
    with speaking(language), pytest.raises(InvalidData, match="--by") as refused:
        state(tmp_path, network, f'state = "{part}"', Ways())
    assert keys(refused) == ["story.ungrouped"]
    assert refused.value.faults[0].line == 1


def test_every_fault_is_told_at_once_with_the_line_of_its_step(tmp_path, network):
    with pytest.raises(InvalidData) as refused:
        steps(tmp_path, network, '[[step]]\ntitle = "a"\n\n[[step]]\ndegree = 9\nnode = "zz"\n')
    assert sorted(keys(refused)) == ["story.degree", "story.no-title", "story.node"]
    assert {fault.line for fault in refused.value.faults} == {4}
    assert "étape 2" in str(refused.value)


def test_several_things_of_one_name_are_told_apart_by_their_addresses(tmp_path, network):
    network.add_node("s3", label="Atelier du Bocage", kind="Structure", type=None, short=None, alt=[])
    with pytest.raises(InvalidData) as refused:
        state(tmp_path, network, 'node = "Atelier du Bocage"')
    assert keys(refused) == ["story.several"] and "s1, s3" in str(refused.value)


def test_groups_of_one_name_are_told_apart_by_their_keys(tmp_path, network):
    twins = Grouping("chantier", "", "", tuple(Group(key, "Réemploi", (), 1) for key in ("c1", "c2")))
    with pytest.raises(InvalidData) as refused:
        state(tmp_path, network, 'state = "open=R%C3%A9emploi"', Ways((twins,), "chantier"))
    assert keys(refused) == ["story.several"] and "c1, c2" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"[[step]\n", "story.toml"),
        (b"\xff\xfe", "story.toml"),
        (b"title = 'x'\n", "story.no-step"),
        (b"step = []\n", "story.no-step"),
        (b"step = 'x'\n", "story.no-step"),
        (b"colour = 1\n[[step]]\ntitle = 'x'\n", "story.no-step"),
        (b"[[step]]\ntitle = 'x'\n" * (MOST + 1), "story.too-many"),
        (b"#" * (2**20 + 1), "story.too-large"),
        (b"a = " + b"[" * 100_000, "story.toml"),
    ],
    ids=["syntax", "encoding", "none", "empty", "text", "other", "many", "large", "deep"],
)
def test_a_file_that_is_no_story_is_refused(tmp_path, network, content, key):
    path = tmp_path / "histoire.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidData) as refused:
        read_story(path, network, KINDS)
    assert keys(refused) == [key] and "histoire.toml" in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path, network):
    with pytest.raises(UnknownName) as refused:
        read_story(tmp_path / "rien.toml", network, KINDS)
    assert refused.value.key == "story.no-file"
