"""JSON that is broken, bottomless or ambiguous, under the shapes that wikis and maps give it."""

from importlib import import_module

import pytest

from maillage.data.reading.raw_json import to_json
from maillage.errors import InvalidData

ENTRY = '{"id_fiche": "EssaiA", "id_typeannonce": "1", "bf_titre": "Essai A"}'
ELEMENTS = '{"ontology": "gogofull", "data": [%s]}'
KUMU = '{"elements": [%s], "connections": []}'
PROFILE = '{"linked_schemas": ["organizations_schema-v1.0.0"], "name": %s}'
FILES = {
    "truncated-yeswiki": (f'{{"EssaiA": {ENTRY}, "EssaiB": {{"id_fic', "reading.json-syntax"),
    "truncated-gogocarto": (ELEMENTS[:-6], "reading.json-syntax"),
    "truncated-kumu": (KUMU[:-1] % '{"label": "Essai"}', "reading.json-syntax"),
    "truncated-murmurations": (PROFILE[:-1] % '"Essai"', "reading.json-syntax"),
    "two-documents": (f"{ENTRY}\n{ENTRY}", "reading.json-syntax"),
    "comments": (f"// essai\n{ENTRY}", "reading.json-syntax"),
    "single-quotes": ("{'label': 'Essai'}", "reading.json-syntax"),
    "raw-control": ('{"label": "a\x01b"}', "reading.json-syntax"),
    "words": ("Connexion refusée", "reading.json-syntax"),
    "deep-lists": ("[" * 100_000 + "]" * 100_000, "reading.json-deep"),
    "deep-objects": ('{"a":' * 100_000 + "1" + "}" * 100_000, "reading.json-deep"),
    "deep-enough": (KUMU % ('{"label": ' * 150 + '"a"' + "}" * 150), "reading.json-deep"),
    "deep-and-open": ("[" * 100_000, "reading.json-deep"),
    "nan": (ELEMENTS % '{"id": 1, "name": "E", "geo": {"latitude": NaN}}', "reading.json-number"),
    "infinite": (ELEMENTS % '{"id": 1, "name": "E", "geo": {"latitude": -Infinity}}', "reading.json-number"),
    "huge-float": (ELEMENTS % '{"id": 1, "name": "E", "geo": {"latitude": 1e999}}', "reading.json-number"),
    "huge-integer": (KUMU % f'{{"label": "E", "attributes": {{"n": {"9" * 5_000}}}}}', "reading.json-number"),
    "lone-surrogate": (PROFILE % r'"Essai \ud83d"', "reading.json-sign"),
    "lone-surrogate-in-key": (KUMU % r'{"label": "E", "\udc00": 1}', "reading.json-sign"),
    "escaped-nul": (KUMU % r'{"label": "Essai\u0000"}', "reading.json-sign"),
    "key-twice": (KUMU % '{"label": "Essai A", "label": "Essai B"}', "reading.json-twice"),
    "entry-twice": (f'{{"EssaiA": {ENTRY}, "EssaiA": {ENTRY}}}', "reading.json-twice"),
    "cp1252": ('{"label": "Élan"}'.encode("cp1252"), "reading.json-encoding"),
    "raw-nul": (b'{"label": "a"}\0', "reading.json-syntax"),
    "number": ("12", "reading.unknown-format"),
    "nothing-known": ('{"weather": "sunny"}', "reading.unknown-format"),
    "nothing-in-it": ("{}", "reading.unknown-format"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_document_that_cannot_be_read(name, tmp_path, refused):
    content, key = FILES[name]
    file = tmp_path / f"{name}.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert refused(file).key == key


@pytest.mark.parametrize("format_name", ["yeswiki", "gogocarto", "kumu", "murmurations"])
@pytest.mark.parametrize("content", ["[]", "{}", "null", "[1]", '["a"]', '{"a": [null]}', '[{"name": 3}]'])
def test_a_document_of_another_shape_given_by_name(format_name, content, tmp_path):
    """A format that the user names is read or refused with a sentence, whatever the document holds."""
    (tmp_path / "shape.json").write_text(content, encoding="utf-8")
    reader = import_module(f"maillage.data.readers.{format_name}")
    try:
        lines = [*to_json(reader.read([tmp_path / "shape.json"]))]
    except InvalidData as error:
        assert str(error)
    else:
        assert lines
