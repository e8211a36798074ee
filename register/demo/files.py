"""Reads the demo city's TOML files into the values. Refuses what it does not know or cannot find."""

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from algorithms.entries.entry import LANGUAGES, OpinionKind, Topic, VersionState
from algorithms.entries.field import Required
from algorithms.entries.fields import ANSWERS, TEXTS
from algorithms.entries.kinds import plain
from algorithms.entries.texts import Text
from algorithms.law.dpia import CRITERIA
from algorithms.law.given_answers import DPIA, EDITION_OF_ANSWERS, RISK
from algorithms.law.risk import EDITION, classify, path
from assessments.plan.names.finding_words import PHRASES, FindingWords
from assessments.plan.plan import Label
from register.demo.values import DemoAssessment, DemoDepartment, DemoEarlier, DemoEntry, DemoMeasure, Texts

ENTRY = ("slug", "department", "topic", "state", "written_by", "changed_days_ago", *LANGUAGES)
ENTRY_ANSWERS = tuple(field.name for field in ANSWERS if field.required is Required.ALWAYS)
ENTRY_MAY = (
    "published_days_ago",
    "withdrawn_days_ago",
    "next_review_months",
    "law",
    "workflow",
    "assessment",
    "case_number",
    "withheld",
    "incident",
    "earlier",
    *(field.name for field in ANSWERS if field.required is Required.NEVER and field.name != "next_review"),
)
FURTHER = {text for text, field in TEXTS.items() if field.required is not Required.ALWAYS}
WORKFLOW = ("opinion", "opinion_sv", "opinion_en", "objection_answer_sv", "objection_answer_en")
WORKFLOW_REASONS = ("return_reason_sv", "return_reason_en", "withdraw_reason_sv", "withdraw_reason_en")
WITHHELD, INCIDENT = ("ground", "reason"), ("days_ago", "what", "harmed", "done", "provider_days_ago")
PLAN = ("dataset", "title_sv", "title_en", "decision", "decision_yes", "groups", "reference")
OUTCOME = ("outcome", "outcome_yes")  # of all but judgements
PLAN_WHY = ("yes_means", "primary", "margin", "reason_sv", "reason_en", "labels", "rows", "seed", "shows")
PLAN_MAY = ("measure", "period", "outcome_known", "person")
MEASURE = ("what_sv", "what_en", "who_sv", "who_en", "by_when", "accepted_sv", "accepted_en")


class ContentError(Exception):
    """Which file is wrong, and what in it."""


def read_departments() -> tuple[DemoDepartment, ...]:
    file = files("register.demo") / "departments.toml"
    rows = _table(_parsed(file), file.name, ("department",))["department"]
    required = ("slug", "name_sv", "name_en", "board_sv", "board_en", "phone", "post")
    return tuple(
        DemoDepartment(
            slug=row["slug"], names=_both(row, "name"), boards=_both(row, "board"), phone=row["phone"], post=row["post"]
        )
        for row in (_table(table, file.name, required) for table in rows)
    )


def read_entries() -> tuple[DemoEntry, ...]:
    folder = files("register.demo") / "entries"
    entry_files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return tuple(read_entry(_parsed(file), file.name) for file in entry_files)


def read_entry(written: Mapping[str, Any], name: str) -> DemoEntry:
    """The entry that a parsed file tells of; ContentError with the file's name when a key or a value is unknown."""
    row = _table(written, name, ENTRY + ENTRY_ANSWERS, ENTRY_MAY)
    steps = _table(row.get("workflow", {}), f"{name} [workflow]", (), WORKFLOW + WORKFLOW_REASONS)
    try:
        return _entry(row, steps, name)
    except ValueError as error:
        raise ContentError(f"{name}: {error}") from error


def _entry(row: Mapping[str, Any], steps: Mapping[str, Any], name: str) -> DemoEntry:
    return DemoEntry(
        slug=row["slug"],
        department=row["department"],
        topic=Topic(row["topic"]),
        state=VersionState(row["state"]),
        written_by=row["written_by"],
        changed_days_ago=row["changed_days_ago"],
        published_days_ago=row.get("published_days_ago"),
        withdrawn_days_ago=row.get("withdrawn_days_ago"),
        next_review_months=row.get("next_review_months"),
        answers={field.name: field.stored(plain(row[field.name])) for field in ANSWERS if field.name in row},
        texts=_texts(row, name),
        choices=_choices(_table(row.get("law", {}), f"{name} [law]", (), ("class", "impact")), name),
        case_number=row.get("case_number", ""),
        withheld=_table(row["withheld"], f"{name} [withheld]", WITHHELD) if "withheld" in row else {},
        incident=_table(row["incident"], f"{name} [incident]", INCIDENT) if "incident" in row else {},
        opinion=OpinionKind(steps["opinion"]) if "opinion" in steps else None,
        opinion_texts=_both(steps, "opinion"),
        objection_answer=_both(steps, "objection_answer"),
        return_reason=_both(steps, "return_reason"),
        withdraw_reason=_both(steps, "withdraw_reason"),
        assessments=tuple(
            _assessment(assessment, f"{name} [[assessment]]") for assessment in row.get("assessment", ())
        ),
        earlier=_earlier(row["earlier"], f"{name} [earlier]") if "earlier" in row else None,
    )


