"""What a field's label says: a known header, one nearly written so, or one that holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from ..identity.similarity import likeness
from .meanings import Heading, Sense, fold_header, load_headings, load_meanings

_NEAR = 0.88  # how like a known header a near miss is, in [0, 1]
_SURELY = 0.94
_SHORTEST = 5  # letters of a header that may be a near miss
_GROUP = " – "  # between a group of columns and a column of it, as two rows of headers are joined


@dataclass(frozen=True)
class Guess:
    """What a label says, why ("header", "synonym", "" for nothing), and how sure that is."""

    sense: Sense | None = None
    why: str = ""
    sure: bool = False
    values: Mapping[str, str | int] = field(default_factory=dict)

    def means(self, kind: str) -> str:
        """Return its meaning in a table of `kind`, "" for none."""
        return self.sense.means(kind) if self.sense else ""

    @property
    def says(self) -> str:
        """Return the name of the meaning or sense."""
        return self.sense.meaning if self.sense else ""


@cache
def read_label(label: str) -> Guess:
    """Return what a label says, by the surest of the ways to read it."""
    key = fold_header(label)
    exact = load_headings().get(key)
    if exact:
        return Guess(exact.sense, "header", not exact.doubtful, {"header": exact.written})
    return _in_group(label) or _without_number(key) or _near(key) or _holding(key) or Guess()


def _in_group(label: str) -> Guess | None:
    """Return what the header of a column says that stands in a group: « Adresse – CP » is a postal code.

    A name in a group of people's columns is a person's.
    """
    group, _, own = label.rpartition(_GROUP)
    said = read_label(own) if group else Guess()
    if (
        said.says == "thing-name"
        and (above := read_label(group)).sense
        and above.means("").startswith("contact-")
    ):
        return Guess(load_meanings()["contact-name"], said.why, said.sure, said.values)
    return said if said.sense else None


def _without_number(key: str) -> Guess | None:
    """Return what a numbered label says: "mail 2", "chantier n 3"."""
    words = [word for word in key.split() if not word.isdigit() and word != "n"]
    known = load_headings().get(" ".join(words)) if len(words) < len(key.split()) else None
    return Guess(known.sense, "header", not known.doubtful, {"header": known.written}) if known else None


def _near(key: str) -> Guess | None:
    if len(key) < _SHORTEST:
        return None
    known = load_headings()
    likest, best = "", 0.0
    for each in known:
        like = likeness(key, each) if len(each) >= _SHORTEST else 0.0
        if like > best:
            likest, best = each, like
    return _synonym(known[likest], best >= _SURELY) if best >= _NEAR else None


def _holding(key: str) -> Guess | None:
    """Return what the longest known header says whose words all stand in a longer one."""
    words = set(key.split())
    known = load_headings()
    held = [each for each in known if len(each) > 2 and words.issuperset(each.split())]
    if not held:
        return None
    # several words tell more than one; of two single words, French puts the head first
    order = key.split()
    longest = max(held, key=lambda each: (each.count(" "), -order.index(each.split()[0])))
    return _synonym(known[longest], False)


def _synonym(known: Heading, sure: bool) -> Guess:
    return Guess(known.sense, "synonym", sure and not known.doubtful, {"header": known.written})
