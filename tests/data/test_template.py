"""The template, filled in as a person does and read back."""

import io

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string

from maillage.data.mapping.meanings import meanings_of
from maillage.data.mapping.proposing import propose
from maillage.data.reading.isolation import read_source
from maillage.data.workspace.imports import plan_import
from maillage.data.workspace.new_workspace import init_workspace
from maillage.data.workspace.template import template, without_own_pages
from maillage.messages import LANGUAGES, speaking, text

KINDS = ("structures", "initiatives", "chantiers", "participations", "fundings", "partnerships", "events")


@pytest.fixture(params=LANGUAGES)
def spoken(request):
    with speaking(request.param):
        yield request.param


def written(tmp_path, **sheets):
    """Return the path of a template in which each sheet has received rows (header's key -> cell)."""
    book = openpyxl.load_workbook(io.BytesIO(template()))
    for name, rows in sheets.items():
        sheet = book[text(f"template.{name}")]
        headers = [cell.value for cell in sheet[1]]
        for index, row in enumerate(rows, 2):
            for key, value in row.items():
                column = headers.index(text(f"template.{name}.{key.replace('_', '-')}")) + 1
                sheet.cell(index, column, value)
    path = tmp_path / text("template.file")
    book.save(path)
    return path


def test_every_sheet_and_column_is_understood_without_a_question(spoken, tmp_path):
    source = without_own_pages(read_source([written(tmp_path)]))
    found = propose(source, {})
    assert [found[text(f"template.{kind}")].kind for kind in KINDS] == list(KINDS)
    assert found[text("template.contacts")].kind == "persons"
    assert len(found) == len(KINDS) + 1
    for table in found.values():
        assert table.sure, table.table
        for each in table.fields:
            assert each.meaning in meanings_of(table.kind) - {"", "ignore", "aside"}, (table.table, each)
            assert each.sure, (table.table, each)
    assert not [remark for remark in source.remarks if remark.rejected]


def test_codes_and_dates_are_text_lists_drop_down_and_headers_stay(spoken):
    book = openpyxl.load_workbook(io.BytesIO(template()))
    sheet = book[text("template.structures")]
    headers = {cell.value: cell for cell in sheet[1]}
    for key in ("siren", "rna", "postcode"):
        letter = headers[text(f"template.structures.{key}")].column_letter
        assert _format(sheet, letter) == "@"
    assert _format(book[text("template.chantiers")], "C") == "@"
    assert sheet.freeze_panes == "B2"
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    lists = book[text("template.lists")]
    assert lists.sheet_state == "hidden"
    choices = {str(each.sqref)[0]: each for each in sheet.data_validations.dataValidation}
    offered = choices[headers[text("template.structures.type")].column_letter]
    assert offered.formula1.startswith(f"'{text('template.lists')}'!$A$2")
    assert {"fondation", "foundation"} & {str(cell.value).casefold() for cell in lists["A"]}
    roles = next(
        each
        for each in book[text("template.participations")].data_validations.dataValidation
        if text("template.lists") in each.formula1
    )
    assert roles.errorStyle in (None, "stop")


def test_a_filled_template_becomes_tables(spoken, tmp_path):
    space = tmp_path / "espace"
    init_workspace(space, "Espace fictif")
    role = "référent" if spoken == "fr" else "referent"
    path = written(
        tmp_path,
        structures=[
            {"name": "Les Pains Fictifs", "acronym": "LPF", "postcode": "01000", "city": "Bourg-en-Bresse"},
            {"name": "Coop Imaginaire", "themes": "pain ; énergie", "homepage": "https://coop.example/"},
        ],
        initiatives=[{"name": "Initiative inventée"}],
        chantiers=[{"name": "Chantier du pain", "initiative": "Initiative inventée", "start": "2024"}],
        participations=[
            {
                "structure": "Les Pains Fictifs",
                "activity": "Chantier du pain",
                "role": role,
                "start": "2024-10",
            }
        ],
        fundings=[{"funder": "Fonds Fictif", "beneficiary": "Les Pains Fictifs", "amount": 12000}],
        partnerships=[{"structure": "Les Pains Fictifs", "partner": "Coop Imaginaire"}],
        contacts=[{"name": "Exemple", "first_name": "Camille", "structure": "Coop Imaginaire"}],
    )
    plan = plan_import(space, [path])
    rows = plan.tables.rows
    assert plan.sure
    assert not plan.imports[0].conversion.aside
    assert not plan.imports[0].conversion.rejected
    assert {row.one("name") for row in rows["structures"]} == {
        "Les Pains Fictifs",
        "Coop Imaginaire",
        "Fonds Fictif",
    }
    (chantier,) = rows["chantiers"]
    assert (chantier.one("start"), chantier.one("initiative")) == ("2024", rows["initiatives"][0].one("id"))
    (participation,) = rows["participations"]
    assert (participation.one("role"), participation.one("start")) == ("referent", "2024-10")
    (funding,) = rows["fundings"]
    assert funding.one("amount_eur") == "12000"
    assert len(rows["partnerships"]) == len(rows["contacts"]) == 1
    (account,) = [each for each in plan.imports[0].conversion.accounts if each.table.endswith("ions")][:1]
    assert account.rows == account.accepted + account.rejected + account.merged


def _format(sheet, letter):
    """Return the number format that a new cell of the column takes."""
    index = column_index_from_string(letter)
    (found,) = [each for each in sheet.column_dimensions.values() if each.min <= index <= each.max]
    return found.number_format


def test_a_list_helps_and_any_other_word_goes(spoken):
    book = openpyxl.load_workbook(io.BytesIO(template()))
    sheet, lists = book[text("template.structures")], book[text("template.lists")]
    offered = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in lists.columns}
    assert set(offered) == {
        text(f"template.{each}")
        for each in ("structures.type", "structures.legal-form", "participations.role")
    }
    forms = offered[text("template.structures.legal-form")]
    assert {"Association loi 1901 ou assimilé", "Collectivité territoriale", "Fondation"} <= {*forms}
    strict = [each for each in sheet.data_validations.dataValidation if each.showErrorMessage]
    assert strict == []


def test_the_template_and_the_guide_say_that_a_comment_is_public(spoken, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(template()))
    word = "Public"
    for name in ("structures", "chantiers", "participations", "fundings", "partnerships", "initiatives"):
        sheet = book[text(f"template.{name}")]
        (header,) = [cell for cell in sheet[1] if cell.value == text(f"template.{name}.comment")]
        assert header.comment.text.startswith(word)
    (page,) = [path for path in init_workspace(tmp_path / "e", "E") if path.name == text("guide.title")]
    told = page.read_text("utf-8")
    assert f"| note | {text('guide.column.note')} |" in told
    assert "xsd:" not in told


def test_a_type_of_one_s_own_and_a_funder_s_role_are_read(tmp_path):
    init_workspace(tmp_path / "e", "E")
    path = written(
        tmp_path,
        structures=[
            {"name": "A (fictive)", "type": "association", "legal_form": "Association loi 1901 ou assimilé"}
        ],
        chantiers=[{"name": "Pain (fictif)"}],
        participations=[{"structure": "A (fictive)", "activity": "Pain (fictif)", "role": "financeur"}],
    )
    rows = plan_import(tmp_path / "e", [path]).tables.rows
    assert {row.one("name") for row in rows["concepts"]} == {
        "association",
        "Association loi 1901 ou assimilé",
    }
    assert [row.one("role") for row in rows["participations"]] == ["funder-support"]
