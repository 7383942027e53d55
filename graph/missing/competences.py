"""What chantiers lack in roles and competences: what most others have, what is offered and none draws on."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from ...messages import figure, language, text
from ...ontology.terms import scheme_iri, term
from .chantiers import Chantiers
from .gaps import Gap, Refused
from .grounds import Node
from .naming import Subject, labels, spoken, terms, vocabularies

MOST = 100  # gaps of each sort
_ROLES = ("referent",)  # what a chantier needs somebody for
_SKILLS = ("formats-of-support", "dimensions-of-support")
_EXPECTED, _LEAST = (
    0.5,
    2,
)  # the share of the chantiers, and their number, that make a role or subject expected
_EACH = 3


def competence_gaps(chantiers: Chantiers, refused: Refused = frozenset()) -> list[Gap]:
    """Return what chantiers lack in roles and competences, what most others have first.

    A role or a subject is lacking where at least half of the chantiers have it and one does not (the score is
    that share); a competence, where a structure offers support of a kind that the chantier deals with and
    nothing joins them (the score is the share of what the structure offers that the chantier deals with,
    halved where only the vocabulary is the same).
    """
    found = [*_roles(chantiers), *_subjects(chantiers), *_offers(chantiers)]
    kept = [gap for gap in found if (gap.link, frozenset((gap.first, gap.second))) not in refused]
    return sorted(kept, key=lambda gap: (-gap.score, *gap.names, gap.about))


def _roles(chantiers: Chantiers) -> Iterator[Gap]:
    """Yield the chantiers without a référent, where at least half have one."""
    for role in _ROLES:
        named = labels("roles", (role,))
        holders = {each: _holding(chantiers, each, named) for each in chantiers.all}
        filled = sum(bool(who) for who in holders.values())
        if not _expected(filled, len(chantiers.all)) or filled == len(chantiers.all):
            continue
        elsewhere = Counter(who for each in holders.values() for who in each)
        word = spoken(term("roles", role), language())
        for chantier in [each for each in chantiers.all if not holders[each]][:MOST]:
            members = chantiers.grounds.members(chantier)
            working = chantiers.grounds.working
            order = {
                n: (
                    -elsewhere[n],
                    -(len(working[n]) if n in working else 0),
                    chantiers.grounds.label(n),
                    str(n),
                )
                for n in members
            }
            best = min(members, key=order.__getitem__) if members else None
            yield _role_gap(chantiers, chantier, word, best, (filled, elsewhere[best]))


def _role_gap(
    chantiers: Chantiers, chantier: Node, role: str, best: Node | None, counts: tuple[int, int]
) -> Gap:
    label, (filled, held) = chantiers.grounds.label, counts
    total = len(chantiers.all)
    said = [
        text("lack.role.why", chantier=label(chantier), role=role, count=figure(filled), total=figure(total))
    ]
    if best is not None:
        key = "lack.role.elsewhere" if held else "lack.role.member"
        said.append(text(key, name=label(best), role=role, count=figure(held)))
    else:
        said.append(text("lack.role.nobody"))
    path = chantiers.grounds.path(best, chantier) if best is not None else None
    return Gap(
        "participates",
        chantier,
        best,
        text("lack.about.role", role=role),
        filled / total,
        text("lack.meaning.share", count=figure(filled), total=figure(total)),
        " ".join(said),
        chantiers.reasoning.path_words(path),
        chantiers.reasoning.evidence(path),
        (text("lack.against.unwritten-role", role=role),),
        (),
        chantiers.reasoning.sources(path, (chantier,)),
        (label(chantier), label(best) if best is not None else ""),
    )


def _holding(chantiers: Chantiers, chantier: Node, named: frozenset[str]) -> set[Node]:
    whole, found = chantiers.grounds.whole, set()
    for node in whole.predecessors(chantier) if whole.is_directed() else whole[chantier]:
        roles = {
            each for role in chantiers.grounds.roles(node, chantier) for each in role.casefold().split(", ")
        }
        if roles & named:
            found.add(node)
    return found


def _subjects(chantiers: Chantiers) -> Iterator[Gap]:
    """Yield the subjects that most chantiers have and one does not, with who is most often in those."""
    total, held = len(chantiers.all), {each: chantiers.subjects(each) for each in chantiers.all}
    number = 0
    for subject, count in sorted(chantiers.counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if not _expected(count, total):
            continue
        who = Counter(
            m for each in chantiers.all if subject in held[each] for m in chantiers.grounds.members(each)
        )
        for chantier in (each for each in chantiers.all if subject not in held[each]):
            free = [each for each in who if each not in chantiers.grounds.members(chantier)]
            order = {n: (-who[n], chantiers.grounds.label(n), str(n)) for n in free}
            yield _subject_gap(chantiers, chantier, subject, min(free, key=order.__getitem__, default=None))
            number += 1
            if number >= MOST:
                return


def _subject_gap(chantiers: Chantiers, chantier: Node, subject: Subject, best: Node | None) -> Gap:
    label, total = chantiers.grounds.label, len(chantiers.all)
    counts = {"count": figure(chantiers.counts[subject]), "total": figure(total)}
    values = {"chantier": label(chantier), "vocabulary": subject[0], "term": subject[1], **counts}
    said = [text("lack.subject.why", **values)]
    if best is not None:
        said.append(text("lack.subject.who", name=label(best)))
    path = chantiers.grounds.path(best, chantier) if best is not None else None
    leaders = chantiers.reasoning.leaders(chantier, () if best is None else (best,))
    return Gap(
        "participates",
        chantier,
        best,
        text("lack.about.subject", vocabulary=subject[0], term=subject[1]),
        chantiers.counts[subject] / total,
        text("lack.meaning.share", **counts),
        " ".join(said),
        chantiers.reasoning.path_words(path),
        chantiers.reasoning.evidence(path),
        (text("lack.against.unwritten-subject"), *chantiers.reasoning.doubts(path)),
        tuple(each.sentence for each in leaders[:_EACH]),
        chantiers.reasoning.sources(path, (chantier,)),
        (label(chantier), label(best) if best is not None else ""),
    )


def _offers(chantiers: Chantiers) -> Iterator[Gap]:
    """Yield the structures that offer what a chantier deals with, and that nothing short joins to it."""
    about: Mapping[Subject | str, set[Node]] = defaultdict(set)
    for chantier in chantiers.all:
        for subject in chantiers.rare(chantier):
            about[subject].add(chantier)
            about[subject[0]].add(chantier)
    found: dict[tuple[Node, Node], tuple[float, set[str], str]] = {}
    for structure, offered in _offered(chantiers).items():
        for subject in offered:
            for chantier in about[subject] | about[subject[0]]:
                exact = chantier in about[subject]
                score, words, sort = found.get((chantier, structure), (0.0, set(), ""))
                score += (1.0 if exact else 0.5) / len(offered)
                found[chantier, structure] = (score, words | {subject[1]}, subject[0] or sort)
    order = sorted(found.items(), key=lambda pair: (-pair[1][0], *map(chantiers.grounds.label, pair[0])))
    number = 0
    for (chantier, structure), (score, words, vocabulary) in order:
        if structure not in _involved(chantiers, chantier):
            yield _offer_gap(chantiers, (chantier, structure), (score, sorted(words), vocabulary))
            number += 1
            if number >= MOST:
                return


def _offer_gap(chantiers: Chantiers, pair: tuple[Node, Node], told: tuple[float, list[str], str]) -> Gap:
    (chantier, structure), (score, words, vocabulary), label = pair, told, chantiers.grounds.label
    own = sorted(v for name, v in chantiers.subjects(chantier) if name == vocabulary)
    values = {"name": label(structure), "chantier": label(chantier), "vocabulary": vocabulary}
    listed = {"offered": ", ".join(words[:_EACH]), "dealt": ", ".join(own[:_EACH])}
    path = chantiers.grounds.path(structure, chantier)
    against = [text("lack.against.vocabulary")] if not set(words) & set(own) else []
    if path is None:
        against.append(text("lack.against.no-path"))
    return Gap(
        "participates",
        chantier,
        structure,
        text("lack.about.subject", vocabulary=vocabulary, term=", ".join(words[:_EACH])),
        round(score, 3),
        text("lack.meaning.offer"),
        text("lack.offer.why", **values, **listed),
        chantiers.reasoning.path_words(path),
        chantiers.reasoning.evidence(path),
        tuple([*against, *chantiers.reasoning.doubts(path)] or [text("lack.against.unwritten-subject")]),
        tuple(each.sentence for each in chantiers.reasoning.leaders(chantier, (structure,))[:_EACH]),
        chantiers.reasoning.sources(path, (chantier, structure)),
        (label(chantier), label(structure)),
    )


def _offered(chantiers: Chantiers) -> dict[Node, set[Subject]]:
    """Return structure -> the forms and dimensions of the support that it offers, or gives."""
    whole = chantiers.grounds.whole
    skills = {spoken(scheme_iri(name), each) for name in _SKILLS for each in ("fr", "en")}
    found: dict[Node, set[Subject]] = defaultdict(set)
    for start, end, tie in whole.edges(data=True):
        if (
            tie.get("relation") == "provider"
            and tie.get("status") != "disputed"
            and chantiers.grounds.is_structure(end)
        ):
            for label, value in terms(whole.nodes[start].get("facts")):
                vocabulary = vocabularies().get(value.casefold(), label)
                if vocabulary in skills:
                    found[end].add((vocabulary, value))
    return found


def _involved(chantiers: Chantiers, chantier: Node) -> set[Node]:
    """Return the structures of a chantier, of its events and of its outputs."""
    things = (chantier, *chantiers.below.get(chantier, ()))
    return {each for thing in things for each in chantiers.grounds.members(thing)}


def _expected(count: int, total: int) -> bool:
    return count >= _LEAST and total > 0 and count / total >= _EXPECTED
