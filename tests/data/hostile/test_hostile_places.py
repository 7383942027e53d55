"""What is no file to read: folders, pipes, devices, loops, other kinds of file under a false extension."""

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest

PAGE = b"<!DOCTYPE html>\n<html><body>Connexion</body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(name: str = "a.txt", content: bytes = b"x") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


CONTENTS = {
    "empty.csv": (b"", "reading.empty"),
    "zip.csv": (zipped(), "reading.zip"),
    "workbook.csv": (zipped("xl/workbook.xml"), "reading.zip"),
    "page.csv": (PAGE, "reading.page"),
    "page.json": (b"\xef\xbb\xbf \n" + PAGE, "reading.page"),
    "page.xlsx": (PAGE, "reading.page"),
    "page.ttl": (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "reading.page"),
    "pdf.csv": (b"%PDF-1.7\n", "reading.kind.pdf"),
    "pdf.xlsx": (b"%PDF-1.7\n", "reading.kind.pdf"),
    "image.json": (b"\x89PNG\r\n\x1a\n", "reading.kind.image"),
    "photo.csv": (b"\xff\xd8\xff\xe0", "reading.kind.image"),
    "packed.json": (gzip.compress(b"{}"), "reading.kind.archive"),
    "base.csv": (b"SQLite format 3\0", "reading.kind.database"),
    "columns.csv": (b"PAR1", "reading.kind.parquet"),
    "letter.csv": (b"{\\rtf1 Nom}", "reading.kind.rtf"),
    "old.xlsx": (OLE, "reading.old-office"),
    "old.csv": (OLE, "reading.old-office"),
    "locked.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "reading.encrypted"),
    "text.xlsx": (b"Nom;Ville\nA;Brest\n", "reading.not-workbook"),
    "text.ods": (b"Nom;Ville\nA;Brest\n", "reading.not-workbook"),
    "text.xls": (b"Nom;Ville\nA;Brest\n", "reading.not-workbook"),
    "truncated.xls": (OLE, "reading.workbook"),
    "notes.docx": (zipped("word/document.xml"), "reading.zip"),
    "prose.md": ("Une association, à Brest.\n".encode(), "reading.unknown-format"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_that_is_not_what_it_says(name, tmp_path, refused):
    content, key = CONTENTS[name]
    (tmp_path / name).write_bytes(content)
    fault = refused(tmp_path / name)
    assert (fault.key, fault.file) == (key, name)


def test_a_file_that_does_not_exist(tmp_path, refused):
    assert refused(tmp_path / "absent.csv").key == "reading.missing"
    assert refused(tmp_path / "nul\0.csv").key == "reading.missing"
    assert refused(tmp_path / ("long" * 100 + ".csv")).key == "reading.missing"


def test_a_folder(tmp_path, refused):
    (tmp_path / "folder.csv").mkdir()
    assert refused(tmp_path / "folder.csv").key == "reading.directory"


def test_links_that_lead_nowhere(tmp_path, refused):
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    assert refused(tmp_path / "loop.csv").key == "reading.loop"
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "absent")
    assert refused(tmp_path / "dangling.csv").key == "reading.dangling"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_would_never_end(tmp_path, refused):
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv").key == "reading.not-regular"
    assert refused(Path("/dev/zero")).key == "reading.not-regular"
    (tmp_path / "device.csv").symlink_to("/dev/zero")
    assert refused(tmp_path / "device.csv").key == "reading.not-regular"


def test_a_file_over_the_limit_is_not_read(tmp_path, refused):
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(50 * 2**20 + 1)  # sparse: takes no room on disk
    assert refused(tmp_path / "large.csv").key == "reading.too-large"


def test_a_name_with_a_newline_is_shown_on_one_line(tmp_path, refused):
    name = "a\nb\x1b[31m.csv"
    (tmp_path / name).write_bytes(b"Nom;Ville\n\0;x\n")
    fault = refused(tmp_path / name)
    assert (fault.key, fault.file) == ("reading.nul", r"a\nb\x1b[31m.csv")


def test_files_of_two_formats_are_told_apart(tmp_path, refused):
    (tmp_path / "a.csv").write_text("Nom;Ville;Site\nA;Brest;x\n", encoding="utf-8")
    (tmp_path / "b.ttl").write_text("<http://ex.test/a> <http://ex.test/b> 1 .", encoding="utf-8")
    assert refused(tmp_path / "a.csv", tmp_path / "b.ttl").key == "reading.several-formats"
