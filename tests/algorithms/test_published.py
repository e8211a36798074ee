"""What is public of a version is one value: codes, texts by language and results, and nothing that is not public."""

import json
from dataclasses import dataclass, replace

from algorithms.cards.model_card import card
from algorithms.entries.entry import Masked, Opinion, OpinionKind, VersionState
from algorithms.entries.field import Audience, Field, Place
from algorithms.entries.fields import FIELDS, PUBLIC_FIELDS, TEXTS, Answers
from algorithms.entries.kinds import Kind
from algorithms.entries.texts import Text
from algorithms.published.entry import PublishedEntry, RelatedData, current, published_entry
from algorithms.search.index.weights import indexed_texts
from assessments.text.message import Message
from builders import FULL_ANSWERS, NOW, a_department, a_measure, a_version, an_id, some_evidence

GIVEN_BY = an_id("an officer")
OPINION = Opinion(
    kind=OpinionKind.AGREE_WITH_CONDITIONS, texts={"sv": "Ja, om."}, content_hash="0" * 64, by=GIVEN_BY, at=NOW
)


@dataclass(frozen=True, slots=True)
class MoreAnswers(Answers):
    yearly_cost: int | None = None


def made_up(audience: Audience) -> Field:
    return Field(
        name="yearly_cost",
        kind=Kind.NUMBER,
        section="about",
        label=Message("What it costs in a year"),
        place=Place.HEAD,
        audience=audience,
    )


def published(**more: object) -> PublishedEntry:
    return published_entry(a_version(VersionState.PUBLISHED, published_at=NOW, **more), a_department())


def everything(entry: PublishedEntry) -> str:
    """All that the readers of the value can say."""
    return f"{entry!r}{json.dumps(entry.to_dict())}{card(entry, 'sv')!r}{indexed_texts(entry)!r}"


def test_an_inner_field_never_gets_into_what_is_published_whatever_its_kind() -> None:
    answers = MoreAnswers(**{name: getattr(FULL_ANSWERS, name) for name in Answers.__slots__}, yearly_cost=48_213)
    version = a_version(answers=answers)
    for audience in (Audience.INNER, Audience.STAFF):
        inner = (made_up(audience), replace(TEXTS[Text.EXIT], audience=audience))
        described = (*(field for field in FIELDS if field.name != Text.EXIT), *inner)
        public = [field for field in described if field.audience is Audience.PUBLIC]
        entry = published_entry(
            version, a_department(), RelatedData(html={(Text.EXIT, "sv"): "<p>exit in sv</p>"}), public
        )
        assert "48213" not in everything(entry)
        assert "exit in" not in everything(entry)
    shown = published_entry(version, a_department(), fields=(*PUBLIC_FIELDS, made_up(Audience.PUBLIC)))
    assert shown.to_dict()["answers"]["yearly_cost"] == "48213"


def test_it_holds_codes_and_texts_by_language_that_any_program_can_read() -> None:
    written = json.loads(json.dumps(published(opinion=OPINION).to_dict()))
    assert written["answers"]["human_role"] == "decides"
    assert written["law"]["risk_class"] == "not-an-ai-system"
    assert written["law"]["dpia_need"] == "not-needed"
    assert written["opinion"]["kind"] == "agree-with-conditions"
    assert written["texts"]["risks"] == {"sv": "risks in sv", "en": "risks in en"}
    assert "msgid" not in str(written)


def test_nobody_is_named_and_no_id_is_given_out() -> None:
    written = str(published(opinion=OPINION, evidence=(some_evidence(),)).to_dict())
    for identity in (GIVEN_BY, an_id("entry"), an_id("version"), an_id("run"), a_version().changed_by):
        assert str(identity) not in written


def test_only_cited_runs_with_a_result_and_complete_measures_are_public() -> None:
    half = some_evidence(measure=a_measure(who={}))
    version = a_version(evidence=(half, replace(half, run=an_id("other"), number=2, cited=False)))
    entry = published_entry(version, a_department(), RelatedData(results={an_id("run"): None, an_id("other"): None}))
    [assessment] = entry.assessments
    assert (assessment.number, assessment.result, assessment.measure) == (1, None, None)
    assert published(evidence=(half,)).assessments == ()


def test_a_draft_is_previewed_as_the_value_that_it_becomes() -> None:
    preview, later = published_entry(a_version(), a_department()), published()
    same = {"state": later.state, "published_at": NOW, "review_by": later.review_by}
    assert replace(preview, **same) == later


def test_of_a_withdrawn_entry_name_date_and_reason_are_public_and_nothing_else() -> None:
    masks = (Masked(words="Vera Lind", ground="gdpr.5-1-c", at=NOW),)
    version = a_version(VersionState.WITHDRAWN, published_at=NOW, ended_at=NOW, opinion=OPINION)
    version = replace(version, entry=replace(version.entry, masks=masks))
    withdrawn = current([published_entry(version, a_department(), RelatedData(reason={"sv": "Vera Lind bad om det."}))])
    assert withdrawn is not None
    shown = withdrawn.to_dict()
    assert shown["withdrawal"]["reason"] == {"sv": "(maskerat) bad om det."}
    assert (list(shown["texts"]), shown["answers"], shown["opinion"]) == (["name"], {}, None)
    assert "Vera Lind" not in everything(withdrawn)
    assert "risks in" not in everything(withdrawn)


def test_the_published_version_stands_for_the_entry_though_a_newer_one_was_withdrawn() -> None:
    newer = published_entry(a_version(VersionState.WITHDRAWN, number=2, published_at=NOW, ended_at=NOW), a_department())
    assert current([newer, published()]) == published()
    assert current([]) is None
