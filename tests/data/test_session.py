"""Voices of a workshop: read under limits, accounted for, proposed, and facts only once somebody says yes."""

import csv
import io
import json

import pytest

from maillage.data.identity.decisions import load_decisions, undo
from maillage.data.identity.review import answer, pending
from maillage.data.readers import session
from maillage.data.tables import read_tables
from maillage.data.voices import Voice, read_voices, write_voices
from maillage.data.workspace.imports import plan_import
from maillage.errors import BadParameter, InvalidData
from maillage.messages import speaking

ID = "https://w3id.org/maillage/id/"
NAME = "atelier-2026-11-21"
TOLD = "source;locator;status"
NAMES = {"a": "Atelier du Bocage", "b": "La Remise", "c": "Épicerie des Saules", "d": "Jardin Perché"}
TABLES = {
    "maillage.toml": 'title = "Réseau inventé"\n',
    "sources.csv": "id;name;kind;fictional\ncarnet;Carnet inventé;carnet;yes\n",
    "structures.csv": f"id;name;{TOLD}\n"
    + "".join(f"{each};{name};carnet;p. 1;stated\n" for each, name in NAMES.items()),
    "initiatives.csv": f"id;name;{TOLD}\ni;Démarche inventée;carnet;p. 1;stated\n",
    "chantiers.csv": f"id;name;initiative;{TOLD}\nch;Chantier inventé;i;carnet;p. 2;stated\n",
    "partnerships.csv": f"id;structure;partner;{TOLD}\nab;a;b;carnet;p. 3;stated\n",
}


@pytest.fixture
def network(tmp_path):
    folder = tmp_path / "reseau"
    folder.mkdir()
    for name, content in TABLES.items():
        (folder / name).write_text(content, "utf-8")
    return folder


def voice(number, kind, first="", second="", words="", **more):
    ends = [
        f"{ID}{'chantier' if end == 'ch' else 'structure'}/{end}" if end else "" for end in (first, second)
    ]
    at = f"2026-11-21T10:{number:02}:00.000Z"
    return {
        "number": number,
        "at": at,
        "kind": kind,
        "first": ends[0],
        "second": ends[1],
        "words": words,
        **more,
    }


def write(folder, *voices, name=f"{NAME}.json", **more):
    document = {"format": "maillage-session", "version": 1, "workshop": "", "day": "2026-11-21", "place": ""}
    path = folder.parent / name
    path.write_text(json.dumps({**document, **more, "voices": list(voices)}), "utf-8")
    return path


def taken(network, *voices, **more):
    """Import voices; return the plan."""
    plan = plan_import(network, [write(network, *voices, **more)])
    plan.apply()
    return plan


def yes(network, number, reason=""):
    return answer(network, NAME, str(number), "yes", kind="voice", reason=reason)


def told(plan):
    return [each.key for each in plan.imports[0].conversion.rejected]


def accounts(plan):
    return [
        (each.rows, each.accepted, each.rejected, each.merged) for each in plan.imports[0].conversion.accounts
    ]


def test_the_workshop_is_a_document_with_its_day_its_place_and_as_fictional_as_the_network(network):
    taken(network, voice(1, "comment", "a", words="x"), workshop="Les voisins", place="Flers")
    (row,) = [row for row in read_tables(network).rows["sources"] if row.one("id") == NAME]
    assert row.one("name") == "Atelier du 21 novembre 2026 : Les voisins"
    assert (row.one("kind"), row.one("date"), row.one("fictional")) == ("atelier", "2026-11-21", "true")
    assert row.one("note") == "Lieu : Flers."


def test_a_real_network_has_real_workshops(network):
    (network / "sources.csv").write_text("id;name;kind\ncarnet;Carnet;carnet\n", "utf-8")
    taken(network, voice(1, "comment", "a", words="x"))
    assert not read_tables(network).by_id[NAME].one("fictional")


def test_no_voice_is_a_fact_before_a_person_says_yes(network):
    before = {name: len(rows) for name, rows in read_tables(network).rows.items()}
    taken(
        network, voice(1, "confirm", "a", "c"), voice(2, "link", "b", "ch"),
        voice(3, "structure", words="Neuve"),
        voice(4, "remove", "a", "b", "fini"), voice(5, "comment", "a", words="à voir"),
    )  # fmt: skip
    after = {name: len(rows) for name, rows in read_tables(network).rows.items()}
    assert after == {**before, "sources": before["sources"] + 1}
    assert [each.kind for each in pending(network).voices] == [
        "confirm",
        "link",
        "structure",
        "remove",
        "comment",
    ]
    assert list(pending(network).table()["kind"]) == ["voice"] * 5


