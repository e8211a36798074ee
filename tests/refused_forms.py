"""Forms that are refused: what is typed into each, and where its summary leads. Names in braces are filled in later."""

from dataclasses import dataclass, field

from algorithms.people import Role
from reading import Typed
from second_run import csv
from wording import words as in_swedish


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One form, what is typed into it, and where its summary leads, line by line; ``*`` is any place."""

    by: Role
    page: str
    form: str  # the end of its address
    typed: dict[str, Typed]
    wrong: tuple[str, ...]
    press: str = ""
    hidden: frozenset[str] = field(default=frozenset())  # what no page may show again


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A form that somebody else has sent meanwhile: it tells of a state that is no more."""

    by: Role
    page: str
    form: str
    typed: dict[str, Typed]
    status: int


LONG = "ord " * 400
EMPTY = ("tom.csv", b"")
SCORES = csv(
    "poäng;behov;kön",
    [(f"0.{n}", "ja" if n % 2 else "nej", "kvinna" if n % 4 < 2 else "man") for n in range(10, 99)],
)
ROWS = {
    "withhold": Refused(
        by=Role.COORDINATOR, page="{draft}/entry", form="/withhold", typed={"reason": LONG}, wrong=("ground", "reason")
    ),
    "merge": Refused(
        by=Role.COORDINATOR, page="{draft}/entry", form="/merge", typed={}, wrong=("into", "merge-reason")
    ),
    "move": Refused(by=Role.COORDINATOR, page="{draft}/entry", form="/move", typed={}, wrong=("department",)),
    "case number": Refused(
        by=Role.EDITOR, page="{draft}/entry", form="/case-number", typed={"case-number": LONG}, wrong=("case-number",)
    ),
    "mask": Refused(
        by=Role.EDITOR,
        page="{draft}/masking",
        form="/masking",
        typed={"words": "x", "reason": LONG},
        wrong=("words", "ground", "reason"),
    ),
    "duty": Refused(
        by=Role.EDITOR,
        page="{draft}/duties",
        form="/duties/{duty}",
        typed={"state": "not-applicable", "link": "www.staden.example"},
        wrong=("words-{duty}", "link-{duty}"),
    ),
    "incident": Refused(
        by=Role.EDITOR,
        page="{draft}/incidents/new",
        form="/incidents",
        typed={"happened-on": "i går", "harmed": "Elva familjer", "provider-on": "när som helst"},
        wrong=("happened-on", "what", "provider-on"),
    ),
    "comment": Refused(
        by=Role.EDITOR, page="{draft}/answers", form="/comments", typed={"words": LONG * 4}, wrong=("*",)
    ),
    "answers": Refused(
        by=Role.EDITOR,
        page="{draft}/answers/rights",
        form="/answers/rights",
        typed={"contact_email": "ingen adress", "objection-sv": LONG * 3},
        wrong=("objection-sv", "contact_email"),
        press=in_swedish("Save and look at all answers"),
    ),
    "class": Refused(by=Role.EDITOR, page="{draft}/class", form="/class", typed={}, wrong=("*",)),
    "new entry": Refused(
        by=Role.COORDINATOR,
        page="/workspace/entries/new",
        form="/entries/new",
        typed={"name": LONG},
        wrong=("name", "department", "topic"),
    ),
    "assign": Refused(
        by=Role.COORDINATOR,
        page="/workspace/entries/together",
        form="/together/assign",
        typed={"words": "Snälla"},
        wrong=("chosen", "person"),
    ),
    "statement": Refused(
        by=Role.COORDINATOR,
        page="/workspace/accessibility",
        form="/accessibility",
        typed={"assessed": "nyss", "actor-sv": "Staden"},
        wrong=("*", "assessed"),
    ),
    "targets": Refused(
        by=Role.COORDINATOR,
        page="/workspace/targets",
        form="/targets",
        typed={"classified-percent": "många", "classified-month": "snart"},
        wrong=("classified-percent", "classified-month"),
    ),
    "template": Refused(
        by=Role.COORDINATOR,
        page="/workspace/templates/new",
        form="/templates/new",
        typed={"product-sv": LONG * 2},
        wrong=("template-name", "product-sv"),
    ),
    "department": Refused(
        by=Role.ADMINISTRATOR,
        page="/workspace/departments/new",
        form="/departments/new",
        typed={"name-en": "Parks", "slug": "Å Ä", "phone": LONG},
        wrong=("name-sv", "slug", "phone"),
    ),
    "person": Refused(
        by=Role.ADMINISTRATOR,
        page="/workspace/people/new",
        form="/people/new",
        typed={"name": "", "email": "ingen adress", "password": "kort"},
        wrong=("name", "email", "password"),
        hidden=frozenset({"password"}),
    ),
    "own password": Refused(
        by=Role.EDITOR,
        page="/workspace/account",
        form="/account/password",
        typed={"old": "fel", "new": "kort"},
        wrong=("*",),
        hidden=frozenset({"old", "new"}),
    ),
    "absence": Refused(
        by=Role.EDITOR,
        page="/workspace/absence/{editor}",
        form="/absence/{editor}",
        typed={"first": "snart", "last": "sedan"},
        wrong=("deputy", "first", "last"),
    ),
    "resident's question": Refused(
        by=Role.COORDINATOR,
        page="{question}",
        form="/hide",
        typed={},
        wrong=("reason",),
    ),
    "code of a resident": Refused(
        by=Role.EDITOR, page="/sv/answers", form="/answers", typed={"code": "fel kod"}, wrong=("code",)
    ),
    "sign in": Refused(
        by=Role.EDITOR,
        page="/sign-in?lang=sv",
        form="/sign-in?lang=sv",
        typed={"email": "ingen@staden.example", "password": "fel"},
        wrong=("email",),
        hidden=frozenset({"password"}),
    ),
    "evaluation data": Refused(
        by=Role.EDITOR,
        page="{draft}/evidence/new",
        form="/evidence/new",
        typed={"title-sv": "Ansökningar 2025", "title-en": "Applications of 2025", "file": EMPTY},
        wrong=("file",),
    ),
    "second file": Refused(
        by=Role.EDITOR, page="{scores}/second-file", form="/second-file", typed={"file": EMPTY}, wrong=("file",)
    ),
    "plan as a file": Refused(
        by=Role.EDITOR, page="{scores}/plan", form="/plan/file", typed={"file": EMPTY}, wrong=("file",)
    ),
    "list of entries": Refused(
        by=Role.EDITOR, page="/workspace/imports", form="/workspace/imports", typed={"file": EMPTY}, wrong=("file",)
    ),
    "plan values": Refused(
        by=Role.EDITOR,
        page="{scores}/plan?task=score&decision=po%C3%A4ng&outcome=behov&groups=k%C3%B6n&yes_means=help",
        form="/plan",
        typed={
            "first": "många",
            "decimals": "två",
            "margin": "mycket",
            "first-month": "snart",
            "reason": "Hjälp når inte fram.",
            "label-0-1-sv": "kvinnor",
            "outcome-0": "yes",
        },
        wrong=("first", "decimals", "*", "*"),
    ),
    "necessity": Refused(
        by=Role.EDITOR,
        page="{sensitive}/necessity",
        form="/necessity",
        typed={"purpose": "Se om alla behandlas lika.", "deleted": "snart"},
        wrong=("others", "categories", "protection", "access", "recipients", "record", "deleted"),
    ),
    "opinion on a file": Refused(
        by=Role.DPO,
        page="{read by officer}/opinion",
        form="/opinion",
        typed={"words": "För brett."},
        wrong=("*",),
    ),
    "same file": Refused(
        by=Role.EDITOR, page="{agreed}/same-file", form="/same-file", typed={"file": EMPTY}, wrong=("file",)
    ),
    "one-time codes": Refused(
        by=Role.EDITOR,
        page="/workspace/account/codes",
        form="/account/codes",
        typed={"password": "fel"},
        wrong=("password",),
        hidden=frozenset({"password"}),
    ),
}


