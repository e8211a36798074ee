"""The generated pages on law: the questionnaire, the obligations and the facts behind them. Decides nothing."""

from datetime import date

from writing import page, table

from algorithms.entries.choices import HumanRole, OperationalStatus
from algorithms.law.authorities import AUTHORITIES, Authority
from algorithms.law.dpia import CRITERIA, threshold
from algorithms.law.facts import FACTS, Fact
from algorithms.law.obligations import TABLE, SystemFacts
from algorithms.law.obligations import obligations as owed_in
from algorithms.law.obligations.ai_act import BEGUN, COMING, INFRASTRUCTURE, PEOPLE, USED
from algorithms.law.obligations.general import DATA_PROTECTION, SWEDEN
from algorithms.law.risk import EDITION, QUESTIONS, Classification, classify
from algorithms.law.risk.kinds import AnswerOption, RiskQuestion

_ORIGINS = {"U": "bought", "B": "built", "O": "for-others"}
_PLAIN = {
    "technique": "learned",
    "scope": "none",
    "practice": "none",
    "biometrics": "no",
    "product": "no",
    "area": "none",
    "profiling": "yes",
    "talks": "no",
    "creates": "no",
}
_SYSTEMS: dict[str, dict[str, str] | None] = {
    "no class yet": None,
    "not AI": {"technique": "rules"},
    "outside": {"scope": "research"},
    "prohibited": {"practice": "scores"},
    "Annex III": {"area": "services", "services": "5a"},
    "Annex III, work": {"area": "work", "work": "4b"},
    "Annex III, point 2": {"area": "infrastructure", "supply": "2"},
    "Annex III, general AI": {"technique": "general", "area": "services", "services": "5a"},
    "Annex I, A": {"product": "section-a"},
    "Annex I, B": {"product": "section-b"},
    "exempt": {"area": "services", "services": "5a", "profiling": "no", "task": "prepares", "sways": "no"},
    "art. 50": {"biometrics": "other-traits", "talks": "yes", "creates": "yes", "publishes": "both"},
    "minimal": {},
}
_ALL_NO = {criterion.key: False for criterion in CRITERIA}
_CRITERION, _CRITERIA_PAIR = _ALL_NO | {"matching": True}, _ALL_NO | {"matching": True, "vulnerable": True}
_REQUIRED, _USED = threshold(True, _CRITERIA_PAIR), OperationalStatus.IN_USE
_DATA: dict[str, SystemFacts] = {
    "no personal data": SystemFacts(personal_data=False),
    "personal data": SystemFacts(personal_data=True),
    "no criterion": SystemFacts(personal_data=True, dpia=threshold(True, _ALL_NO)),
    "one criterion": SystemFacts(personal_data=True, dpia=threshold(True, _CRITERION)),
    "two criteria": SystemFacts(personal_data=True, dpia=threshold(True, _CRITERIA_PAIR)),
    "sensitive": SystemFacts(personal_data=True, dpia=threshold(True, _CRITERION | {"sensitive": True})),
    "a person decides": SystemFacts(personal_data=True, human_role=HumanRole.DECIDES),
    "the system decides": SystemFacts(personal_data=True, human_role=HumanRole.AUTOMATIC),
    "ended": SystemFacts(personal_data=True, status=OperationalStatus.ENDED),
}
_BY_CLASS = (
    "U: the city uses what somebody else provides. B: it has built it, and uses it. O: it builds it for others. "
    "For a system in use, with personal data and an impact assessment."
)
_CALLED = {
    PEOPLE: "Annex III but for point 2",
    INFRASTRUCTURE: "Annex III, point 2",
    COMING: "",
    USED: "pilot or in use",
    BEGUN: "pilot, in use or ended",
}


def risk() -> str:
    return page(
        "The questionnaire on the AI Act",
        "algorithms/law/risk/",
        f"Edition {EDITION}. It begins with the first question and follows the answers; at a dash it ends. The "
        "strictest class on the way is the class. Where there is none, it is *transparency* if people have to be "
        "told, else *minimal*. Importers, distributors and makers of general-purpose models are not asked about: a "
        "city is none. Nor are open licences: they only free a system that has no other duty than to teach those who "
        "use it.",
        "\n".join(_question_section(question) for question in QUESTIONS.values()),
    )


def obligations() -> str:
    return page(
        "The obligations",
        "algorithms/law/obligations/",
        "What law asks of a system in the register. Where nothing else is said, it is asked until the system has "
        "ended. Not listed: article 26(10), which is for the police.",
        f"{_all()}\n## By class and by what the city is to it\n\n{_BY_CLASS}\n\n{_by_class()}"
        f"\n## By data and by who decides\n\n{_by_data()}",
    )


