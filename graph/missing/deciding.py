"""Keeping what people decide of a missing link, where there is still something to decide."""

from pathlib import Path

from ...data.identity.decisions import Decision, decide, load_decisions, standing
from ...data.identity.made_links import ANSWERS, meant
from ...errors import BadParameter
from ...messages import text
from ..maillage import Maillage
from .grounds import Grounds

_RELATIONS = {"funds": "funds", "participates": "participatesIn"}  # link -> the relation that it becomes


def decide_link(  # noqa: PLR0913 - an answer and its circumstances
    workspace: Path, first: str, second: str, said: str, *, reason: str = "", link: str = ""
) -> Decision:
    """Write what people decided of a missing link; return it as it is written.

    The parameters are those of `data.identity.made_links.meant`.

    Raises
    ------
    BadParameter
        When the answer, the link or an end is none, a refusal has no reason, or the documents say already
        that what is called made is so.
    """
    decision = meant(workspace, first, second, said, reason=reason, link=link)
    again = any(
        each.about == decision.about and each.answer == ANSWERS["made"]
        for each in standing(load_decisions(workspace))
    )
    if said == "made" and not again:
        _refuse_known(Grounds(Maillage.open(workspace).network("everything")), decision)
    return decide(workspace, decision)


def _refuse_known(grounds: Grounds, decision: Decision) -> None:
    nodes = {str(node).rpartition("/")[2]: node for node in grounds.whole}
    first, second = nodes.get(decision.first), nodes.get(decision.second)
    if first is None or second is None:
        return
    ties = grounds.whole.get_edge_data(second, first) or {}
    known = any(
        tie.get("relation") == _RELATIONS.get(decision.words)
        and tie.get("status") != "disputed"
        and tie.get("joint", True)
        for tie in ties.values()
    )
    if decision.words == "partner":
        known = grounds.working.has_edge(first, second)
    if known:
        names = {"first": grounds.label(first), "second": grounds.label(second)}
        raise BadParameter(
            "lack.known-link", where="--decide", link=text(f"lack.link.{decision.words}"), **names
        )
