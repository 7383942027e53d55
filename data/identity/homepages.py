"""Web addresses compared: one spelling for the same page, none for a page on somebody else's platform."""

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# Sites on which anybody has a page: the address says who hosts it, not who it is.
_HOSTS = """
    annuaire-entreprises.data.gouv.fr bandcamp.com beacons.ai bit.ly bsky.app calameo.com canva.com
    discord.com discord.gg drive.google.com eventbrite.com eventbrite.fr facebook.com fb.com fb.me
    flickr.com forms.gle framaforms.org framapad.org g.page github.com gofundme.com goo.gl google.com
    google.fr gralon.net helloasso.com instagram.com issuu.com journal-officiel.gouv.fr kisskissbankbank.com
    leetchi.com linkedin.com linktr.ee linktree.com lnk.bio lnkd.in mastodon.social medium.com meetup.com
    messenger.com net1901.org notion.site notion.so openstreetmap.org padlet.com pagesjaunes.fr pappers.fr
    pinterest.com pinterest.fr societe.com soundcloud.com spotify.com t.co t.me telegram.me threads.net
    tiktok.com tinyurl.com twitch.tv twitter.com ulule.com vimeo.com wa.me whatsapp.com wikidata.org
    wikipedia.org x.com youtu.be youtube.com
"""
PLATFORMS = frozenset(_HOSTS.split())
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|mtm_\w+|pk_\w+|_ga|ref_src", re.I
)
_FRONT = re.compile(r"/(index|default|accueil|home)(\.(html?|php\d?|aspx?|jsp))?$", re.I)


@lru_cache(maxsize=2**17)
def normal_homepage(url: str) -> str:
    """Return the host and path of a web address in one spelling, "" for a platform's page or no address.

    http or https, "www.", capitals of the host, a default port, a final slash, the name of a front page, a
    fragment and what only follows visitors make no difference.

    Examples
    --------
    >>> normal_homepage("HTTP://www.Exemple.fr:80/?utm_source=lettre")
    'exemple.fr'
    >>> normal_homepage("https://www.facebook.com/exemple")
    ''
    """
    host = _host(url)
    if not host or is_platform(host):
        return ""
    parts = urlsplit(url.strip())
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    path = _FRONT.sub("", unquote(parts.path).rstrip("/"))
    kept = sorted(
        (name, value) for name, value in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(name)
    )
    return f"{host}{port}{path.rstrip('/')}{'?' + urlencode(kept) if kept else ''}"


def is_platform(host: str) -> bool:
    """Tell whether a host, or a domain above it, is a platform on which anybody has a page."""
    labels = host.split(".")
    return any(".".join(labels[start:]) in PLATFORMS for start in range(len(labels) - 1))


def site(url: str) -> str:
    """Return the host of a web address without "www.", "" for a platform or no address."""
    host = _host(url)
    return "" if is_platform(host) else host


def _host(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    with suppress(UnicodeError):  # a label that no host name can be: compared as it is written
        host = host.encode("idna").decode("ascii")
    return re.sub(r"^www\d?\.", "", host.lower())
