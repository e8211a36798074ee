"""Whatever Schemathesis asks of an operation: no error of ours, no answer that its description does not have."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as openapi_checks

from city import City
from conftest import settings_for
from publishing import publish, published_again
from register.opendata.interface.openapi import described

API = described()
SCHEMA = schemathesis.openapi.from_dict(API)
OPERATIONS = {result.ok().label: result.ok() for result in SCHEMA.get_all_operations()}
CHECKS = [
    not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def city(sqlite_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("described")
    (folder / "insyn.sqlite").write_bytes(sqlite_template.read_bytes())
    with City(settings_for(f"sqlite://{folder / 'insyn.sqlite'}", folder)) as running:
        published_again(running, publish(running, "Urval"), risks="Nytt.")
        publish(running, "Zebra", status="in-use")
        yield running


@pytest.mark.later
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_operation_answers_other_than_described(city: City, name: str, mode: GenerationMode) -> None:
    operation, statuses = OPERATIONS[name], set[int]()
    if mode is GenerationMode.NEGATIVE and not operation.query and not operation.path_parameters:
        return  # nothing can be wrong where nothing is given

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        statuses.add(answered(city, case))

    ask()
    assert statuses


def answered(city: City, case: Any) -> int:
    sent = case.as_transport_kwargs(base_url="http://127.0.0.1:8000/api/v1")
    answer = city.client.get(sent["url"], params=sent.get("params"))
    case.validate_response(answer, checks=CHECKS)
    return int(answer.status_code)
