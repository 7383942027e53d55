"""One self-contained HTML file: our template, styles, scripts and data inlined, and nothing fetched."""

import json
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from ..messages import language, text
from .labels import typeset

if TYPE_CHECKING:
    from jinja2 import Environment

# Messages whose {places} the page fills itself.
_PLACES = {
    name: "{" + name + "}"
    for name in ("count", "total", "name", "label", "other", "links", "type", "value", "rank", "kind")
}


def write_page(  # noqa: PLR0913
    path: Path,
    template: str,
    *,
    styles: Sequence[str],
    scripts: Sequence[str],
    data: Any,
    library: bool = False,
    bundle: str = "",
    **values: object,
) -> None:
    """Write `template`, filled with `values`, to `path` in one step: one finds the old page or the new one.

    The template gets `style` and `scripts` (texts to inline), `data` (JSON for a data block), `policy` (the
    CSP that allows these texts alone), `language` and `say` (the messages).

    Parameters
    ----------
    styles, scripts
        Names of files of `static/`, joined in this order.
    library
        Whether vis-network, as pyvis carries it, comes before the scripts.
    bundle
        The file of `static/` that comes before them in an element of its own: where it fails, they still run.
    """
    from markupsafe import Markup

    style = "\n".join(_static(name) for name in styles)
    code = [vis_network()] if library else [_static(bundle)] if bundle else []
    code.append("\n".join(_static(name) for name in scripts))
    page = (
        _environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704  our own files
            scripts=[Markup(one) for one in code],  # noqa: S704
            data=Markup(as_data_block(data)),  # noqa: S704  no "<" is left in it
            policy=_policy([style], code),
            language=language(),
            say=_say,
            **values,
        )
    )
    replace(path, page.encode())


def render(template: str, **values: object) -> str:
    """Return `template` filled with `values`, each escaped, and with `language` and `say` (the messages)."""
    return _environment().get_template(template).render(language=language(), say=_say, **values)


def spoken(keys: Sequence[str], prefix: str) -> dict[str, str]:
    """Return key -> message for the page's scripts, which fill the places themselves."""
    return {key: _say(f"{prefix}.{key}", **_PLACES) for key in keys}


def as_data_block(value: Any) -> str:
    """Return `value` as JSON that no HTML parser takes for markup."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


def _say(key: str, **values: object) -> str:
    return typeset(text(key, **values))


@cache
def _environment() -> "Environment":
    """Return the one environment of all pages, so that a template is compiled once."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    loader = FunctionLoader(_template)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _template(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


@cache
def _static(name: str) -> str:
    return (files(__package__) / "static" / name).read_text(encoding="utf-8").replace("\r\n", "\n").strip()


@cache
def vis_network() -> str:
    """Return the script of vis-network 9.1.2 from the installed pyvis, without its source map's address."""
    import pyvis

    source = files(pyvis) / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    code = source.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return code.partition("//# sourceMappingURL")[0].strip()


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return a Content-Security-Policy under which only these inline texts run, and nothing is fetched."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(map(_hash, scripts)),
            "style-src " + " ".join(map(_hash, styles)),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(inline: str) -> str:
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


def replace(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, then put it there at once: one finds the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        written = Path(file.name)
    try:
        written.write_bytes(content)
        written.chmod(0o644)
        written.replace(path)
    except BaseException:
        written.unlink()
        raise
