"""What somebody means by the words that they type: forms, residents' words, parts of compounds, corrections. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from algorithms.search.index import tokens
from algorithms.search.index.stems import doing, stem
from algorithms.search.index.tokens import folded
from algorithms.search.index.vocabulary import FORM, SearchVocabulary, VocabularyTerm
from algorithms.search.query.residents_words import ResidentsWords, WordMeaning, joined

LEADING = "!"  # after the key of a word: only where it stands in a title or lead
_SURE = 5  # letters from which a part of a word tells what it is about, wherever it stands
_SHORTEST_PART, _LONGEST_PHRASE = 3, 3  # letters of a compound's part; words of a phrase that the lists know
_LINKS = {"s": ("",), "e": ("a",), "u": ("a",), "o": ("a",)}  # how a first part ends, and the word that it is of

Forms = Mapping[str, int]  # key → how much it counts


@dataclass(frozen=True, slots=True)
class UnderstoodWord:
    """``pairs`` are the parts of a compound: both have to stand in the title and lead. ``weak`` says nothing alone."""

    typed: str
    forms: Forms
    pairs: tuple[tuple[Forms, Forms], ...] = ()
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Understanding:
    """``text`` is what is searched for; ``meanings`` is what the lists say of the words, in their order."""

    text: str
    words: tuple[UnderstoodWord, ...]
    meanings: tuple[WordMeaning, ...]
    whole: bool = False  # means nothing in part: a number, or what is about something else

    def leading(self) -> "Understanding":
        """The same, but only in titles and leads, and without words that say nothing alone."""
        strong = (word for word in self.words if not word.weak)
        return replace(self, words=tuple(replace(word, forms=_leading(word.forms)) for word in strong))

    @property
    def keys(self) -> set[str]:
        forms = [form for word in self.words for form in (word.forms, *(part for pair in word.pairs for part in pair))]
        return {key for form in forms for key in form}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads in one language with the words of the register and those of residents."""

    vocabulary: SearchVocabulary
    residents: ResidentsWords
    language: str

    def understand(self, text: str, *, exact: bool) -> Understanding:
        number = joined(text)
        if tokens.is_number(text) and self.vocabulary.knows(number):
            only = UnderstoodWord(typed=number, forms=self._own(number, last=False))
            return Understanding(text=text, words=(only,), meanings=())
        typed, meanings, understood = self._terms(text), [], []
        in_phrase = set(self._in_phrases(text))
        last_word = tokens.words(text)[-1:]
        for place, word in enumerate(typed):
            last = place == len(typed) - 1 and last_word == [word]
            meaning = self.residents.meaning(word, self.language)
            meanings += [meaning] if meaning else []
            read = self._read(word, meaning, last=last)
            if exact:
                read = replace(read, pairs=())
            if not (read.forms or meaning or exact or word in in_phrase) and (other := self._corrected(word)):
                text = _replaced(text, word, other)
                meaning = self.residents.meaning(other, self.language)
                meanings += [meaning] if meaning else []
                read = self._read(other, meaning, last=False)
            understood.append(read)
        all_meanings = tuple(dict.fromkeys((*self._phrases(text), *meanings)))
        return Understanding(
            text=text,
            words=tuple(understood),
            meanings=tuple(meaning for meaning in all_meanings if not meaning.is_elsewhere),
            whole=tokens.is_number(text) or any(meaning.is_elsewhere for meaning in all_meanings),
        )

    def _terms(self, text: str) -> tuple[str, ...]:
        """The words, those of a phrase that the lists know as one."""
        listed, terms, place = tokens.words(text), list(tokens.search_terms(text)), 0
        while place < len(listed):
            for most in range(_LONGEST_PHRASE, 1, -1):
                parts = listed[place : place + most]
                phrase = self.residents.phrase(parts, self.language)
                meaning = self.residents.meanings.get((self.language, phrase))
                if len(parts) == most and meaning and (meaning.search or meaning.is_elsewhere):
                    others = [word for word in terms if word not in parts]
                    terms = [*others[: place + 1], phrase, *others[place + 1 :]]
                    place += most - 1
                    break
            place += 1
        return tuple(terms)

    def _phrases(self, text: str) -> Iterator[WordMeaning]:
        return (self.residents.meanings[self.language, phrase] for phrase, _ in self._known_phrases(text))

    def _in_phrases(self, text: str) -> Iterator[str]:
        """Words that are known by what stands next to them."""
        return (word for _, parts in self._known_phrases(text) for word in parts)

    def _known_phrases(self, text: str) -> Iterator[tuple[str, list[str]]]:
        listed = tokens.words(text)
        for most in range(_LONGEST_PHRASE, 1, -1):
            for place in range(len(listed) - most + 1):
                parts = listed[place : place + most]
                if (phrase := self.residents.phrase(parts, self.language)) and (self.language, phrase) in (
                    self.residents.meanings
                ):
                    yield phrase, parts

    def _read(self, word: str, meaning: WordMeaning | None, *, last: bool) -> UnderstoodWord:
        own = self._own(word, last=last)
        if meaning and not meaning.search:  # leads elsewhere: no other word says the same
            own = {term.key: counts for term, counts in self._expanded(word) if term.folded == folded(word)}
            own = dict(_leading(own)) if meaning.is_elsewhere else own  # a mention is a far guess
        forms = {**self._listed(meaning), **own} if meaning else own
        is_known = any(counts >= FORM for counts in own.values())
        pairs = () if is_known or meaning or self.language != "sv" else tuple(self._pairs(folded(word)))
        return UnderstoodWord(typed=word, forms=forms, pairs=pairs, weak=tokens.is_weak(word))

    def _own(self, word: str, *, last: bool) -> dict[str, int]:
        """Short words are the beginning of many others: those count only where they say what a text is about."""
        plain, forms = folded(word), {}
        for term, counts in self.vocabulary.expand(word, self.language, last=last).items():
            if not tokens.agree(word, term.word):
                continue
            is_unsure = term.folded != plain and len(plain) < _SURE and not term.stem.endswith(plain)
            forms[f"{term.key}{LEADING}" if is_unsure else term.key] = counts
        return forms

    def _listed(self, meaning: WordMeaning) -> dict[str, int]:
        return {key: counts for word in meaning.search for key, counts in self._part(word).items()}

    def _part(self, word: str) -> dict[str, int]:
        verb = stem(doing(folded(word)), "sv")  # too far for a part
        return {
            f"{term.key}{LEADING}": counts
            for term, counts in self._expanded(word)
            if counts >= FORM or (len(word) >= _SURE and term.stem != verb)
        }

    def _expanded(self, word: str) -> Iterable[tuple[VocabularyTerm, int]]:
        return self.vocabulary.expand(word, self.language).items()

    def _pairs(self, plain: str) -> Iterator[tuple[Forms, Forms]]:
        for place in range(_SHORTEST_PART, len(plain) - _SHORTEST_PART + 1):
            if not (last := self._part_forms(plain[place:])):
                continue
            first = plain[:place]
            for start in (first, *(first[:-1] + ending for ending in _LINKS.get(first[-1], ()))):
                if len(start) >= _SHORTEST_PART and (forms := self._part_forms(start)):
                    yield forms, last
                    break

    def _part_forms(self, part: str) -> dict[str, int]:
        meaning = self.residents.meaning(part, self.language) if len(part) >= 4 else None
        return {**(self._listed(meaning) if meaning else {}), **self._part(part)}

    def _corrected(self, word: str) -> str | None:
        other = self.vocabulary.corrected(word, self.language, self.residents.typed(self.language))
        written = self.residents.written(other, self.language) if other else ""
        return written if written and tokens.agree(word, written) else None


def _leading(forms: Forms) -> Forms:
    return {key if key.endswith(LEADING) else f"{key}{LEADING}": counts for key, counts in forms.items()}


def _replaced(text: str, word: str, other: str) -> str:
    """The text as it was typed, but for one word."""
    text = tokens.composed(text)
    small = tokens.lowered(text)
    for start, end in tokens.places(text):
        if small[start:end][: tokens.LONGEST_WORD] == word:
            return text[:start] + other + text[end:]
    return text