def test_a_confirmed_link_rests_on_the_workshop(network):
    taken(network, voice(1, "confirm", "a", "c", "On se connaît", link="partner"))
    yes(network, 1)
    row = next(row for row in read_tables(network).rows["partnerships"] if row.one("id") != "ab")
    assert (row.one("structure"), row.one("partner")) == ("a", "c")
    assert (row.one("source"), row.one("locator"), row.one("status")) == (NAME, "parole 1", "stated")
    assert row.one("note") == "On se connaît"
    undo(network, 1)
    assert [each.number for each in pending(network).voices] == [1]
    assert len(read_tables(network).rows["partnerships"]) == 1


@pytest.mark.parametrize(
    ("kind", "link", "table", "role"),
    [
        ("confirm", "participates", "participations", "support"),
        ("link", "", "participations", "member"),
        ("confirm", "funds", "fundings", ""),
    ],
    ids=["competence", "joins", "funds"],
)
def test_a_link_becomes_a_row_of_its_table(network, kind, link, table, role):
    taken(network, voice(1, kind, "a", "ch", "oui", link=link))
    yes(network, 1)
    (row,) = read_tables(network).rows[table]
    assert "a" in (row.one("structure"), row.one("funder"))
    assert "ch" in (row.one("activity"), row.one("beneficiary"))
    assert row.one("role") == role and row.one("source") == NAME


def test_a_refused_link_is_proposed_no_more_and_says_why(network):
    taken(network, voice(1, "refuse", "a", "c"), voice(2, "refuse", "b", "c", "pas leur métier"))
    with pytest.raises(BadParameter) as silent:
        yes(network, 1)
    assert silent.value.key == "voice.no-reason"
    decision = yes(network, 2)
    assert (decision.kind, decision.answer, decision.words) == ("missing", "no", "partner")
    assert decision.reason == "pas leur métier"
    assert yes(network, 1, "déjà essayé").reason == "déjà essayé"
    assert len(read_tables(network).rows["partnerships"]) == 1


def test_what_is_called_ended_stays_contested_and_the_workshop_says_so(network):
    taken(network, voice(1, "remove", "b", "a", "fini en 2025"), voice(2, "remove", "d", words="dissoute"))
    yes(network, 1)
    yes(network, 2)
    tables = read_tables(network)
    old, new = tables.rows["partnerships"]
    assert (old.one("id"), old.one("status"), old.one("source")) == ("ab", "disputed", "carnet")
    assert old.remarks == ("Contesté : « fini en 2025 » (Atelier du 21 novembre 2026, parole 1).",)
    assert (new.one("source"), new.one("status"), new.one("note")) == (NAME, "disputed", "fini en 2025")
    assert tables.by_id["d"].one("status") == "disputed"
    assert [(row.one("subject"), row.one("source")) for row in tables.rows["mentions"]] == [("d", NAME)]
    undo(network, 2)
    undo(network, 1)
    assert {row.one("status") for row in read_tables(network).rows["partnerships"]} == {"stated"}


def test_a_tie_that_is_a_cell_of_a_row_is_contested_there(network):
    document = voice(1, "remove", "ch", words="autre démarche", second="x") | {"second": f"{ID}initiative/i"}
    taken(network, document)
    yes(network, 1)
    row = read_tables(network).by_id["ch"]
    assert row.cells["contested"] == ("initiative",) and row.one("status") == "stated"


def test_a_new_structure_is_a_row_once_agreed_and_its_nearest_are_shown(network):
    from maillage.data.identity.voices import alike

    taken(network, voice(1, "structure", words="La remise"), voice(2, "structure", words="La Recyclette"))
    found = pending(network)
    assert [each[0] for each in alike(found.voices[0], found.tables)][:1] == ["b"]
    answer(network, NAME, "1", "no", kind="voice")
    yes(network, 2)
    tables = read_tables(network)
    row = tables.by_id[f"{NAME}-la-recyclette"]
    assert (row.one("name"), row.one("source"), row.one("locator")) == ("La Recyclette", NAME, "parole 2")
    assert pending(network).voices == ()
    taken(
        network,
        voice(1, "link", "a", "x", "oui") | {"second": f"{ID}structure/{NAME}-la-recyclette"},
        name="suite.json",
    )
    assert [each.second for each in pending(network).voices] == [f"{NAME}-la-recyclette"]


def test_a_comment_is_filed_and_written_nowhere_else(network):
    taken(network, voice(1, "comment", "a", words="Madame Fictive exagère"))
    decision = yes(network, 1)
    assert "Fictive" not in str(decision)
    assert pending(network).voices == ()
    assert "Fictive" not in (network / "decisions.csv").read_text("utf-8")


