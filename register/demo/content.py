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
        DemoAccount(email="samordnare@exempelstad.example", name="AI-samordnare (demo)", role=Role.COORDINATOR),
        DemoAccount(
            email="redaktor@exempelstad.example",
            name="Redaktör på förvaltning (demo)",
            role=Role.EDITOR,
            departments=("socialforvaltningen", "stadsledningskontoret"),
        ),
        DemoAccount(
            email="godkannare@exempelstad.example",
            name="Godkännare på förvaltning (demo)",
            role=Role.APPROVER,
            departments=everywhere,
        ),
        *_data_protection_officers(),
        DemoAccount(email="revisor@exempelstad.example", name="Stadsrevisionen (demo)", role=Role.AUDITOR),
        DemoAccount(email="administrator@exempelstad.example", name="Administratör (demo)", role=Role.ADMINISTRATOR),
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
        DemoAccount(
            email=f"dataskydd.{key}@exempelstad.example",
            name=f"Dataskyddsombud {name} (demo)",
            role=Role.DPO,
            departments=slugs,
        )
        for key, (name, slugs) in boards.items()
    )
