"""What the city signs of a run holds codes, figures and hashes, and never a word that a person wrote."""

import json
from dataclasses import replace

from assessments.gate.suppress_and_round import publish
from assessments.plan.plan import Label
from assessments.runs.proof import CODES, RunRecord, Sealer, again, content_of, public_words
from builders import an_id
from made_up import random_result


def some_facts(seed: int = 1) -> RunRecord:
    result = random_result(seed)
    public = replace(
        publish(result), labels=(Label(attribute="a0", value="g0", sv="Kvinnor över 65", en="Women over 65"),)
    )
    titles = {"sv": "Test av urvalet", "en": "Test of the selection"}
    return RunRecord(
        run=an_id("run"),
        titles=titles,
        file_name="fil å.csv",
        file_sha256="0" * 64,
        plan=result.plan,
        result_sha256=result.hash,
        public=public,
    )


def strings(value: object, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [
            pair for key, inner in value.items() for pair in strings(inner, name if name == "checked_with" else key)
        ]
    if isinstance(value, list):
        return [string for inner in value for string in strings(inner, name)]
    return [(name, value)] if isinstance(value, str) and value else []


def test_every_string_that_is_signed_is_a_known_code_or_the_hash_of_words() -> None:
    seal = Sealer()
    for seed in range(8):
        content = content_of(some_facts(seed), seal, {"insyn": "1.0"})
        unknown = [pair for pair in strings(content["result"]) if pair[0] not in CODES and pair[1] not in seal.words]
        assert unknown == []


def test_no_word_of_a_person_can_be_read_in_it() -> None:
    text = json.dumps(content_of(some_facts(), Sealer(), {}), ensure_ascii=False)
    for words in ("Kvinnor", "Women", "urvalet", "of the selection", ".csv", '"a0"', '"g0"'):
        assert words not in text


def test_the_same_words_give_the_same_content_again_and_others_do_not() -> None:
    facts, seal = some_facts(), Sealer()
    content = content_of(facts, seal, {})
    assert content_of(facts, again(seal.words), {}) == content
    assert content_of(replace(facts, titles={"sv": "Ett annat"}), again(seal.words), {}) != content
    assert content_of(facts, Sealer(), {}) != content  # another salt: nobody can guess


def test_the_name_of_the_file_and_the_plan_are_not_given_out() -> None:
    facts, seal = some_facts(), Sealer()
    content_of(facts, seal, {})
    given = {words for _, words in public_words(facts, seal.words).values()}
    assert {words for _, words in seal.words.values()} - given >= {"fil å.csv"}
    assert "Test av urvalet" in given