def test_who_speaks_stays_among_the_contacts(network):
    plan = taken(
        network, voice(1, "confirm", "a", "c", "oui", who="Jeanne Fictive"),
        voice(2, "vote", "a", who="Jeanne Fictive"),
        voice(3, "comment", "b", words="x", who="Jeanne Fictive"),
    )  # fmt: skip
    (contact,) = read_tables(network).rows["contacts"]
    assert (contact.one("name"), contact.one("locator")) == ("Jeanne Fictive", "paroles 1, 3")
    yes(network, 1)
    others = [path for path in network.rglob("*.csv") if path.name != "contacts.csv"]
    assert len(others) > 8
    assert not [path for path in others if "Jeanne" in path.read_text("utf-8")]
    assert not any("Jeanne" in str(each) for each in plan.imports[0].conversion.rejected)


def test_voices_that_say_the_same_are_one_and_every_row_is_accounted_for(network):
    plan = taken(
        network, voice(1, "confirm", "a", "c", "oui"), voice(2, "confirm", "c", "a", "tout à fait"),
        voice(3, "structure", words="La Recyclette"), voice(4, "structure", words="la recyclette"),
        voice(5, "comment", "a"), voice(6, "comment", "zz", words="x"), 7,
    )  # fmt: skip
    assert accounts(plan) == [(7, 2, 3, 2)]
    first = pending(network).voices[0]
    assert (first.words, first.also) == ("oui ; tout à fait", "2")
    assert told(plan) == ["session.not-voice", "session.no-words", "session.unknown"]


def test_the_table_and_the_document_of_one_session_are_the_same(network):
    voices = [
        voice(1, "confirm", "a", "c", '=oui;"x"', link="partner"),
        voice(2, "comment", "b", words="'à voir"),
    ]
    columns = ["number", "at", "kind", "first", "second", "link", "words", "who", "day"]
    content = io.StringIO(newline="")
    writer = csv.DictWriter(content, columns, delimiter=";", quoting=csv.QUOTE_ALL, restval="")
    writer.writeheader()
    for each in voices:
        words = f"'{each['words']}" if each["words"].startswith("=") else each["words"]
        writer.writerow({**each, "words": words, "day": "21/11/2026"})
    table = network.parent / f"{NAME}.csv"
    table.write_text("\ufeff" + content.getvalue(), "utf-8")
    document = write(network, *voices)
    taken(network, *voices)
    again = plan_import(network, [table])
    assert again.nothing and again.imports[0].source.format == "session"
    both = plan_import(network, [document, table])
    assert accounts(both) == [(4, 2, 0, 2)]


def test_a_session_goes_on_and_is_read_again(network):
    taken(network, voice(1, "confirm", "a", "c"))
    assert plan_import(network, [write(network, voice(1, "confirm", "a", "c"))]).nothing
    yes(network, 1)
    plan = taken(network, voice(1, "confirm", "a", "c"), voice(2, "link", "c", "d"))
    assert not plan.nothing
    assert [each.number for each in pending(network).voices] == [2]
    copy = taken(network, voice(1, "confirm", "a", "c"), voice(2, "link", "c", "d"), name="copie.json")
    assert copy.imports[0].name == "copie"
    assert [each.number for each in pending(network).voices] == [2]


def test_two_laptops_of_one_workshop_number_apart(network):
    files = [write(network, voice(1, "comment", "a", words="x"), name="atelier.1.json")]
    files.append(write(network, voice(1, "comment", "b", words="y"), name="atelier.2.json"))
    plan = plan_import(network, files, name=NAME)
    plan.apply()
    assert [(each.number, each.first) for each in pending(network).voices] == [(1, "a"), (2, "b")]


def test_an_answer_put_off_comes_last_and_a_contrary_voice_is_shown(network):
    taken(
        network,
        voice(1, "confirm", "a", "c"),
        voice(2, "refuse", "c", "a", "jamais"),
        voice(3, "link", "b", "d"),
    )
    answer(network, NAME, "1", "later", kind="voice")
    assert [each.number for each in pending(network).voices] == [2, 3, 1]
    assert list(pending(network).table()["against"]) == ["parole 1", "", "jamais"]
    yes(network, 2)
    assert [each.number for each in pending(network).voices] == [3]


def test_an_older_decision_does_not_silence_a_later_workshop(network):
    (network / "decisions.csv").write_text(
        "kind;first;second;answer;date;reason;words\nmissing;a;c;no;2024-01-01;trop tôt;partner\n", "utf-8"
    )
    taken(network, voice(1, "confirm", "a", "c"))
    assert [each.number for each in pending(network).voices] == [1]


