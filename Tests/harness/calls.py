"""Calls of the fixtures as they come in: with all their recordings and their transcript."""

import json
from pathlib import Path

from harness.api import Api

FORMATS = {"vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json"}


def add_call(api: Api, fixtures: Path, name: str = "charged-twice", **more) -> str:
    """Adds one and waits until it can be heard and seen; answers with the interaction's id."""
    policy = api.read("capture-policy")
    assert api.put("capture-policy", json=policy | {"screens": True}).ok
    call = next(call for call in json.loads((fixtures / "manifest.json").read_text())["calls"] if call["name"] == name)
    body = {key: call[key] for key in ("externalId", "channel", "startedAt")}
    home = api.create("interactions", body | more, 201)["id"]
    made = [api.attach(home, fixtures / one["file"], kind="audio", party=one["party"]) for one in call["audio"]]
    for screen in call["screens"]:
        what = {key: screen[key] for key in ("monitor", "offsetMs", "capture") if key in screen}
        made.append(api.attach(home, fixtures / screen["file"], kind="screen", **what))
    for recording in made:
        assert api.wait_for_recording(recording["id"])["state"] == "ready"
    text = (fixtures / call["transcript"]["file"]).read_bytes()
    kind = FORMATS[call["transcript"]["format"]]
    assert api.put(f"interactions/{home}/transcript", data=text, headers={"Content-Type": kind}).ok
    api.wait_for_playback(home)
    return home
