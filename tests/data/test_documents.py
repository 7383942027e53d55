"""JSON documents: read whole and kept, or refused with the line and the reason."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.data.reading.documents import DEPTH, load_json
from maillage.data.reading.sniffing import Sniffed
from maillage.errors import InvalidData


def test_a_document_is_read_once(tmp_path):
    file = tmp_path / "a.json"
    file.write_bytes(b'\xef\xbb\xbf{"a": [1, 2.5, null, true, "\\u00e9\\ud83d\\ude00"]}')
    assert load_json(file) == {"a": [1, 2.5, None, True, "é\N{GRINNING FACE}"]}
    assert load_json(file) is load_json(file)


def test_a_document_in_utf_16_is_read(tmp_path):
    (tmp_path / "a.json").write_bytes('{"a": "é"}'.encode("utf-16"))
    assert load_json(tmp_path / "a.json") == {"a": "é"}


def test_a_fault_of_syntax_has_its_line(tmp_path):
    (tmp_path / "a.json").write_text('{\n"a": 1,\n"b" 2}', encoding="utf-8")
    with pytest.raises(InvalidData) as caught:
        load_json(tmp_path / "a.json")
    fault = caught.value.faults[0]
    assert (fault.key, fault.line) == ("reading.json-syntax", 3)
    assert '"b" 2' in fault.value


def test_the_depth_that_is_accepted(tmp_path):
    (tmp_path / "just.json").write_text("[" * DEPTH + "]" * DEPTH, encoding="utf-8")
    assert load_json(tmp_path / "just.json")
    (tmp_path / "more.json").write_text("[" * (DEPTH + 2) + "1" + "]" * (DEPTH + 2), encoding="utf-8")
    with pytest.raises(InvalidData):
        load_json(tmp_path / "more.json")


@pytest.mark.parametrize(
    ("name", "content", "document", "columns"),
    [
        ("a.json", b'{"a": 1}', {"a": 1}, ()),
        ("a.js", b' [{"a": 1}]', [{"a": 1}], ('[{"a": 1}]',)),
        ("a.txt", b"{ broken", None, ("{ broken",)),
        ("a.csv", "\nNom;Ville\nÉlan;x\n".encode("cp1252"), None, ("Nom", "Ville")),
        ("a.xlsx", b"PK\3\4", None, ()),
        ("a.csv", b'"Nom;Ville', None, ()),
        ("a.ttl", b"[] a <b> .", None, ("[] a <b> .",)),
    ],
)
def test_what_is_known_of_a_file_before_it_is_read(name, content, document, columns, tmp_path):
    (tmp_path / name).write_bytes(content)
    sniffed = Sniffed.of(tmp_path / name)
    assert (sniffed.document, sniffed.columns) == (document, columns)


def test_a_broken_document_named_json_is_refused_when_looked_at(tmp_path):
    (tmp_path / "a.json").write_bytes(b'{"a": ')
    with pytest.raises(InvalidData):
        _ = Sniffed.of(tmp_path / "a.json").document


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=4), inner
        )
    ),
    max_leaves=8,
)


@settings(max_examples=80, deadline=None)
@given(JSON)
def test_every_sound_document_comes_back(tmp_path_factory, document):
    file = tmp_path_factory.mktemp("json") / "a.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert load_json(file) == document


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet='[]{}",:0123456789.eE-nulltrue \\ud8', max_size=30))
def test_any_text_is_read_or_refused(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("json") / "a.json"
    file.write_text(content, encoding="utf-8")
    try:
        load_json(file)
    except InvalidData as error:
        assert str(error)