def test_a_workshop_that_is_forgotten_takes_its_links_with_it_and_says_so(network):
    from maillage.data.workspace.forgetting import forget

    taken(
        network,
        voice(1, "confirm", "a", "c"),
        voice(2, "structure", words="Neuve"),
        voice(3, "remove", "b", words="x"),
    )
    for number in (1, 2, 3):
        yes(network, number)
    forget(network, NAME)
    tables = read_tables(network)
    assert len(tables.rows["partnerships"]) == 1 and f"{NAME}-neuve" not in tables.by_id
    assert tables.by_id["b"].one("status") == "stated"
    assert [each.key for each in tables.warnings] == ["decision.unknown"] * 3
    assert len(load_decisions(network)) == 3


@pytest.mark.parametrize(
    ("bad", "key"),
    [
        (voice(1, "comment", words="x") | {"first": "javascript:alert(1)"}, "session.bad-iri"),
        (voice(1, "comment", words="x") | {"first": f"{ID}structure/../a"}, "session.bad-iri"),
        (voice(1, "comment", words="x") | {"first": f"{ID}chantier/a"}, "session.unknown"),
        (voice(1, "confirm", "a"), "session.no-end"),
        (voice(1, "remove", words="x"), "session.no-end"),
        (voice(1, "link", "a", "a"), "session.no-link"),
        (voice(1, "confirm", "a", "b", link="owns"), "session.no-link"),
        (voice(1, "confirm", "a", "b", link="covers"), "session.no-link"),
        (voice(1, "structure", words="\u200b \n"), "session.no-words"),
        (voice(1, "comment", "a", words="x" * 1001), "session.too-long"),
        (voice(1, "CONFIRM", "a", "b"), "session.kind"),
        (voice(1, "comment", "a") | {"words": {"a": []}}, "session.not-voice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_voice_that_cannot_be_is_rejected_with_its_reason(network, bad, key):
    plan = taken(network, voice(9, "comment", "b", words="bonne"), bad)
    assert told(plan) == [key]
    assert accounts(plan) == [(2, 1, 1, 0)]
    rejected = (network / "imports" / NAME / "report" / "rejected.csv").read_text("utf-8-sig")
    assert len(rejected.splitlines()) >= 2
    for language in ("fr", "en"):
        with speaking(language):
            assert all(each.reason and each.mend for each in plan.imports[0].conversion.rejected)


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"version": 2}, "session.version"),
        ({"version": "<b>"}, "session.version"),
        ({"voices": {}}, "session.no-voices"),
        ({"voices": [{}] * 10_001}, "session.too-many"),
    ],
    ids=["version", "markup", "shape", "many"],
)
def test_a_document_that_is_no_session_of_ours_is_refused(network, more, key):
    path = write(network)
    path.write_text(json.dumps({"format": "maillage-session", "version": 1, "voices": [], **more}), "utf-8")
    with pytest.raises(InvalidData) as refused:
        plan_import(network, [path])
    assert [each.key for each in refused.value.faults] == [key]
    assert NAME in str(refused.value)


def test_a_million_voices_are_refused_before_the_limits_of_the_reader(network):
    path = network.parent / "million.csv"
    path.write_text("number;at;kind;first;second;words;who\n" + "1;;comment;;;x;\n" * 400_000, "utf-8")
    with pytest.raises(InvalidData) as refused:
        plan_import(network, [path])
    assert [each.key for each in refused.value.faults] == ["session.too-many"]


def test_where_nothing_can_be_taken_the_reasons_are_told(network):
    with pytest.raises(InvalidData) as refused:
        plan_import(network, [write(network, voice(1, "comment", "nulle", words="x", first_label="Nulle"))])
    assert [each.key for each in refused.value.faults] == ["import.nothing", "session.unknown"]
    assert "Nulle" in str(refused.value) and not (network / "imports").exists()


def test_markup_is_kept_as_words(network):
    words = "<script>alert(1)</script> & « oui »"
    taken(network, voice(1, "confirm", "a", "c", words))
    assert yes(network, 1).reason == words


def test_odd_documents_are_read_or_refused(tmp_path):
    for content in ('{"format": "maillage-session", "version": 1}', '{"a": 1}', "number;at\n"):
        path = tmp_path / "odd.json"
        path.write_text(content, "utf-8")
        with pytest.raises(InvalidData):
            session.read([path])


def test_the_report_gives_the_voices_back(tmp_path):
    voices = (
        Voice(1, "comment", "a", words="=1+1", at="2026", source="x"),
        Voice(2, "structure", words="'+", source="x"),
    )
    write_voices(tmp_path, voices)
    assert read_voices(tmp_path, "x") == voices
    assert read_voices(tmp_path / "none", "x") == ()


def test_a_number_that_no_voice_has_is_told(network):
    taken(network, voice(1, "comment", "a", words="x"))
    with pytest.raises(BadParameter) as none:
        yes(network, 7)
    assert none.value.key == "voice.none" and f"{NAME} 1" in str(none.value)