STALE = {
    "answers": Stale(
        by=Role.EDITOR,
        page="{draft}/answers/rights",
        form="/answers/rights",
        typed={"objection-sv": "Du kan begära omprövning.", "revision": "99"},
        status=409,
    ),
    "statement": Stale(
        by=Role.COORDINATOR,
        page="/workspace/accessibility",
        form="/accessibility",
        typed={
            "actor-sv": "Staden",
            "service-sv": "Registret",
            "conformance": "full",
            "method-sv": "Vi har testat själva.",
            "assessed": "2026-11-20",
            "contact": "hej@staden.example",
            "after": "99",
        },
        status=409,
    ),
    "template": Stale(
        by=Role.COORDINATOR,
        page="{template}",
        form="{template}",
        typed={"how-it-works-sv": "Den läser upp text för den som vill.", "revision": "99"},
        status=422,
    ),
    "answer to a resident": Stale(
        by=Role.COORDINATOR,
        page="{question}",
        form="{question}/answer",
        typed={"answer-sv": "Snön röjs efter en plan.", "revision": "99"},
        status=422,
    ),
    "incident": Stale(
        by=Role.EDITOR,
        page="{incident}",
        form="{incident}",
        typed={"what": "Plogen körde på fel gata.", "harmed": "Elva familjer", "revision": "99"},
        status=422,
    ),
}
