"""The design of the demo city's evaluation data: which columns, how large each group is, how often it meets an error.

The city and every case in it are made up. All shares are of 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DesignColumn:
    """An outcome or a decision: the words that mean yes and the words that mean no."""

    name: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happens, and what a group value adds to that."""

    usual: float
    effects: Shares = field(default_factory=dict)

    def among(self, values: tuple[str, ...]) -> float:
        return self.usual + sum(self.effects.get(value, 0.0) for value in values)


@dataclass(frozen=True, slots=True)
class Dataset:
    id_column: str
    id_prefix: str
    groups: Mapping[str, Shares]  # attribute → value → how large a part; "" is a missing value
    outcome: DesignColumn
    decision: DesignColumn
    happens: Rate  # yes in outcome
    detected: Rate  # yes in decision where the outcome is yes: one minus the false negative rate
    false: Rate  # yes in decision where the outcome is no: the false positive rate
    other_columns: Mapping[str, tuple[str, ...]]
    unknown: float = 0.0  # how large a part has no outcome, whatever was decided
    person_column: str = ""  # a made-up number that names the person, where people are in several rows
    rows_of_person: int = 1
    delimiter: str = ","
    encoding: str = "utf-8"
    line_end: str = "\n"

    @property
    def columns(self) -> tuple[str, ...]:
        person = (self.person_column,) if self.person_column else ()
        return (self.id_column, *person, *self.other_columns, *self.groups, self.outcome.name, self.decision.name)

    def share(self, values: tuple[str, ...]) -> float:
        """How large a part of all rows has these group values; attributes are independent of each other."""
        return prod(shares[value] for shares, value in zip(self.groups.values(), values, strict=True))


@dataclass(frozen=True, slots=True)
class JudgedDataset:
    """Answers that several people have judged, each in a column: how many are good, and how often a judge errs."""

    id_column: str
    id_prefix: str
    groups: Mapping[str, Shares]
    judges: tuple[str, ...]
    yes: str
    no: str
    good: Rate
    errs: float
    delimiter: str = ";"
    encoding: str = "utf-8"
    line_end: str = "\n"

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.id_column, *self.groups, *self.judges)


SPRING_2025 = ("2025-03", "2025-04", "2025-05", "2025-06")
SPRING = ("2026-03", "2026-04", "2026-05", "2026-06")
DISTRICTS = ("Centrum", "Norra", "Hamnen", "Åsen")

INCOME_SUPPORT = Dataset(
    id_column="arende",
    id_prefix="FS-",
    groups={
        "kon": {"kvinna": 0.51, "man": 0.475, "": 0.015},
        "aldersgrupp": {"18–29": 0.2, "30–64": 0.7645, "65+": 0.03, "": 0.0055},
    },
    outcome=DesignColumn("fel_funnet", ("ja",), ("nej",)),
    decision=DesignColumn("urval", ("kontroll",), ("ingen kontroll",)),
    happens=Rate(0.045),
    detected=Rate(0.62),
    false=Rate(0.051, {"kvinna": 0.038, "18–29": 0.006, "65+": 0.022}),
    other_columns={
        "ansokningsmanad": SPRING,
        "hushall": ("ensam", "ensam med barn", "sambo", "sambo med barn"),
    },
)

