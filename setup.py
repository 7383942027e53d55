"""Build step that pyproject.toml cannot say: the message catalogues are compiled into the package."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):
    """Compiles every `locale/*/LC_MESSAGES/*.po` to `.mo` before the package's files are collected."""

    def run(self):
        """Compile the catalogues, then build as usual."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in Path("locale").glob("*/LC_MESSAGES/*.po"):
            with source.open(encoding="utf-8") as file:
                catalogue = read_po(file, abort_invalid=True)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
