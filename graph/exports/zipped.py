"""A folder as a ZIP archive: the same bytes for the same files."""

import zipfile
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP can hold: no file's own


def zip_folder(folder: Path) -> Path:
    """Return the archive of the files of `folder`, beside it, in alphabetical order and without dates."""
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as written:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            written.writestr(entry, file.read_bytes())
    return archive