DATASETS: Mapping[str, Dataset] = {
    "forsorjningsstod": INCOME_SUPPORT,
    "forsorjningsstod_2025": replace(
        INCOME_SUPPORT,
        false=Rate(0.053, {"kvinna": 0.067, "18–29": 0.006, "65+": 0.022}),
        other_columns={**INCOME_SUPPORT.other_columns, "ansokningsmanad": SPRING_2025},
    ),
    "forsorjningsstod_tolk": Dataset(
        id_column="arende",
        id_prefix="ST-",
        groups={"tolk": {"nej": 0.835, "ja": 0.15, "": 0.015}},
        outcome=DesignColumn("fel_funnet", ("ja",), ("nej",)),
        decision=DesignColumn("urval", ("kontroll",), ("ingen kontroll",)),
        happens=Rate(0.05),
        detected=Rate(0.6),
        false=Rate(0.068, {"ja": 0.03}),
        other_columns={"ansokningsmanad": ("2026-09", "2026-10"), "stadsdel": DISTRICTS},
    ),
    "skolval": Dataset(
        id_column="lopnummer",
        id_prefix="",
        groups={"stadsdel": {"Centrum": 0.3, "Norra": 0.24, "Hamnen": 0.22, "Åsen": 0.23, "": 0.01}},
        outcome=DesignColumn("plats_enligt_reglerna", ("ja",), ("nej",)),
        decision=DesignColumn("placerad_forstahand", ("ja",), ("nej",)),
        happens=Rate(0.862, {"Norra": -0.007, "Hamnen": -0.131, "Åsen": 0.006}),
        detected=Rate(0.997),
        false=Rate(0.004),
        other_columns={"arskurs": ("förskoleklass", "4", "7"), "syskon_i_skolan": ("ja", "nej", "nej")},
    ),
    "hemtjanst": Dataset(
        id_column="lopnummer",
        id_prefix="HT-",
        groups={
            "kon": {"kvinna": 0.65, "man": 0.335, "": 0.015},
            "sprak": {"svenska": 0.8, "annat": 0.18, "": 0.02},
        },
        outcome=DesignColumn("behov_av_kand_personal", ("ja",), ("nej",)),
        decision=DesignColumn("planerad_kand_personal", ("ja",), ("nej",)),
        happens=Rate(0.56),
        detected=Rate(0.868, {"man": 0.006, "annat": -0.004}),
        false=Rate(0.41),
        other_columns={"stadsdel": DISTRICTS, "besok_per_vecka": ("1–7", "8–14", "15–28", "över 28")},
        person_column="brukare",
        rows_of_person=2,
    ),
    "bygglov": Dataset(
        id_column="diarienummer",
        id_prefix="BYG-2026-",
        groups={"sokande": {"privatperson": 0.68, "företag": 0.305, "": 0.015}},
        outcome=DesignColumn("handlingar", ("saknas",), ("kompletta",)),
        decision=DesignColumn("markering", ("1",), ("0",)),
        happens=Rate(0.37),
        detected=Rate(0.91),
        false=Rate(0.081, {"privatperson": 0.006}),
        other_columns={"arendetyp": ("tillbyggnad", "nybyggnad", "fasad", "skylt", "mur eller plank")},
        unknown=0.06,
    ),
    "chattsvar": Dataset(
        id_column="samtal",
        id_prefix="C",
        groups={"språk": {"svenska": 0.68, "engelska": 0.17, "arabiska": 0.11, "finska": 0.03, "": 0.01}},
        outcome=DesignColumn("svar fanns", ("Ja",), ("Nej",)),
        decision=DesignColumn("chatten svarade rätt", ("Ja",), ("Nej",)),
        happens=Rate(0.83),
        detected=Rate(0.892, {"engelska": -0.007, "arabiska": -0.136, "finska": -0.03}),
        false=Rate(0.06),
        other_columns={"ämne": ("förskola", "bygglov", "äldreomsorg", "avfall", "parkering", "övrigt")},
        delimiter=";",
        encoding="windows-1252",  # as Swedish Excel saves it
        line_end="\r\n",
    ),
    "oversattning": Dataset(
        id_column="brev",
        id_prefix="B",
        groups={"sprak": {"arabiska": 0.37, "ukrainska": 0.27, "somaliska": 0.2, "dari": 0.16}},
        outcome=DesignColumn("allvarligt_fel", ("ja",), ("nej",)),
        decision=DesignColumn("stoppad_for_granskning", ("ja",), ("nej",)),
        happens=Rate(0.18),
        detected=Rate(0.82, {"somaliska": -0.09, "dari": -0.06}),
        false=Rate(0.12),
        other_columns={"brevtyp": ("beslut", "kallelse", "information", "påminnelse")},
    ),
    "rekrytering": Dataset(
        id_column="ansokan",
        id_prefix="SJ-",
        groups={
            "aldersgrupp": {"under 30": 0.33, "30–54": 0.49, "55 eller äldre": 0.17, "": 0.01},
            "kon": {"kvinna": 0.59, "man": 0.395, "": 0.015},
        },
        outcome=DesignColumn("rekryterarens_bedomning", ("kvalificerad",), ("inte kvalificerad",)),
        decision=DesignColumn("systemets_grupp", ("A", "B"), ("C",)),
        happens=Rate(0.47),
        detected=Rate(0.862, {"under 30": -0.005, "55 eller äldre": -0.128, "man": 0.004}),
        false=Rate(0.27),
        other_columns={"tjanst": ("vårdbiträde", "undersköterska", "kock", "parkarbetare")},
    ),
    "fallrisk": Dataset(
        id_column="lopnummer",
        id_prefix="F",
        groups={"kon": {"kvinna": 0.65, "man": 0.335, "": 0.015}},
        outcome=DesignColumn("fall_inom_90_dagar", ("ja",), ("nej",)),
        decision=DesignColumn("hog_risk", ("ja",), ("nej",)),
        happens=Rate(0.27),
        detected=Rate(0.7, {"man": -0.05}),
        false=Rate(0.2),
        other_columns={"boende": ("A", "B"), "aldersgrupp": ("65–79", "80–89", "90 eller äldre")},
    ),
    "epost": Dataset(
        id_column="mejl",
        id_prefix="M",
        groups={"sprak": {"svenska": 0.85, "annat": 0.14, "": 0.01}},
        outcome=DesignColumn("bradskande", ("ja",), ("nej",)),
        decision=DesignColumn("markerat_bradskande", ("1",), ("0",)),
        happens=Rate(0.125),
        detected=Rate(0.884, {"annat": -0.004}),
        false=Rate(0.04),
        other_columns={"manad": ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09"), "bilaga": ("ja", "nej")},
    ),
    "epost_larm": Dataset(
        id_column="mejl",
        id_prefix="L",
        groups={"sprak": {"svenska": 0.85, "annat": 0.14, "": 0.01}},
        outcome=DesignColumn("fara_for_liv", ("ja",), ("nej",)),
        decision=DesignColumn("larm", ("1",), ("0",)),
        happens=Rate(0.008),
        detected=Rate(0.9),
        false=Rate(0.014, {"annat": 0.001}),
        other_columns={"bilaga": ("ja", "nej")},
    ),
}

JUDGED: Mapping[str, JudgedDataset] = {
    "chattsvar_begripliga": JudgedDataset(
        id_column="svar",
        id_prefix="S",
        groups={"språk": {"svenska": 0.5, "engelska": 0.5}},
        judges=("bedömning A", "bedömning B", "bedömning C"),
        yes="ja",
        no="nej",
        good=Rate(0.72),
        errs=0.04,
    ),
}
