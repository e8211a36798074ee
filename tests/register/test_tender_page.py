"""The clause for a tender is read and fetched by those who work with the register."""

import pytest

from algorithms.people import Role
from city import City
from register.settings import Settings


@pytest.fixture
def city(settings: Settings):
    with City(settings) as running:
        yield running


def test_a_department_fetches_the_clause_as_text_with_the_citys_name(city: City) -> None:
    client = city.as_(Role.EDITOR)
    assert "Rätt att testa" in client.get("/workspace/tender-clause").text
    fetched = client.get("/workspace/tender-clause/sv")
    assert fetched.headers["content-type"] == "text/plain; charset=utf-8"
    assert "1. Uppgifter till stadens register" in fetched.text
    assert city.settings.city in fetched.text
    assert client.get("/workspace/tender-clause/xx").status_code == 404
