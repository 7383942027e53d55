"""The application: its routes, and what they share."""

import json
from collections.abc import Collection, Mapping

import pandas
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ...errors import MaillageError
from ...graph.answering.served import Served
from ...messages import LANGUAGES, language, set_language
from ...queries.catalogue import question
from ...queries.isolation import Keeper
from ...queries.runner import told_of
from ...visualize.served_page import Served as Shown
from .description import Description, describe_dataset
from .errors import failed
from .negotiation import spoken
from .pages import routes as pages
from .security import Guarded
from .sparql import ask, sparql

_ROUTES = (
    Route("/sparql", sparql, methods=["GET", "POST", "OPTIONS"]),
    Route("/ask/{question}", ask, methods=["GET", "OPTIONS"]),
    Route("/dataset", describe_dataset),
    Route("/.well-known/void", describe_dataset),
)


def application(keeper: Keeper, served: Served, shown: Shown, names: Collection[str] = ()) -> ASGIApp:
    """Return the application that serves a dataset.

    Parameters
    ----------
    shown
        What the pages say of the dataset.
    names
        Hosts by which this machine may be named, besides its addresses and `localhost`.
    """
    app = Starlette(routes=[*_ROUTES, *pages], exception_handlers={Exception: failed, MaillageError: failed})
    default = language()

    def ask_(name: str, params: Mapping[str, str]) -> pandas.DataFrame:
        told = json.loads(keeper.ask(name, params).read())
        return told_of(question(name), told["columns"], told["rows"])

    app.state.keeper, app.state.ask = keeper, ask_
    app.state.served = shown
    app.state.description = Description(keeper, served, shown.title)
    app.state.language = lambda request: _language(request, default)
    return Guarded(_Spoken(app, default), names)


class _Spoken:
    """Speaks the language of each request."""

    def __init__(self, app: ASGIApp, default: str) -> None:
        self._app, self._default = app, default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            set_language(_language(Request(scope), self._default))
        await self._app(scope, receive, send)


def _language(request: Request, default: str) -> str:
    """Return the language that a request asks for, by `lang=` or by what its browser prefers."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return spoken(request.headers.get("accept-language", ""), default, LANGUAGES)