def facts() -> str:
    rows = [
        (
            f"`{item.key}`",
            item.cited("en"),
            item.text["en"],
            _from(item),
            item.checked.value,
            _doubt(item),
            str(item.as_of),
        )
        for item in FACTS.values()
    ]
    return page(
        "The facts of the law",
        "algorithms/law/facts/",
        "*text*: the law’s own words were read. *secondary*: others who read them say so. *unconfirmed*: accounts "
        "differ, or it can be read in two ways. This is no legal advice.",
        table(("fact", "place", "what it says", "applies from", "checked", "not sure", "read on"), rows)
        + authorities(),
    )


def authorities() -> str:
    rows = [
        (
            known.task.value,
            known.name["en"],
            known.name["sv"],
            _turn(known),
            known.certainty.value,
            known.note["en"] if known.note else "–",
            known.report,
            str(known.as_of),
        )
        for known in AUTHORITIES
    ]
    head = ("task", "authority", "in Swedish", "when", "certainty", "note", "report to", "read on")
    return (
        "\n## Authorities\n\nThe file is algorithms/law/authorities/authorities.toml. A proposal is only shown where "
        f"nobody has the task.\n\n{table(head, rows)}"
    )


def _turn(known: Authority) -> str:
    starts = "" if known.starts_on == date.min else f"from {known.starts_on}"
    ends = "" if known.ends_on == date.max else f"until {known.ends_on}"
    return " ".join(part for part in (starts, ends) if part) or "–"


def _question_section(question: RiskQuestion) -> str:
    rows = [
        (choice.label.msgid, f"[{choice.then}](#{choice.then})" if choice.then else "–", _follows(choice))
        for choice in question.choices
    ]
    several = " *Several answers may be chosen.*" if question.several else ""
    head = f"## {question.key}\n\n**{question.label.msgid}** {_hint(question)}{several}\n\n"
    return head + table(("answer", "then", "what follows"), rows)


def _hint(question: RiskQuestion) -> str:
    return question.hint.msgid.format(**{name: str(value) for name, value in question.hint.values.items()})


def _follows(choice: AnswerOption) -> str:
    parts = [
        f"**{choice.settles.value}**" if choice.settles else "",
        " and ".join(choice.roles),
        f"Annex III, point {choice.annex_iii}" if choice.annex_iii else "",
        f"Annex I, {choice.annex_i.value}" if choice.annex_i else "",
        f"exempt under art. 6(3)({choice.exemption.value}), if the next answer is no" if choice.exemption else "",
        f"to be told: art. {', '.join(duty.value for duty in choice.duties)}" if choice.duties else "",
        "general purpose" if choice.general_purpose else "",
        f"also asks [{choice.also}](#{choice.also})" if choice.also else "",
        f"{', '.join(choice.roles_at_high_risk)} as well, at high risk" if choice.roles_at_high_risk else "",
        "two readings" if choice.readings else "",
    ]
    return "; ".join(part for part in parts if part) or "–"


def _all() -> str:
    rows = [
        (
            f"`{obligation.key}`",
            obligation.title.msgid,
            obligation.weight.value,
            FACTS[obligation.facts[0]].cited("en"),
            _when(obligation.when),
        )
        for obligation in TABLE
    ]
    return table(("obligation", "in words", "weight", "source", "when"), rows)


def _when(groups: tuple[frozenset[str], ...]) -> str:
    named = [_CALLED.get(group, " or ".join(sorted(group))) for group in groups]
    return "; ".join(part for part in named if part) or ("always" if groups else "always, and after it has ended")


def _by_class() -> str:
    general = {item.key for item in (*DATA_PROTECTION, *SWEDEN)}
    table_rows = {
        (system, letter): {
            duty.key
            for duty in owed_in(
                SystemFacts(classification=_class(answers, origin), personal_data=True, dpia=_REQUIRED, status=_USED)
            )
        }
        for system, answers in _SYSTEMS.items()
        for letter, origin in _ORIGINS.items()
    }
    rows = [
        (
            f"`{obligation.key}`",
            *("".join(x for x in _ORIGINS if obligation.key in table_rows[system, x]) for system in _SYSTEMS),
        )
        for obligation in TABLE
        if obligation.key not in general
    ]
    return table(("obligation", *_SYSTEMS), rows)


def _class(answers: dict[str, str] | None, origin: str) -> Classification | None:
    return None if answers is None else classify(_PLAIN | {"origin": origin} | answers)


def _by_data() -> str:
    table_rows = {name: {duty.key for duty in owed_in(situation)} for name, situation in _DATA.items()}
    rows = [
        (f"`{item.key}`", *("●" if item.key in table_rows[name] else "" for name in _DATA))
        for item in (*DATA_PROTECTION, *SWEDEN)
    ]
    return table(("obligation", *_DATA), rows)


def _from(item: Fact) -> str:
    disputed = f" (disputed: {item.disputed_from})" if item.disputed_from else ""
    return f"{item.applies_from or '–'}{disputed}"


def _doubt(item: Fact) -> str:
    return item.note["en"] if item.note else "–"
