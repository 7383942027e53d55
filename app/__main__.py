"""The entry of the command `maillage`: the language first, since the help itself is spoken in it."""

import gc
import gettext
import os
import sys
from importlib.resources import as_file, files

from ..messages import LANGUAGES, set_language


def main() -> None:
    """Run the command line and exit (0 done, 1 invalid data, 2 usage, 3 a limit)."""
    gc.set_threshold(100_000, 20, 20)  # one short job that builds much and drops little
    language, arguments = _language(sys.argv[1:])
    set_language(language if language in LANGUAGES else LANGUAGES[0])
    with as_file(files(__package__.rpartition(".")[0]) / "locale") as catalogues:
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain("messages", str(catalogues))  # click's own words: Usage, Options, Missing…
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        from .cli import run

        sys.exit(run(arguments, language))


def _language(arguments: list[str]) -> tuple[str, list[str]]:
    """Return the language that `--lang` names, wherever it stands, and the other arguments."""
    language, rest = LANGUAGES[0], list(arguments)
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            language, rest[index : index + 2] = arguments[index + 1], []
            break
        if argument.startswith("--lang="):
            language, rest[index : index + 1] = argument.removeprefix("--lang="), []
            break
    return language, rest


if __name__ == "__main__":
    main()
