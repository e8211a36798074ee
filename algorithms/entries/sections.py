"""The pages of the guided form, and of what is asked apart, with the fields that say they belong to them."""

from algorithms.entries.field import Field, Section
from algorithms.entries.fields import FIELDS
from assessments.text.message import Message


def _of(section: str) -> tuple[Field, ...]:
    return tuple(field for field in FIELDS if field.section == section)


SECTIONS: tuple[Section, ...] = (
    Section(
        slug="about",
        title=Message("What it is"),
        lead=Message("The name and the first lines are what people see in the list and in search."),
        fields=_of("about"),
    ),
    Section(
        slug="purpose",
        title=Message("Why, and for whom"),
        lead=Message("Most people want to know whether it affects them."),
        fields=_of("purpose"),
    ),
    Section(
        slug="people",
        title=Message("People and the system"),
        lead=Message("Describe what a person does before the result takes effect."),
        fields=_of("people"),
    ),
    Section(
        slug="data",
        title=Message("Data"),
        lead=Message("The data protection officer gives an opinion on what you write here."),
        fields=_of("data"),
    ),
    Section(
        slug="rights",
        title=Message("What people can do"),
        lead=Message("How to object, and who answers. Name a unit, never a person."),
        fields=_of("rights"),
    ),
    Section(
        slug="law",
        title=Message("Risks and law"),
        lead=Message("People trust you when you say what could go wrong."),
        fields=_of("law"),
    ),
    Section(
        slug="workings",
        title=Message("How it works"),
        lead=Message("For those who want to know more. This part is folded on the card."),
        fields=_of("workings"),
    ),
    Section(
        slug="fundamental-rights",
        title=Message("Fundamental rights"),
        lead=Message("Asked of a city that uses a high-risk AI system. It begins with what the register says already."),
        fields=_of("fundamental-rights"),
        apart=True,
    ),
    Section(
        slug="procurement",
        title=Message("Purchase and dependence"),
        lead=Message("What the city has bought, what it may see, and how it can leave."),
        fields=_of("procurement"),
        apart=True,
    ),
    Section(
        slug="technical",
        title=Message("For those who examine models"),
        lead=Message(
            "It is folded at the end of the card. If you leave a field empty, the card says that the city has not "
            "described it."
        ),
        fields=_of("technical"),
        apart=True,
    ),
)
STEPS: tuple[Section, ...] = tuple(section for section in SECTIONS if not section.apart)
APART: tuple[Section, ...] = tuple(section for section in SECTIONS if section.apart)

if homeless := {field.name for field in FIELDS} - {field.name for section in SECTIONS for field in section.fields}:
    raise LookupError(f"{sorted(homeless)} name a section that there is not")
