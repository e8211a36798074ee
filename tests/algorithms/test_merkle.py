"""The tree over what is public: from every leaf a path leads to the root, and no other leaf is led there."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from algorithms.log.merkle import EMPTY, grew, growth, leads_to, leaf, path, root


def some(size: int) -> list[str]:
    return [leaf(str(number).encode()) for number in range(size)]


def as_in_the_rfc(leaves: list[str]) -> str:
    """MTH of RFC 6962, 2.1, word by word."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").hexdigest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    left, right = as_in_the_rfc(leaves[:half]), as_in_the_rfc(leaves[half:])
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def test_the_root_is_the_one_of_the_standard_for_every_size() -> None:
    assert root([]) == EMPTY == as_in_the_rfc([])
    assert [root(some(size)) for size in range(1, 70)] == [as_in_the_rfc(some(size)) for size in range(1, 70)]


def test_every_leaf_of_every_small_tree_leads_to_its_root() -> None:
    for size in range(1, 34):
        leaves = some(size)
        for index, entry in enumerate(leaves):
            assert leads_to(entry, index, size, path(leaves, index)) == root(leaves)


@given(st.integers(2, 80), st.data())
def test_no_other_leaf_place_size_or_path_leads_there(size: int, data: st.DataObject) -> None:
    leaves, index = some(size), data.draw(st.integers(0, size - 1))
    proof = path(leaves, index)
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    assert leads_to(leaves[other], index, size, proof) != root(leaves)
    assert leads_to(leaves[index], other, size, proof) != root(leaves)
    assert leads_to(leaves[index], index, size, [*proof, leaf(b"x")]) != root(leaves)
    assert leads_to(leaves[index], index, size, proof[:-1]) != root(leaves)
    assert leads_to(leaves[index], size, size, proof) is None


def test_every_tree_is_proven_to_begin_with_every_smaller_one() -> None:
    for size in range(34):
        leaves = some(size)
        for earlier in range(size + 1):
            before, after = (earlier, root(leaves[:earlier])), (size, root(leaves))
            assert grew(before, after, growth(leaves, earlier))


@given(st.integers(2, 80), st.data())
def test_no_tree_that_was_rewritten_or_cut_is_proven(size: int, data: st.DataObject) -> None:
    leaves, earlier = some(size), data.draw(st.integers(1, size - 1))
    before, proof = (earlier, root(leaves[:earlier])), growth(leaves, earlier)
    changed = data.draw(st.integers(0, earlier - 1))
    others = [*leaves[:changed], leaf(b"x"), *leaves[changed + 1 :]]
    for forged in (growth(others, earlier), proof, [], [*proof, leaf(b"x")], proof[:-1]):
        assert not grew(before, (size, root(others)), forged)
    assert not grew(before, (earlier - 1, root(leaves[: earlier - 1])), proof)
    assert not grew(before, (size, root(leaves)), [*proof, leaf(b"x")])
