"""Whatever stands in a file, ``insyn verify`` answers in a sentence and never takes a change for what was signed."""

import json
from itertools import cycle

import pytest
from click.testing import CliRunner

from assessments.results.signing import public_pem
from city import City
from conftest import settings_for
from odd_json import ODD, at, positions, replaced
from register.shell.check import UnreadableError, _head
from register.shell.verify import verify
from register.signing_key import signing_key
from sealed import a_draft, publish_with_run

BROKEN = ("", "\0", "x", "[" * 100_000, '{"a":' * 100_000, "1" * 5_000, "NaN", "null", "[]", '"x"', "{", "\ufeff{}")


@pytest.fixture(scope="module")
def signed(sqlite_template, tmp_path_factory):
    """A real file that leads to a kept head, the head, and where they and the key lie."""
    folder = tmp_path_factory.mktemp("signed")
    path = folder / "insyn.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    settings = settings_for(f"sqlite://{path}", folder)
    with City(settings) as city:
        city.call(publish_with_run, settings, city.call(a_draft, "Urval"))
        city.clock.forward(hours=1)
        city.work()
        head = city.client.get("/api/v1/log/head").json()
        file = city.client.get("/en/algorithms/urval/assessments/1/signed.json").json()
    (folder / "key").write_text(public_pem(signing_key(settings).public_key()))
    return file, head, folder


def verified(folder, file: str, head: str, *, by_key: bool = True) -> int:
    """The exit code; a traceback is none."""
    (folder / "file").write_text(file)
    (folder / "head").write_text(head)
    names = [str(folder / "file"), "--head", str(folder / "head")]
    answer = CliRunner().invoke(verify, [*names, *(("--key", str(folder / "key")) if by_key else ())])
    assert answer.exception is None or isinstance(answer.exception, SystemExit), repr(answer.exception)
    assert len(answer.output.strip().splitlines()[-1]) < 500
    return answer.exit_code


def near(document) -> list:
    """Where its nodes stand, of each list only the first two."""
    return [path for path in positions(document) if not any(isinstance(key, int) and key > 1 for key in path)]


def test_no_node_of_the_content_can_be_anything_else(signed) -> None:
    file, head, folder = signed
    odd = cycle(ODD)
    assert verified(folder, json.dumps(file), json.dumps(head)) == 0
    for path in (position for position in near(file) if position[:1] == ("content",)):
        value = next(candidate for candidate in odd if json.dumps(candidate) != json.dumps(at(file, path)))
        assert verified(folder, json.dumps(replaced(file, path, value)), json.dumps(head)) in {1, 2}, (path, value)


@pytest.mark.parametrize("block", ["published", "signature", "words", "format", "entry", "assessment"])
def test_no_shape_of_what_is_next_to_the_content_ends_in_anything_but_a_sentence(signed, block) -> None:
    file, head, folder = signed
    first = next(iter(file["words"]))
    paths = [
        position
        for position in near(file)
        if position[:1] == (block,) and (block != "words" or position[1:2] in ((), (first,)))
    ]
    for path in paths:
        for value in (candidate for candidate in ODD if json.dumps(candidate) != json.dumps(at(file, path))):
            changed = json.dumps(replaced(file, path, value))
            fits = type(value) is type(at(file, path))
            assert verified(folder, changed, json.dumps(head)) in ({0, 1, 2, 3} if fits else {1, 2}), (path, value)
        assert verified(folder, changed, json.dumps(head), by_key=False) in {1, 2, 3}


def test_no_shape_of_a_kept_head_ends_in_anything_but_a_sentence(signed) -> None:
    file, head, folder = signed
    for path in near(head):
        for value in (candidate for candidate in ODD if json.dumps(candidate) != json.dumps(at(head, path))):
            code = verified(folder, json.dumps(file), json.dumps(replaced(head, path, value)))
            assert code in ({0, 2} if path == ("key_id",) else {1, 2}), (path, value)


def test_what_is_no_json_is_no_signed_result_and_no_head(signed) -> None:
    file, head, folder = signed
    for broken in BROKEN:
        assert verified(folder, broken, json.dumps(head)) == 2
        assert verified(folder, json.dumps(file), broken) == 2


def test_a_figure_that_stands_twice_is_not_proven_by_one_of_them(signed) -> None:
    file, head, folder = signed
    text = json.dumps(file)
    for name in ("content", "format", "size"):
        doubled = text.replace(f'"{name}": ', f'"{name}": 1, "{name}": ', 1)
        assert verified(folder, doubled, json.dumps(head)) == 2


def test_insyn_check_takes_no_odd_head_either(signed) -> None:
    _, head, folder = signed
    noted = _head(_written(folder, json.dumps(head)))
    assert (noted.head.seq, noted.tree) == (head["seq"], (head["size"], head["root"]))
    numbers = [
        json.dumps({**head, name: candidate})
        for name in ("seq", "size")
        for candidate in (None, "1", 1.5, -1, 2**31, 1e999)
    ]
    for odd in (*BROKEN, *numbers):
        with pytest.raises(UnreadableError):
            _head(_written(folder, odd))


def _written(folder, text: str):
    (folder / "kept").write_text(text)
    return folder / "kept"
