"""What is said in several languages, as one text that a column holds. Any language may come."""

import json
from collections.abc import Mapping

from assessments.text.languages import FIRST

LONGEST_TAG = 12  # letters: most languages have two, Meänkieli and Romani Chib three, some name their script as well


class LocalizedText(dict[str, str]):
    """Words by language; '' in a language in which nothing is said."""

    def __missing__(self, language: str) -> str:
        return ""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The words in this language, or else in the first one."""
    return texts.get(language) or texts.get(FIRST, "")


def written(texts: Mapping[str, str]) -> str:
    """JSON of what is said, languages in order; '' where nothing is, so that the database can ask for it plainly."""
    words = {language: words for language, words in texts.items() if words.strip()}
    return json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":")) if words else ""


def read(stored: str) -> LocalizedText:
    """What ``written`` made of it."""
    return LocalizedText(json.loads(stored) if stored else {})
