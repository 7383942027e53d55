"""No JSON reader fails on a document of odd shape: it reads, tells, or refuses with the reason."""

import importlib

import pytest

from maillage.errors import InvalidData
from maillage.messages import text

READERS = ("yeswiki", "gogocarto", "murmurations", "mykomap", "kumu")
DOCUMENTS = {
    "null": "null",
    "number": "3",
    "numbers": "[1, 2]",
    "lists": "[[1], [2]]",
    "empty": "{}",
    "objects": '{"a": []}',
    "data": '{"data": {"a": {"geo": []}}}',
    "elements": '{"elements": [{"label": [{}], "attributes": 3}], "connections": [{"from": {}, "to": []}]}',
    "no-elements": '{"elements": 3, "connections": {}}',
    "forms": '{"1": {"prepared": [3, {"id": {}, "type": [], "options": 3}]}}',
    "entries": '[{"id_fiche": {}, "id_typeannonce": [], "geolocation": 3, "carte_google": {}}]',
    "lists-of": '{"A": {"titre_liste": "x", "label": 3}, "B": {"title": "a", "nodes": [3, {"children": 5}]}}',
    "taxonomy": '{"options": [{"name": 3, "subcategories": [3, {"options": 4}]}], "name": []}',
    "compact": '{"ontology": "gogocompact", "mapping": [[3], {}], "data": [[1, 2, 3], [[], [], {}, []]]}',
    "profiles": '[{"linked_schemas": 3, "name": {}, "relationships": [{"object_url": {}}]}]',
    "config": '{"vocabs": {"a": 3, "b": {"fr": 3}}, "itemProps": {"x": {"from": []}}}',
}


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("reader", READERS)
def test_odd_documents_are_read_or_refused(tmp_path, reader, document):
    file = tmp_path / "odd.json"
    file.write_text(DOCUMENTS[document], "utf-8")
    try:
        source = importlib.import_module(f"maillage.data.readers.{reader}").read([file])
    except InvalidData as error:
        assert "odd.json" in str(error)
        return
    for remark in source.remarks:
        parts = ("what", "mend") if remark.rejected else ("what",)
        for part in parts:
            assert text(f"{remark.key}.{part}", value=remark.value, column=remark.column, **remark.values)


@pytest.mark.parametrize(
    "content", ["\n\n", "datetime_create,datetime_latest\n", "Label,Type,Tags\n", "name,tags[0]\n"]
)
@pytest.mark.parametrize("reader", ["yeswiki", "murmurations", "mykomap", "kumu"])
def test_tables_without_rows_are_read_or_refused(tmp_path, reader, content):
    file = tmp_path / "odd.csv"
    file.write_text(content, "utf-8")
    try:
        source = importlib.import_module(f"maillage.data.readers.{reader}").read([file])
    except InvalidData as error:
        assert "odd.csv" in str(error)
    else:
        assert all(table.rows == () for table in source.tables)
