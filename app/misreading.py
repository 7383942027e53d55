"""A command line that cannot be parsed, told in a sentence; and the few words of the parser's own help."""

import re
from collections.abc import Callable
from typing import Any

import typer
from typer.exceptions import TyperException

from ..messages import text

_BOUNDS = (("greater than or equal to", "at-least"), ("less than or equal to", "at-most"))


def misread(error: TyperException) -> str:
    """Return the sentence for a command line that the library could not parse."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "maillage"
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.format_message()
    mend = text("cli.misread.mend", command=command)
    return text("error.sentence", where=command, what=_what(error), mend=mend)


def _what(error: TyperException) -> str:
    message, kind = error.format_message(), type(error).__name__
    parameter = getattr(error, "param", None)
    if option := getattr(error, "option_name", None):
        wanted = re.search(r"requires (\d+|an)\b", message)
        if wanted:
            count = int(wanted[1]) if wanted[1].isdigit() else 1
            return text("cli.misread.no-value", option=option, count=count)
        return text("cli.misread.option", option=option)
    if kind == "MissingParameter":
        name = getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or ""
        return text("cli.misread.missing", name=name)
    if kind == "BadParameter" and parameter is not None:
        return _unfit(parameter.opts[-1], message)
    if extra := re.match(r"Got unexpected extra arguments? \((.*)\)", message):
        return text("cli.misread.extra", extra=extra[1])
    return message


def _unfit(option: str, message: str) -> str:
    """Return what is wrong with a value: no whole number, or one out of its bounds."""
    for words, key in _BOUNDS:
        if bound := re.search(rf"{words} (-?\d+)", message):
            return text(f"cli.misread.{key}", option=option, bound=bound[1])
    return text("cli.misread.whole" if "integer" in message else "cli.misread.value", option=option)


def in_our_words(app: typer.Typer) -> Callable[..., Any]:
    """Return the command that `app` makes, each `--help` told in the language spoken."""
    command = typer.main.get_command(app)
    for each in (command, *getattr(command, "commands", {}).values()):
        option = each.get_help_option(typer.Context(each))
        if option is not None:
            option.help = text("cli.help-option")
    return command
