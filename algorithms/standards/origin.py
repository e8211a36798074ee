"""Where an entry came from: whose register, under which id, and what it said there, word for word. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.text.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose it was, and under which id and standard, is public; of ``cells`` only what a field took."""

    organisation: str
    organisation_code: str = ""  # as their register names it
    identifier: str = ""  # in their register
    other_identifiers: str = ""  # by the names of their columns
    address: str = ""
    standard: str
    version: str = ""  # of the standard
    language: str = ""  # as they say it
    dated: str = ""  # when it was written or published there
    state: str = ""  # whether it was public there, as they say it
    classed: str = ""  # the class or category it had there, as they say it; ours comes of questions alone
    name: str = ""  # as it was written there
    cells: Mapping[str, str] = field(default_factory=dict)  # column → what it said, all that were filled
    reasons: Mapping[str, Message] = field(default_factory=dict)  # column → why it has no place with us, or not all

    @property
    def words(self) -> Mapping[str, str]:
        """What stands here alone, by column."""
        return {column: self.cells[column] for column in self.reasons}
