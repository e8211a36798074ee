"""What is said in several languages is one text in a column, and comes back as it was."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.text.localized import read, written

languages = st.dictionaries(st.sampled_from(["sv", "en", "fi", "fit", "se", "zh-Hans"]), st.text())


@given(languages)
def test_written_texts_are_read_again_and_missing_ones_are_empty(texts: dict[str, str]) -> None:
    read_back = read(written(texts))
    assert read_back == {language: words for language, words in texts.items() if words.strip()}
    assert all(read_back[language] == "" for language in ("sv", "en", "yi") if not texts.get(language, "").strip())


@given(languages)
def test_the_same_words_are_the_same_text_in_whatever_order_they_come(texts: dict[str, str]) -> None:
    assert written(dict(reversed(texts.items()))) == written(texts)


def test_no_words_are_an_empty_text() -> None:
    assert (written({}), written({"sv": "", "en": " "})) == ("", "")
    assert written({"sv": "Å", "en": "A"}) == '{"en":"A","sv":"Å"}'