def _earlier(written: Mapping[str, Any], where: str) -> DemoEarlier:
    row = _table(written, where, ("published_days_ago", *LANGUAGES))
    known = {text.value.replace("-", "_"): text for text in Text}
    by_language = {language: _table(row[language], f"{where} {language}", (), known) for language in LANGUAGES}
    texts = {(known[key], lang): words.strip() for lang, keys in by_language.items() for key, words in keys.items()}
    return DemoEarlier(row["published_days_ago"], texts)


def _texts(row: Mapping[str, Any], name: str) -> dict[tuple[Text, str], str]:
    keys = {text: text.value.replace("-", "_") for text in Text}
    may = [key for text, key in keys.items() if text in FURTHER]
    for language in LANGUAGES:
        _table(row[language], f"{name} [{language}]", set(keys.values()) - set(may), may)
    written = {text: key for text, key in keys.items() if key in {*row["sv"], *row["en"]}}
    return {(text, lang): row[lang].get(key, "").strip() for text, key in written.items() for lang in LANGUAGES}


def _choices(law: Mapping[str, Any], name: str) -> dict[str, str]:
    """Answers about the law; ContentError for a question that does not come up, or one that is left."""
    choices = {f"{RISK}{key}": value for key, value in law.get("class", {}).items()}
    if choices and (classify(law["class"]) is None or len(path(law["class"])) != len(choices)):
        raise ContentError(f"{name} [law]: class does not answer the questions that come up, and no others")
    met = law.get("impact")
    if met is not None:
        if unknown := set(met) - {criterion.key for criterion in CRITERIA}:
            raise ContentError(f"{name} [law]: {', '.join(sorted(unknown))} is no criterion")
        choices |= {f"{DPIA}{criterion.key}": "yes" if criterion.key in met else "no" for criterion in CRITERIA}
    return {**choices, EDITION_OF_ANSWERS: EDITION} if choices else {}


def _assessment(written: Mapping[str, Any], where: str) -> DemoAssessment:
    outcome, may = ((), ("more_judgements",)) if "more_judgements" in written else (OUTCOME, ())
    row = _table(written, where, PLAN + outcome + PLAN_WHY, (*PLAN_MAY, "words", *may))
    return DemoAssessment(
        dataset=row["dataset"],
        titles=_both(row, "title"),
        outcome=row.get("outcome", ""),
        outcome_yes=tuple(row.get("outcome_yes", ())),
        decision=row["decision"],
        decision_yes=tuple(row["decision_yes"]),
        groups=tuple(row["groups"]),
        reference=tuple(row["reference"].items()),
        yes_means=row["yes_means"],
        primary=tuple(row["primary"]),
        margin=row["margin"],
        reasons=_both(row, "reason"),
        labels=tuple(_label(label, where) for label in row["labels"]),
        rows=row["rows"],
        seed=row["seed"],
        shows=row["shows"],
        measure=_measure(row["measure"], where) if "measure" in row else None,
        period=row.get("period", ""),
        words=_words(row["words"], where) if "words" in row else FindingWords(),
        outcome_known=row.get("outcome_known", "everyone"),
        person=row.get("person"),
        more_judgements=tuple(row.get("more_judgements", ())),
    )


def _words(written: Mapping[str, Any], where: str) -> FindingWords:
    names = [f"{name}_{language}" for name in PHRASES for language in LANGUAGES]
    row = _table(written, f"{where} words", (), (*names, "things"))
    phrases = {name: _both(row, name) for name in PHRASES}
    return FindingWords(phrases=phrases, things=row.get("things", False))


def _label(written: Mapping[str, Any], where: str) -> Label:
    row = _table(written, f"{where} labels", ("attribute", "sv", "en"), ("value",))
    return Label(attribute=row["attribute"], value=row.get("value"), sv=row["sv"], en=row["en"])


def _measure(written: Mapping[str, Any], where: str) -> DemoMeasure:
    row = _table(written, f"{where} measure", (), MEASURE)
    return DemoMeasure(
        what=_both(row, "what"), who=_both(row, "who"), by_when=row.get("by_when"), accepted=_both(row, "accepted")
    )


def _both(row: Mapping[str, Any], key: str) -> Texts:
    return {language: row.get(f"{key}_{language}", "").strip() for language in LANGUAGES}


def _parsed(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{file.name}: {error}") from error


def _table(written: Mapping[str, Any], where: str, must: Iterable[str], may: Iterable[str] = ()) -> Mapping[str, Any]:
    required, known = set(must), {*must, *may}
    if missing := sorted(required - set(written)):
        raise ContentError(f"{where}: {', '.join(missing)} is missing")
    if unknown := sorted(set(written) - known):
        raise ContentError(f"{where}: {', '.join(unknown)} is not known")
    return written
