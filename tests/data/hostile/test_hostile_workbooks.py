"""Workbooks that inflate without end, reach too far, lie about themselves, or carry entities."""

import io
import struct
import zipfile
from collections.abc import Callable

import pytest

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
SCHEMAS = "http://schemas.openxmlformats.org"
MAIN = f"{SCHEMAS}/spreadsheetml/2006/main"
OFFICE_DOCUMENT = f"{SCHEMAS}/officeDocument/2006/relationships"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE_DOCUMENT}"><sheets>'
    '<sheet name="Membres" sheetId="1" r:id="r1"/></sheets></workbook>'
)
RELATIONS = (
    f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


def sheet(rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>', before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def book(parts: dict[str, str | bytes] | None = None, sheet_xml: str = "") -> bytes:
    """Return a workbook by hand: the parts of a small one, with others put in their place."""
    own = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet_xml or sheet(),
    }
    return archive(own | (parts or {}))


def archive(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return file.getvalue()


def far(cell: str) -> bytes:
    line = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return book(sheet_xml=sheet(f'{rows}<row r="{line}"><c r="{cell}"><v>1</v></c></row>'))


def bomb() -> bytes:
    return book({"xl/media/zeros.bin": bytes(201 * 2**20)})


def lying_bomb() -> bytes:
    """Return a bomb whose directory declares a byte a part: only inflating it tells."""
    content = bytearray(bomb())
    size = struct.pack("<I", 201 * 2**20)
    place = content.find(size)
    while place >= 0:
        content[place : place + 4] = struct.pack("<I", 1)
        place = content.find(size)
    return bytes(content)


def encrypted_entries() -> bytes:
    content = bytearray(book())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    return bytes(content)


def twice() -> bytes:
    file = io.BytesIO(book())
    with zipfile.ZipFile(file, "a") as zipped, pytest.warns(UserWarning, match="Duplicate"):
        zipped.writestr("xl/workbook.xml", BOOK)
    return file.getvalue()


def ods(content: str, manifest: str = "<manifest/>") -> bytes:
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
    )


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS = (
    f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
    f'xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="M">{{}}'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
)

FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.xlsx": (bomb, "reading.zip-inflated"),
    "lying-bomb.xlsx": (lying_bomb, "reading.zip-inflated"),
    "far.xlsx": (lambda: far("XFD1048576"), "reading.far-cell"),
    "far-down.xlsx": (lambda: far("Z1048576"), "reading.far-cell"),
    "far-right.xlsx": (lambda: far("XFD2"), "reading.columns"),
    "laughs.xlsx": (lambda: book(sheet_xml=sheet(before=f"<!DOCTYPE x [{LAUGHS}]>")), "reading.zip-entity"),
    "outside.xlsx": (
        lambda: book(
            {"xl/sharedStrings.xml": '<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]><sst>&p;</sst>'}
        ),
        "reading.zip-entity",
    ),
    "entity-in-utf-16.xlsx": (
        lambda: book({"xl/styles.xml": "<!DOCTYPE x []><styleSheet/>".encode("utf-16")}),
        "reading.zip-entity",
    ),
    "paths.xlsx": (lambda: book({"../../evil.xml": "<a/>"}), "reading.zip-names"),
    "rooted.xlsx": (lambda: book({"/etc/evil.xml": "<a/>"}), "reading.zip-names"),
    "twice.xlsx": (twice, "reading.zip-names"),
    "entries.xlsx": (lambda: book({f"a{n}.xml": "" for n in range(3_000)}), "reading.zip-entries"),
    "truncated.xlsx": (lambda: book()[:-80], "reading.zip-broken"),
    "damaged.xlsx": (lambda: book().replace(b"PK\1\2", b"PK\1\3", 1), "reading.zip-broken"),
    "encrypted.xlsx": (encrypted_entries, "reading.encrypted"),
    "letter.xlsx": (lambda: archive({"word/document.xml": "<a/>"}), "reading.no-workbook"),
    "unfinished.xlsx": (lambda: book(sheet_xml=sheet()[:-30]), "reading.workbook"),
    "no-sheet.xlsx": (lambda: book({"xl/_rels/workbook.xml.rels": "<a/>"}), "reading.workbook"),
    "broken-book.xlsx": (lambda: book({"xl/workbook.xml": "<workbook"}), "reading.zip-broken"),
    "laughs.ods": (lambda: ods(f"<!DOCTYPE x [{LAUGHS}]>{ODS.format('&l9;')}"), "reading.zip-entity"),
    "locked.ods": (lambda: ods(ODS.format(""), "<m><encryption-data/></m>"), "reading.encrypted"),
    "repeated.ods": (lambda: ods(ODS.format(REPEATED)), "reading.cells"),
    "swollen.ods": (lambda: ods(ODS.format(REPEATED.replace("1048576", "2000"))), "reading.memory"),
    "text.ods": (
        lambda: archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
        "reading.no-workbook",
    ),
    "unfinished.ods": (lambda: ods("<office"), "reading.workbook"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_workbook_that_cannot_be_read(name, tmp_path, refused):
    make, key = FILES[name]
    (tmp_path / name).write_bytes(make())
    assert refused(tmp_path / name).key == key


def test_the_far_cell_is_named(tmp_path, refused):
    (tmp_path / "far.xlsx").write_bytes(far("XFD1048576"))
    assert "XFD1048576" in refused(tmp_path / "far.xlsx").what
