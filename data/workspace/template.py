"""A spreadsheet to fill in: headers in French or English, drop-down lists, a help sheet."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...messages import LANGUAGES, language, speaking, text

if TYPE_CHECKING:
    import xlsxwriter

    from ..reading.raw import RawSource

_ROWS = 2000  # rows that have a drop-down list
# Cells of text: the zeros of a code are part of it, and a year alone is no day since 1900.
_TEXTS = ("siren", "rna", "postcode", "phone", "start", "end")


@dataclass(frozen=True)
class _Column:
    """A column of the template: its key in the catalogue, and what its drop-down list offers."""

    key: str
    scheme: str = ""
    names_of: str = ""


# The sheets and their columns. A sheet's rows are of the table of that name ("contacts" are people).
_SHEETS: Mapping[str, tuple[_Column, ...]] = {
    "structures": (
        _Column("name"),
        _Column("acronym"),
        _Column("siren"),
        _Column("rna"),
        _Column("type", scheme="types-of-structure"),
        _Column("legal-form", scheme="legal-forms"),
        _Column("themes"),
        _Column("street"),
        _Column("postcode"),
        _Column("city"),
        _Column("coverage"),
        _Column("homepage"),
        _Column("networks"),
        _Column("description"),
        _Column("comment"),
    ),
    "initiatives": (
        _Column("name"),
        _Column("start"),
        _Column("end"),
        _Column("coverage"),
        _Column("description"),
        _Column("comment"),
    ),
    "chantiers": (
        _Column("name"),
        _Column("initiative", names_of="initiatives"),
        _Column("start"),
        _Column("end"),
        _Column("coverage"),
        _Column("description"),
        _Column("comment"),
    ),
    "participations": (
        _Column("structure", names_of="structures"),
        _Column("activity", names_of="chantiers"),
        _Column("role", scheme="roles"),
        _Column("start"),
        _Column("end"),
        _Column("comment"),
    ),
    "fundings": (
        _Column("funder", names_of="structures"),
        _Column("beneficiary"),
        _Column("amount"),
        _Column("start"),
        _Column("end"),
        _Column("comment"),
    ),
    "partnerships": (
        _Column("structure", names_of="structures"),
        _Column("partner", names_of="structures"),
        _Column("start"),
        _Column("end"),
        _Column("comment"),
    ),
    "events": (
        _Column("name"),
        _Column("part-of", names_of="chantiers"),
        _Column("start"),
        _Column("end"),
        _Column("place"),
        _Column("participants"),
        _Column("description"),
    ),
    "contacts": (
        _Column("name"),
        _Column("first-name"),
        _Column("structure", names_of="structures"),
        _Column("post"),
        _Column("email"),
        _Column("phone"),
    ),
}


def template() -> bytes:
    """Return the template, an XLSX file, in the language spoken."""
    import xlsxwriter

    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"title": text("template.title"), "comments": text("template.about")})
        help_sheet = book.add_worksheet(text("template.help"))
        for sheet in _SHEETS:
            book.add_worksheet(text(f"template.{sheet}"))
        lists = _write_lists(book)
        for sheet, columns in _SHEETS.items():
            _write_sheet(book, sheet, columns, lists)
        _write_help(book, help_sheet)
    return content.getvalue()


def without_own_pages(source: "RawSource") -> "RawSource":
    """Return what a filled template holds, without its help and lists, which say nothing of a network."""
    pages = set()
    for each in LANGUAGES:
        with speaking(each):
            pages |= {text("template.help"), text("template.lists")}
    return replace(
        source,
        tables=tuple(table for table in source.tables if _sheet(table.name) not in pages),
        remarks=tuple(each for each in source.remarks if _sheet(each.table) not in pages),
    )


def _sheet(table: str) -> str:
    """Return the sheet's name of a raw table, which a file's name may precede."""
    return table.rpartition("/")[2].strip()


def _write_lists(book: "xlsxwriter.Workbook") -> dict[str, str]:
    """Write the hidden sheet of the lists; return scheme -> range of its labels."""
    name = text("template.lists")
    sheet = book.add_worksheet(name)
    sheet.hide()
    ranges = {}
    columns = {each.scheme: (kind, each) for kind, some in _SHEETS.items() for each in some if each.scheme}
    for index, (scheme, (kind, column)) in enumerate(columns.items()):
        labels = [*_labels(scheme), *(_legal_categories() if scheme == "legal-forms" else ())]
        sheet.write_column(0, index, [text(f"template.{kind}.{column.key}"), *labels])
        letter = chr(ord("A") + index)
        ranges[scheme] = f"='{name}'!${letter}$2:${letter}${len(labels) + 1}"
    return ranges


def _labels(scheme: str) -> list[str]:
    """Return the labels of a typology, in alphabetical order."""
    from rdflib.namespace import SKOS

    from ...ontology.terms import load_typologies, scheme_iri

    graph = load_typologies()
    labels = (
        str(label)
        for concept in graph.subjects(SKOS.inScheme, scheme_iri(scheme))
        for label in graph.objects(concept, SKOS.prefLabel)
        if getattr(label, "language", "") == language()
    )
    return sorted(labels, key=str.casefold)


def _legal_categories() -> list[str]:
    """Return the labels of INSEE's legal categories, second level, in the order of their codes."""
    content = (files(__package__) / "legal-categories.csv").read_text("utf-8")
    return [row["label"] for row in csv.DictReader(content.splitlines(), delimiter=";")]


