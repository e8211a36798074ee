"""Forms are one idea: the same tag around each, the same way back when it is refused, and every objection shown."""

import ast
import re

from source import TEMPLATES, modules, named, tree

TAG = {"templates/components/fields.html", "templates/layouts/form.html"}  # where the form is written, for all others
POST = re.compile(r"<form\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*method=.?post", re.DOTALL | re.IGNORECASE)
BY_HAND = re.compile(r"csrf|\{% macro \w+_?again\b")
PAIR = re.compile(r"in \(.{0,9}[\"']sv[\"'].{0,200}[\"']en[\"']|-sv\b.{0,200}-en\b", re.DOTALL)


def test_every_form_that_changes_something_is_written_by_the_macro_or_the_layout() -> None:
    others = [file for file in TEMPLATES if named(file) not in TAG]
    assert [named(file) for file in others if POST.search(file.read_text("utf-8"))] == []
    assert [named(file) for file in others if BY_HAND.search(file.read_text("utf-8"))] == []


def test_no_template_writes_a_control_for_each_of_two_languages_by_hand() -> None:
    assert [named(file) for file in TEMPLATES if PAIR.search(file.read_text("utf-8"))] == []


def test_no_page_picks_the_first_of_several_objections() -> None:
    first = [
        f"{named(file)}:{node.lineno}"
        for file in modules("register")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in {"objections", "complaints"}
    ]
    assert first == []


def test_a_page_says_what_was_wrong_in_one_way() -> None:
    """Fields named ``errors`` belong to FormPage; what else has some inherits them."""
    assert [
        f"{named(file)}:{field.lineno}"
        for file in modules("register")
        for kind in ast.walk(tree(file))
        if isinstance(kind, ast.ClassDef) and kind.name != "FormPage"
        for field in kind.body
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and field.target.id == "errors"
    ] == []
