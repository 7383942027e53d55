"""The invented valley of mills, on both stores that a question must run on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from oxrdflib import OxigraphStore
from rdflib import Dataset

from maillage.queries.runner import ask

TRIG = Path(__file__).with_name("moulins.trig").read_text("utf-8")
Rows = Callable[..., list[tuple[object, ...]]]


def make_dataset(store: str) -> Dataset:
    """Return the fixture as the union of its graphs, on Oxigraph or in rdflib's memory."""
    if store == "oxigraph":
        return Dataset(store=OxigraphStore(), default_union=True)
    return Dataset(default_union=True)


@pytest.fixture(scope="session", params=["oxigraph", "memory"])
def moulins(request: pytest.FixtureRequest) -> Dataset:
    """Return the valley, which no test may change."""
    dataset = make_dataset(request.param)
    dataset.parse(data=TRIG, format="trig")
    return dataset


@pytest.fixture
def own(request: pytest.FixtureRequest, moulins: Dataset) -> Dataset:
    """Return a copy of the valley that the test may spoil."""
    dataset = make_dataset("oxigraph" if isinstance(moulins.store, OxigraphStore) else "memory")
    dataset.parse(data=TRIG, format="trig")
    return dataset


@pytest.fixture
def rows(moulins: Dataset) -> Rows:
    """Return the answer to a question as tuples of the columns named; an empty text counts as nothing."""

    def answer(name: str, columns: str, **params: object) -> list[tuple[object, ...]]:
        table = ask(moulins, name, **params)
        cells = table[columns.split()].itertuples(index=False, name=None)
        return [tuple(None if cell == "" else cell for cell in row) for row in cells]

    return answer
