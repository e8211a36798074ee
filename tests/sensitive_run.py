"""A run with a sensitive column, as its editor and its officer meet it on the pages."""

from algorithms.people import Role
from second_run import Run, csv

ROWS = [
    (f"A-{n}", "ja" if n % 2 else "nej", "ja" if n % 3 else "nej", "ja" if n % 4 < 2 else "nej") for n in range(240)
]
CASES = csv("ärende;behov;beslut;diagnos", ROWS)
REASONS = {
    "purpose": "Se om personer med diagnos behandlas lika.",
    "others": "Inget annat visar det.",
    "categories": "Hälsa: diagnos, ja eller nej.",
    "access": "Enheten för uppföljning.",
    "protection": "Namn och personnummer är borttagna.",
    "recipients": "Ingen annan.",
    "record": "Registerförteckningen, nr 14.",
    "deleted": "2027-03-31",
}


class Sensitive(Run):
    """A run whose plan uses a diagnosis."""

    def planned(self, **more: str) -> "Sensitive":
        self.plan("diagnos", key="")
        self.save(**more)
        return self

    def written(self, **other: str) -> "Sensitive":
        self.city.as_(Role.EDITOR).get(f"{self.address}/necessity")
        self.client.submit("Spara och fråga ombudet", **{**REASONS, **other})
        return self

    def give_opinion(self, opinion: str, words: str = "") -> "Sensitive":
        self.city.as_(Role.DPO).get(f"{self.address}/opinion")
        self.client.submit("Spara yttrandet", opinion=opinion, words=words)
        return self

    def decide(self, words: str = "Vi gör det ändå.", case_number: str = "SOC 2026-77") -> "Sensitive":
        """The approver, after advice against it."""
        self.city.as_(Role.APPROVER).get(f"{self.address}/opinion")
        self.client.submit("Besluta att testet ska göras", **{"decision": words, "case-number": case_number})
        return self

    def upload(self, content: bytes = CASES) -> int:
        self.city.as_(Role.EDITOR).get(f"{self.address}/same-file")
        answer = self.client.submit("Ladda upp", file=("igen.csv", content))
        return int(answer.status_code)

    def look(self) -> str:
        self.client.get(self.address)
        return self.words
