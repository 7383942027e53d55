"""What every test may use: a private cache, French by default, the embedded corpus built once."""

from pathlib import Path

import pytest
from hypothesis import settings

from maillage.graph.maillage import Maillage
from maillage.messages import set_language

from .stores import corpus_server, oxigraph_server, virtuoso_server  # noqa: F401 - fixtures

settings.register_profile("maillage", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("maillage")


@pytest.fixture(scope="session", autouse=True)
def _private_cache(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _french():
    set_language("fr")
    yield
    set_language("fr")


@pytest.fixture(scope="session")
def corpus(_private_cache) -> Maillage:
    """Return the embedded corpus, built."""
    return Maillage.open()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a folder with the smallest tables that say something: two structures in one chantier."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    tables = {
        "sources": "id;name;kind\ncarnet;Carnet;carnet\n",
        "structures": (
            "id;name;source;locator;status\nalpha;Alpha;carnet;p. 1;stated\nbeta;Bêta;carnet;p. 1;stated\n"
        ),
        "initiatives": "id;name;source;locator;status\nelan;Élan;carnet;p. 1;stated\n",
        "chantiers": "id;name;initiative;source;locator;status\npain;Pain;elan;carnet;p. 2;stated\n",
        "participations": (
            "id;structure;activity;role;source;locator;status\n"
            "p1;alpha;pain;referent;carnet;p. 2;stated\n"
            "p2;beta;pain;member;carnet;p. 3;stated\n"
        ),
    }
    for name, content in tables.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder
