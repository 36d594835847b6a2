"""Power cuts: `kill -9` while writes go on, twenty times. Every acknowledged write is there afterwards."""

import random
import threading
import time

import requests

ROUNDS = 20


def test_no_acknowledged_write_is_lost_by_killing_the_server(start_server):
    server = start_server(roles=("admin",))
    acknowledged: list[str] = []
    chance = random.Random(7)
    for turn in range(ROUNDS):
        clients = [server.api("admin") for _ in range(2)]
        over = threading.Event()

        def write(lane: int, client) -> None:
            number = 0
            while not over.is_set():
                external = f"K-{turn}-{lane}-{number}"
                number += 1
                body = {"externalId": external, "channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}
                try:
                    answer = client.post("interactions", json=body, timeout=10)
                except requests.RequestException:
                    return
                if answer.status_code == 201:
                    acknowledged.append(external)

        writers = [threading.Thread(target=write, args=(lane, client)) for lane, client in enumerate(clients)]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0.05, 0.35))
        server.kill()
        over.set()
        for writer in writers:
            writer.join()
        server.start()

    assert len(acknowledged) > ROUNDS * 5, "too little was written to prove anything"
    there = set()
    api = server.api("admin")
    page = api.read("interactions", limit=100)
    while True:
        there |= {one["externalId"] for one in page["items"]}
        if not page["next"]:
            break
        page = api.read("interactions", limit=100, cursor=page["next"])
    assert set(acknowledged) <= there
    # The event log tells the same story, and its chain is whole.
    server.stop()
    checked = server.command("check")
    assert checked.returncode == 0, checked.stderr


def test_a_job_killed_in_the_middle_is_done_once_after_the_restart(start_server, fixtures):
    server = start_server(roles=("admin",))
    api = server.api("admin")
    home = api.create("interactions", {"channel": "voice", "startedAt": "2026-11-12T09:14:07Z"}, 201)["id"]
    names = ["charged-twice-agent.opus", "charged-twice-customer.opus"]
    made = [
        api.attach(home, fixtures / name, kind="audio", party=party)["id"]
        for name, party in zip(names, ("agent", "customer"))
    ]
    server.kill()
    server.start()
    api = server.api("admin")
    assert [api.wait_for_recording(one)["state"] for one in made] == ["ready", "ready"]
    assert len(api.read(f"interactions/{home}/recordings")["items"]) == 2
    ingested = [one for one in api.read("activity", limit=100)["items"] if one["action"] == "recording.ready"]
    assert len(ingested) in (0, 2), "a recording is made ready once, whatever happens"
