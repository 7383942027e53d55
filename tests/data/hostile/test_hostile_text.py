"""CSV that is broken, endless, or made to be mistaken for something else."""

import pytest

HEADER = "Nom;Ville;Site\n"
FILES = {
    "nul": (b"Nom;Ville\nA\0;Brest\n", "reading.nul", 2),
    "nul-in-header": (b"Nom\0;Ville\nA;Brest\n", "reading.nul", 1),
    "nothing-but-nul": (bytes(1000), "reading.nul", 1),
    "surrogate": (b"Nom;Ville\n\xc3\x89lan;Brest\nA\xed\xa0\x80;x\n", "reading.surrogate", 3),
    "utf-16-surrogate": (
        b"\xff\xfe" + "Nom;Ville\n".encode("utf-16-le") + b"\x00\xd8;\x00x\x00\n\x00",
        "reading.surrogate",
        2,
    ),
    "utf-16-odd": ("Nom;Ville\nA;Brest\n".encode("utf-16") + b"\x00", "reading.surrogate", 3),
    "mark-then-cp1252": (b"\xef\xbb\xbfNom;Ville\n\xc9lan;Brest\n", "reading.encoding-unknown", 2),
    "macintosh": (b"Nom;Ville\nTr\x8fs;Br\x8est\n", "reading.encoding-unknown", 2),
    "utf-32": ("Nom;Ville\n".encode("utf-32"), "reading.nul", 1),
    "unclosed-quote": ((HEADER + 'A;Brest;x\n"B;Lorient;y\nC;Vannes;z\n').encode(), "reading.quote-open", 3),
    "unclosed-to-the-end": ((HEADER + '"' + "x" * 600_000).encode(), "reading.quote-open", 2),
    "quote-closed-by-another": ((HEADER + '"A;B;x\nC;"D";y\n').encode(), "reading.quote-inside", 3),
    "backslashed-quote": ((HEADER + '"Dit \\"le pré\\"";B;x\n').encode(), "reading.quote-inside", 2),
    "hundred-thousand-columns": (";".join(["c"] * 100_000).encode(), "reading.columns", 1),
    "one-wide-row": ((HEADER + "A;" + ";".join(["x"] * 2_000)).encode(), "reading.columns", 2),
    "million-rows": (b"a;b\n" + b"x;1\n" * 1_000_000, "reading.rows", 500_001),
    "too-many-cells": (
        b";".join([b"c"] * 900) + (b"\n" + b";".join([b"1"] * 900)) * 5_000,
        "reading.cells",
        4445,
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_csv_that_cannot_be_read(name, tmp_path, refused):
    content, key, line = FILES[name]
    (tmp_path / f"{name}.csv").write_bytes(content)
    fault = refused(tmp_path / f"{name}.csv")
    assert (fault.key, fault.line) == (key, line)
