"""What is said in several languages is one text in a column, and comes back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.text.localized import read, written

languages = st.dictionaries(st.sampled_from(["sv", "en", "fi", "fit", "se", "zh-Hans"]), st.text())


@given(languages)
def test_what_was_said_is_read_again_and_what_was_not_is_empty(said: dict[str, str]) -> None:
    found = read(written(said))
    assert found == {language: words for language, words in said.items() if words.strip()}
    assert all(found[language] == "" for language in ("sv", "en", "yi") if not said.get(language, "").strip())


@given(languages)
def test_the_same_words_are_the_same_text_in_whatever_order_they_come(said: dict[str, str]) -> None:
    assert written(dict(reversed(said.items()))) == written(said)


def test_nothing_said_is_an_empty_text() -> None:
    assert (written({}), written({"sv": "", "en": " "})) == ("", "")
    assert written({"sv": "Å", "en": "A"}) == '{"en":"A","sv":"Å"}'