def _write_sheet(
    book: "xlsxwriter.Workbook", name: str, columns: tuple[_Column, ...], lists: Mapping[str, str]
) -> None:
    sheet = book.get_worksheet_by_name(text(f"template.{name}"))
    head = book.add_format({"bold": True, "bg_color": "#DDE9E4", "border": 1, "text_wrap": True})
    written = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 1)
    for index, column in enumerate(columns):
        header, advice = text(f"template.{name}.{column.key}"), text(f"template.about.{name}.{column.key}")
        wide = column.key in ("name", "description", "comment", "themes", "coverage", "street")
        sheet.set_column(index, index, 38 if wide else 22, written if column.key in _TEXTS else None)
        sheet.write_string(0, index, header, head)
        sheet.write_comment(0, index, advice, {"x_scale": 2, "author": "Maillage"})
        source = lists.get(column.scheme) or _names(column.names_of)
        if source:
            sheet.data_validation(1, index, _ROWS, index, _choice(source, column))


def _names(sheet: str) -> str:
    """Return the range of the names that another sheet holds, "" for none."""
    return f"='{text(f'template.{sheet}')}'!$A$2:$A${_ROWS}" if sheet else ""


def _choice(source: str, column: _Column) -> dict[str, Any]:
    """Return the drop-down list: only a role must be of the list; elsewhere any word goes."""
    return {
        "validate": "list",
        "source": source,
        "error_type": "stop",
        "error_title": text("template.title"),
        "error_message": text("template.not-listed"),
        "show_error": column.key == "role",
    }


def _write_help(book: "xlsxwriter.Workbook", sheet: Any) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    strong = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 30)
    sheet.set_column(2, 2, 90)
    sheet.write_string(0, 0, text("template.title"), title)
    row = 2
    for line in text("template.help-text").split("\n"):
        sheet.merge_range(row, 0, row, 2, line, plain)
        sheet.set_row(row, 15 * (1 + len(line) // 120))
        row += 1
    row += 1
    for name, columns in _SHEETS.items():
        for column in columns:
            sheet.write_string(row, 0, text(f"template.{name}"), strong)
            sheet.write_string(row, 1, text(f"template.{name}.{column.key}"), strong)
            sheet.write_string(row, 2, text(f"template.about.{name}.{column.key}"), plain)
            row += 1
    sheet.hide_gridlines(2)
