"""A Merkle tree as RFC 6962 has it: one root over all that is published, a short path from each leaf to it. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

EMPTY = hashlib.sha256(b"").hexdigest()


def leaf(data: bytes) -> str:
    return hashlib.sha256(b"\x00" + data).hexdigest()


def node(left: str, right: str) -> str:
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


@dataclass(slots=True)
class Growing:
    """A tree to which leaves are added. Only the roots of its whole parts are kept: as many as its size has bits."""

    size: int = 0
    _whole: list[str] = field(default_factory=list)

    def add(self, leaf_hash: str) -> None:
        self._whole.append(leaf_hash)
        self.size += 1
        for _ in range((self.size & -self.size).bit_length() - 1):
            right = self._whole.pop()
            self._whole.append(node(self._whole.pop(), right))

    @property
    def root(self) -> str:
        if not self._whole:
            return EMPTY
        *rest, reached = self._whole
        for left in reversed(rest):
            reached = node(left, reached)
        return reached


def root(leaves: Sequence[str]) -> str:
    tree = Growing()
    for leaf_hash in leaves:
        tree.add(leaf_hash)
    return tree.root


def path(leaves: Sequence[str], index: int) -> list[str]:
    """The sibling hashes of this leaf on the way to the root, from the leaf up."""
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*path(leaves[:half], index), root(leaves[half:])]
    return [*path(leaves[half:], index - half), root(leaves[:half])]


def leads_to(leaf_hash: str, index: int, size: int, siblings: Sequence[str]) -> str | None:
    """The root that this leaf leads to by this path (RFC 9162, 2.1.3.2); None where the path has another length."""
    if not 0 <= index < size:
        return None
    place, last, reached = index, size - 1, leaf_hash
    for other in siblings:
        if last == 0:
            return None
        if place & 1 or place == last:
            reached = node(other, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node(reached, other)
        place, last = place >> 1, last >> 1
    return reached if last == 0 else None


def growth(leaves: Sequence[str], size: int) -> list[str]:
    """The hashes that prove that the tree over these leaves begins with the one over the first ``size`` of them."""
    return _growth(leaves, size, whole=True) if 0 < size < len(leaves) else []


def _growth(leaves: Sequence[str], size: int, *, whole: bool) -> list[str]:
    """RFC 6962, 2.1.2. ``whole``: the earlier root is known to who checks."""
    if size == len(leaves):
        return [] if whole else [root(leaves)]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if size <= half:
        return [*_growth(leaves[:half], size, whole=whole), root(leaves[half:])]
    return [*_growth(leaves[half:], size - half, whole=False), root(leaves[:half])]


def grew(earlier: tuple[int, str], later: tuple[int, str], proof: Sequence[str]) -> bool:
    """Whether the later tree begins with the earlier one, each given by size and root (RFC 9162, 2.1.4.2)."""
    (size, before), (grown, after) = earlier, later
    if not 0 < size < grown:
        trivial = earlier == later if size else before == EMPTY and grown >= 0
        return trivial and not proof
    hashes = [before, *proof] if size & (size - 1) == 0 else list(proof)
    if not hashes:
        return False
    place, last = size - 1, grown - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = hashes[0]
    for other in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node(other, old), node(other, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node(new, other)
        place, last = place >> 1, last >> 1
    return (old, new, last) == (before, after, 0)
