"""Two people at the same moment: an officer who objects while the department uploads the file on an earlier agreement.

On PostgreSQL, where a writer holds one row. On SQLite nobody gets past the session while somebody writes.
"""

import asyncio
from threading import Event
from time import sleep

from algorithms.entries.entry import OpinionKind
from algorithms.evidence import necessity_commands
from algorithms.evidence.queries import sensitive_test
from algorithms.people import Role
from assessments.runs.run import RunState
from assessments.storage import transaction
from builders import NOW
from city import City
from conftest import settings_for
from sensitive_run import CASES, Sensitive
from steps import actor


def test_a_file_that_comes_while_the_officer_objects_is_not_kept(postgres_url, tmp_path) -> None:
    begun = Event()

    def until_the_file_is_there() -> None:
        begun.set()
        for _ in range(1000):
            if [name for name in run.stored_files if not name.endswith(".part")]:
                break
            sleep(0.01)
        sleep(0.5)  # and one who does not wait would be done by now

    async def object_meanwhile() -> None:
        async with transaction():
            read = (await sensitive_test(run.id)).necessity
            assert read is not None
            opinion = (run.version, run.id, read.id, OpinionKind.OBJECT, "Nej.")
            await necessity_commands.give_opinion(*opinion, by=officer, at=NOW)
            await asyncio.to_thread(until_the_file_is_there)

    with City(settings_for(postgres_url, tmp_path)) as city:
        city.as_(Role.EDITOR)
        run = Sensitive(city, CASES).planned().written().give_opinion("agree")
        officer = actor(city, Role.DPO)
        city.as_(Role.EDITOR).get(f"{run.address}/same-file")
        objecting = run.client.soon(object_meanwhile)
        assert begun.wait(10)
        answer = run.client.submit("Ladda upp", file=("igen.csv", CASES))
        objecting.result(20)

        assert (answer.status_code, "avråder" in run.words) == (422, True)
        assert (run.state, run.stored_files) == (RunState.SET_ASIDE, set())
