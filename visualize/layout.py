"""Where each node stands: positions computed before the page is opened, the same ones every time.

In each connected component, leaves (nodes with one link) are set in rings around their hub; the rest, its
core, is placed by stress majorisation and its boxes pushed apart. Components are then packed, and what links
pass behind is moved.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from scipy.linalg import cho_factor, cho_solve, eigh
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, shortest_path

from .crossings import untangle
from .labels import Box
from .overlaps import GAP, Array, pack, separate
from .rings import place_leaves

Point = tuple[float, float]
Pairs = list[tuple[int, int]]
WIDE = 16 / 9
_STEPS = 60  # of majorisation
_CORE = 0.46  # root mean square distance of the core from its middle, over the side of all boxes together
_GOLDEN = 2.399963  # radians; spreads nodes that would start at one point


def arrange(
    boxes: Mapping[str, Box],
    links: Iterable[tuple[str, str]],
    *,
    aspect: float = WIDE,
    start: Mapping[str, Point] | None = None,
) -> dict[str, Point]:
    """Return the position of each node of `boxes`, in pixels, such that no two boxes overlap.

    Parameters
    ----------
    boxes
        node -> the room it takes; their order decides between equals (leaves turn clockwise in that order).
    links
        Pairs of nodes; direction, repetition and loops do not count.
    aspect
        Width over height of the frame to fill.
    start
        Earlier positions to remain close to, for some or all nodes.

    References
    ----------
    Gansner, Koren, North (2004), graph drawing by stress majorization: 10.1007/978-3-540-31843-9_25
    """
    index = {node: place for place, node in enumerate(boxes)}
    pairs = sorted({(min(a, b), max(a, b)) for a, b in ((index[u], index[v]) for u, v in links) if a != b})
    sizes = np.array([(box.width, box.height) for box in boxes.values()]).reshape(-1, 2)
    before = {index[node]: at for node, at in (start or {}).items() if node in index}
    centres = np.zeros((len(index), 2))
    blocks = _components(len(index), pairs)
    owner = {member: block for block, members in enumerate(blocks) for member in members}
    for block, members in enumerate(blocks):
        if len(members) > 1:
            local = {member: place for place, member in enumerate(members)}
            inside = [(local[a], local[b]) for a, b in pairs if owner[a] == block]
            held = {local[member]: before[member] for member in members if member in before}
            centres[members] = _component(sizes[members], inside, aspect, held)
    lift = np.array([box.anchor - box.height / 2 for box in boxes.values()])
    joined = [block for block in blocks if len(block) > 1]
    if joined:
        pack(centres, sizes, joined, aspect)
        blocks = [sorted(node for block in joined for node in block), *blocks[len(joined) :]]
        _untangle(centres, list(boxes.values()), pairs, blocks[0], aspect)
    pack(centres, sizes, blocks, aspect)
    return {
        node: (round(float(centres[i, 0]), 1), round(float(centres[i, 1] + lift[i]), 1))
        for node, i in index.items()
    }


def _untangle(centres: Array, boxes: list[Box], pairs: Pairs, members: list[int], aspect: float) -> None:
    """Move the boxes of `members`, in place, so that links pass behind no cartouche and few symbols."""
    local = {member: place for place, member in enumerate(members)}
    moved = centres[members]
    untangle(moved, [boxes[i] for i in members], [(local[a], local[b]) for a, b in pairs], aspect)
    centres[members] = moved


def _components(count: int, pairs: Pairs) -> list[list[int]]:
    """Return the connected components, the largest first, members in their given order."""
    if not count:
        return []
    number, labels = connected_components(_adjacency(count, pairs), directed=False)
    blocks: list[list[int]] = [[] for _ in range(number)]
    for node, label in enumerate(labels):
        blocks[label].append(node)
    return sorted(blocks, key=len, reverse=True)


def _adjacency(count: int, pairs: Pairs, side: Array | None = None) -> csr_matrix:
    ends = np.array(pairs, dtype=int).reshape(-1, 2)
    lengths = np.ones(len(ends)) if side is None else side[ends].mean(axis=1)
    return csr_matrix((lengths, (ends[:, 0], ends[:, 1])), shape=(count, count))


def _component(sizes: Array, pairs: Pairs, aspect: float, held: Mapping[int, Point]) -> Array:
    """Return the centres of the boxes of one connected component."""
    degree = np.bincount(np.array(pairs).ravel(), minlength=len(sizes))
    hub_of = {}
    for a, b in pairs:
        if degree[a] == 1 and degree[b] > 1:
            hub_of[a] = b
        elif degree[b] == 1 and degree[a] > 1:
            hub_of[b] = a
    core = [node for node in range(len(sizes)) if node not in hub_of]
    place = {node: i for i, node in enumerate(core)}
    bundles = {hub: [leaf for leaf in hub_of if hub_of[leaf] == hub] for hub in sorted(set(hub_of.values()))}
    for leaves in bundles.values():
        leaves.sort()
    room = sizes.copy()
    widest = max(bundles, key=lambda hub: (len(bundles[hub]), degree[hub]), default=-1)
    for hub, leaves in bundles.items():
        if hub != widest:
            area = (sizes[leaves] + 20).prod(axis=1).sum() * 1.5 + sizes[hub].prod()
            room[hub] = np.maximum(sizes[hub], [np.sqrt(area * aspect), np.sqrt(area / aspect)])
    centres = np.zeros_like(sizes)
    inner = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    if len(core) > 1:
        kept = {place[node]: at for node, at in held.items() if node in place}
        spread = _stress(sizes[core], inner, aspect, kept)
        spread *= np.sqrt((sizes + GAP).prod(axis=1).sum()) * _CORE / np.sqrt((spread**2).sum(axis=1).mean())
        centres[core] = separate(spread * [np.sqrt(aspect), 1 / np.sqrt(aspect)], room[core])
    edges = [(a, b) for a, b in pairs if a in place and b in place]
    place_leaves(centres, sizes, bundles, edges, aspect)
    return separate(centres, sizes)


def _stress(sizes: Array, pairs: Pairs, aspect: float, held: Mapping[int, Point]) -> Array:
    """Return positions whose distances are close to the lengths of the shortest ways between nodes.

    A link is as long as the sides of the boxes it joins, in average sides.
    """
    count = len(sizes)
    side = np.sqrt(sizes.prod(axis=1))
    side = np.clip(side / side.mean(), 0.5, 2.0)
    hops = shortest_path(_adjacency(count, pairs, side), directed=False)
    spread = _classical(hops)
    if len(held) > 2:
        spread = _seeded(spread, held, pairs, aspect)
    turn = np.arange(count) * _GOLDEN
    spread += 0.05 * np.column_stack([np.cos(turn), np.sin(turn)])
    with np.errstate(divide="ignore"):
        weights = np.where(hops > 0, hops**-2.0, 0.0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    factor = cho_factor(laplacian + 1.0 / count)
    lengths = weights * hops
    apart, aside, target = (np.empty_like(hops) for _ in range(3))  # large ones, filled again at each step
    for _ in range(_STEPS):
        np.subtract.outer(spread[:, 0], spread[:, 0], out=apart)
        np.subtract.outer(spread[:, 1], spread[:, 1], out=aside)
        np.hypot(apart, aside, out=apart)
        target.fill(0.0)
        np.divide(lengths, apart, out=target, where=apart > 1e-9)
        np.negative(target, out=target)
        np.fill_diagonal(target, -target.sum(axis=1))
        moved = cho_solve(factor, target @ spread, check_finite=False)
        still = np.abs(moved - spread).max() < 1e-3
        spread = moved
        if still:
            break
    return spread


def _classical(hops: Array) -> Array:
    """Return the classical scaling of distances to the plane, its signs fixed, its long side across."""
    squared = hops**2
    middle = squared.mean(axis=0)
    gram = -0.5 * (squared - middle[:, None] - middle[None, :] + middle.mean())
    values, vectors = eigh(gram, subset_by_index=[len(gram) - 2, len(gram) - 1])
    axes = vectors[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0.0))
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    return np.asarray(axes * np.where(signs == 0, 1, signs), dtype=float)


def _seeded(spread: Array, held: Mapping[int, Point], pairs: Pairs, aspect: float) -> Array:
    """Return `spread` with held nodes at their earlier places, each other one beside a held neighbour."""
    places = np.array(list(held.values())) / [np.sqrt(aspect), 1 / np.sqrt(aspect)]
    places -= places.mean(axis=0)
    places *= np.abs(spread).mean() / max(np.abs(places).mean(), 1e-9)
    seeded = np.zeros_like(spread)
    known = dict(zip(held, places, strict=True))
    near: dict[int, list[int]] = {node: [] for node in range(len(spread))}
    for a, b in pairs:
        near[a].append(b)
        near[b].append(a)
    for node, around in near.items():
        anchors = [known[other] for other in around if other in known]
        seeded[node] = known[node] if node in known else np.mean(anchors, axis=0) * 1.2 if anchors else 0.0
    return seeded
