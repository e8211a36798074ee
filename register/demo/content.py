"""Who and what there is in the demo city. Read once; how the files are read, and refused when they are wrong: files."""

from functools import cache

from algorithms.people import Role
from register.demo.files import read_departments, read_entries
from register.demo.values import DemoAccount, DemoDepartment, DemoEntry


@cache
def departments() -> tuple[DemoDepartment, ...]:
    return read_departments()


@cache
def entries() -> tuple[DemoEntry, ...]:
    """In the order of the file names."""
    return read_entries()


def accounts() -> tuple[DemoAccount, ...]:
    everywhere = tuple(department.slug for department in departments())
    return (
        DemoAccount("samordnare@exempelstad.example", "AI-samordnare (demo)", Role.COORDINATOR),
        DemoAccount(
            "redaktor@exempelstad.example",
            "Redaktör på förvaltning (demo)",
            Role.EDITOR,
            ("socialforvaltningen", "stadsledningskontoret"),
        ),
        DemoAccount("godkannare@exempelstad.example", "Godkännare på förvaltning (demo)", Role.APPROVER, everywhere),
        *_data_protection_officers(),
        DemoAccount("revisor@exempelstad.example", "Stadsrevisionen (demo)", Role.AUDITOR),
        DemoAccount("administrator@exempelstad.example", "Administratör (demo)", Role.ADMINISTRATOR),
    )


def _data_protection_officers() -> tuple[DemoAccount, ...]:
    """One for two boards each."""
    boards = {
        "vard": ("vård och omsorg", ("socialforvaltningen", "aldreforvaltningen")),
        "skola": ("skola och kultur", ("utbildningsforvaltningen", "kultur-och-fritidsforvaltningen")),
        "bygg": ("bygg och trafik", ("stadsbyggnadsforvaltningen", "trafikforvaltningen")),
        "stad": ("stadsledning och vatten", ("stadsledningskontoret", "vattenforvaltningen")),
    }
    return tuple(
        DemoAccount(f"dataskydd.{key}@exempelstad.example", f"Dataskyddsombud {name} (demo)", Role.DPO, slugs)
        for key, (name, slugs) in boards.items()
    )
