"""What the city signs of a finished run, once: codes, figures and hashes, and never a word that a person wrote.

Words are replaced by salted hashes and stored apart, so that one can be masked and all else still proves. Pure.
"""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from assessments.gate.public_result import PublicResult
from assessments.plan.plan import TestPlan
from assessments.results.result import Result
from assessments.results.signing import canonical, is_signed, words_hash

CODES = frozenset(  # names of fields whose text the program alone chooses
    {
        "format",
        "margin_per_100",
        "yes_means",
        "primary",
        "full_result_sha256",
        "plan_sha256",
        "period",
        "metric",
        "preset",
        "verdict",
        "because",
        "against",
        "hidden",
        "checked_with",
    }
)
_CODE = re.compile(r"[a-z0-9_.:/+-]*", re.IGNORECASE)
_LONGEST_CODE = 64
_INSTEAD = re.compile(r"\(\w+: .+\)")  # what may stand for words that were erased, so that none are exchanged
# What JSON that nobody of Insyn wrote can lead to.
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
Words = dict[str, tuple[str, str]]  # hash → salt, words


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What is known of a run when it is finished."""

    run: UUID
    titles: Mapping[str, str]
    file_name: str
    file_sha256: str
    plan: TestPlan
    result_sha256: str
    public: PublicResult


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, the words that it has hashes of, and the signature."""

    content: Mapping[str, Any]
    words: Words
    signature: str


class StoredFinding(NamedTuple):
    """What is kept of a comparison in a row of its own."""

    attribute: str
    value: str | None
    metric: str
    verdict: str
    primary: bool


def findings(result: Result) -> list[StoredFinding]:
    """Also those on metrics, which decide where an audit was made or no rate does."""
    rates = [
        StoredFinding(
            attribute=attribute,
            value=value,
            metric=comparison.metric,
            verdict=comparison.judgement.verdict.value,
            primary=comparison.primary,
        )
        for comparison in result.comparisons
        for attribute, value in comparison.group
    ]
    decide = result.plan.has_audit or not result.plan.primary_metrics
    measured = result.other_metrics.comparisons if result.other_metrics else ()
    return rates + [
        StoredFinding(
            attribute=compared.attribute,
            value=compared.value,
            metric=compared.metric,
            verdict=compared.judgement.verdict.value,
            primary=decide,
        )
        for compared in measured
    ]


@dataclass(slots=True)
class Sealer:
    """Gives each words a hash with a salt of its own, the same wherever the same words stand in this run."""

    words: Words = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def __call__(self, words: str) -> str:
        if words not in self._known:
            salt = secrets.token_hex(16)
            self._known[words] = words_hash(salt, words)
            self.words[self._known[words]] = (salt, words)
        return self._known[words]


def again(stored_words: Words) -> Callable[[str], str]:
    """The same hashes once more, of words that were kept, or erased by a decision; others have none."""
    known = {
        words: hashed
        for hashed, (salt, words) in stored_words.items()
        if words_hash(salt, words) == hashed or (not salt and _INSTEAD.fullmatch(words))
    }
    return lambda words: known.get(words, "")


def erased_words(stored_words: Words) -> dict[str, str]:
    """By the hash of words that were erased: the hash of what stands in their place."""
    return {hashed: words_hash("", words) for hashed, (salt, words) in stored_words.items() if not salt}


def erased(stored_words: Words, gone: str, instead: str) -> tuple[str, Words] | None:
    """The hash of these words, and all words once their salt is forgotten; None where they have no hash here."""
    hashed = next((key for key, (_, words) in stored_words.items() if words == gone), None)
    return None if hashed is None else (hashed, {**stored_words, hashed: ("", instead)})


def content_of(facts: RunRecord, seal: Callable[[str], str], programs: Mapping[str, str]) -> dict[str, Any]:
    """What is signed. ``programs``: name and version of all that took part."""
    return {
        "format": "insyn-run/1",
        "run": str(facts.run),
        "titles": {language: seal(words) for language, words in sorted(facts.titles.items())},
        "file_name": seal(facts.file_name),
        "file_sha256": facts.file_sha256,
        "plan": seal(canonical(facts.plan.to_dict()).decode()),
        "plan_sha256": facts.plan.hash,
        "full_result_sha256": facts.result_sha256,
        "programs": dict(programs),
        "result": _sealed(facts.public.to_dict(), "", seal),
    }


class AlteredError(ValueError):
    """What is stored of a finished run is not what was signed when it was finished."""


class SignedColumns(NamedTuple):
    """What was signed of a run and with what, as its row holds it now."""

    signed_content: str | None
    signed_words: str | None
    signature: str | None


def public_as_signed(stored: str | None, columns: SignedColumns, key: Ed25519PublicKey) -> PublicResult:
    """The public result in these columns of a row. AlteredError for any other text, JSON or not, and for one that
    fits all the rest of the row, but was never signed with this key.
    """
    try:
        public, stored_words = json.loads(stored or ""), json.loads(columns.signed_words or "")
        now = _sealed(public, "", again({key: (salt, text) for key, (salt, text) in stored_words.items()}))
        if canonical({"result": now}) == canonical({"result": _content(columns, key)["result"]}):
            return PublicResult.from_dict(public)
    except _UNREADABLE as error:
        raise AlteredError("the public result cannot be read") from error
    raise AlteredError("the public result is not the one that was signed")


def full_as_signed(stored: str, columns: SignedColumns, key: Ed25519PublicKey) -> Result:
    """The full result, of which the hash is signed. AlteredError as above."""
    try:
        result = Result.from_dict(json.loads(stored))
        if result.hash == _content(columns, key)["full_result_sha256"]:
            return result
    except _UNREADABLE as error:
        raise AlteredError("the full result cannot be read") from error
    raise AlteredError("the full result is not the one that was signed")


def _content(columns: SignedColumns, key: Ed25519PublicKey) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(columns.signed_content or "")
    if not is_signed(content, columns.signature or "", key):
        raise AlteredError("what stands there as signed was not signed by the city")
    return content


def public_words(facts: RunRecord, stored_words: Words) -> Words:
    """Without those that are not published: the name of the file, and the plan."""
    own = {facts.file_name, canonical(facts.plan.to_dict()).decode()}
    shown = json.dumps([facts.public.to_dict(), dict(facts.titles)], ensure_ascii=False)
    return {
        key: (salt, words)
        for key, (salt, words) in stored_words.items()
        if salt and (words not in own or json.dumps(words, ensure_ascii=False) in shown)
    }


def _sealed(value: Any, name: str, seal: Callable[[str], str]) -> Any:
    """Text is a code only where the program alone writes it, and only if it looks like one: else it is sealed."""
    if isinstance(value, Mapping):
        inside = name == "checked_with"
        return {_key(key): _sealed(inner, name if inside else key, seal) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_sealed(inner, name, seal) for inner in value]
    if isinstance(value, str) and value and not (name in CODES and _is_code(value)):
        return {"sealed": seal(value)}
    return value


def _key(name: str) -> str:
    if not _is_code(name):
        raise ValueError("a field of a result is called by a code")
    return name


def _is_code(text: str) -> bool:
    return len(text) <= _LONGEST_CODE and _CODE.fullmatch(text) is not None
