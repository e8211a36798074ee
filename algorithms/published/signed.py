"""What the city signed of a published assessment, without the words in which something is masked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from algorithms.city_tables import MaskRow
from algorithms.entries.entry import LANGUAGES, Masked
from algorithms.published import queries
from algorithms.redaction.masks import covered
from algorithms.storage import rows_to_values
from assessments.runs import queries as runs
from assessments.runs.proof import Words, public_words
from assessments.runs.queries import Proof


@dataclass(frozen=True, slots=True)
class SignedAssessment:
    """``proof`` is None where the rows are not what Insyn has written, or nothing was signed."""

    run: UUID
    proof: Proof | None = None
    words: Words = field(default_factory=dict)  # that a reader may have, each with its salt


async def signed_assessment(slug: str, number: int) -> SignedAssessment | None:
    """None where no published entry with this address leans on an assessment with this number."""
    published = await queries.entry(slug)
    if published is None or published.is_withdrawn:
        return None
    run = next((test.run for test in published.assessments if test.number == number), None)
    if run is None:
        return None
    proof = await _proof(run)
    if proof is None or proof.signed is None:
        return SignedAssessment(run)
    masks = (await rows_to_values.masks(MaskRow.entry == published.id)).get(published.id, ())
    return SignedAssessment(run, proof, _readable(public_words(proof.facts, proof.signed.words), masks))


async def _proof(run: UUID) -> Proof | None:
    try:
        return (await runs.proofs([run])).get(run)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):  # rows that nobody of Insyn has written
        return None


def _readable(words: Words, masks: Iterable[Masked]) -> Words:
    """Without those in which something is masked: their hashes stay, and everything else still proves."""
    hidden = tuple(masks)
    return {
        key: pair
        for key, pair in words.items()
        if all(covered(pair[1], hidden, language) == pair[1] for language in LANGUAGES)
    }
