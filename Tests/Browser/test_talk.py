"""How a conversation was talked, as its page shows it: shares, the longest monologue, over-talk, silence, health."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from harness.page import until
from harness.watch import assert_accessible, take_screenshots

PLAYER = "document.querySelector('em-player')"


@pytest.fixture(scope="module")
def api(server):
    return server.api("admin")


@pytest.fixture(scope="module")
def add_call(api, fixtures):
    """Adds a call of the fixtures with those of its sound recordings that are wanted."""
    calls = {call["name"]: call for call in json.loads((fixtures / "manifest.json").read_text())["calls"]}

    def add(name: str, number: str, parties: tuple[str, ...] = ("agent", "customer", "both")) -> str:
        call = calls[name]
        body = {"channel": "voice", "startedAt": call["startedAt"], "externalId": number}
        home = api.create("interactions", body, 201)["id"]
        for one in call["audio"]:
            if one["party"] not in parties:
                continue
            what = {"party": one["party"], "offsetMs": one["offsetMs"]}
            made = api.attach(home, fixtures / one["file"], kind="audio", **what)
            assert api.wait_for_recording(made["id"])["state"] == "ready"
        api.wait_for_playback(home)
        return home

    return add


def opened(page: Page, call: str) -> Page:
    page.goto(f"/interactions/{call}")
    expect(page.locator(".talk-body .skeleton")).to_have_count(0)
    return page


def block(page: Page):
    return page.get_by_role("region", name="Talk")


def value(page: Page, name: str):
    """What stands beside a name of the block."""
    return block(page).locator("dl > div").filter(has=page.locator("dt", has_text=re.compile(f"^{name}$"))).locator("dd")


def levels(api, call: str) -> dict:
    """The measurements of each sound recording, by whom it holds."""
    found = api.read(f"interactions/{call}/recordings")["items"]
    return {one["party"]: api.read(f"recordings/{one['id']}/levels") | {"offsetMs": one["offsetMs"]} for one in found}


def test_two_channels_are_shared_out_as_the_server_measured_them(new_page, api, add_call):
    call = add_call("cancel-contract", "TALK-STEREO")
    measured = levels(api, call)["both"]
    page = opened(new_page("evaluator"), call)
    share = round(100 * measured["talkRatio"])
    name = f"Agent {share}%, customer {100 - share}% of all talk"
    expect(block(page).get_by_role("img", name=name, exact=True)).to_be_visible()
    agent = page.get_by_role("row", name=re.compile("^Agent"))
    expect(agent).to_contain_text(f"{share}%")
    expect(agent).to_contain_text(f"−{abs(round(measured['channels'][0]['loudnessDb']))} dBFS")
    longest = measured["longestMonologue"]
    expect(value(page, "Longest monologue")).to_contain_text(["Agent", "Customer"][longest["channel"]])
    over = len(measured["overTalk"])
    expect(value(page, "Both speak")).to_contain_text(f"in {over} stretches" if over > 1 else "once" if over else "Never")
    go = block(page).get_by_role("button", name=re.compile("^Go to the longest monologue"))
    until(page, f"{PLAYER}?.hasMedia === true")
    go.focus()
    page.keyboard.press("Enter")
    until(page, f"Math.abs({PLAYER}.currentMs - {longest['startMs']}) < 20")


def test_two_legs_are_compared_on_one_timeline(new_page, api, add_call):
    call = add_call("charged-twice", "TALK-LEGS")
    measured = levels(api, call)
    talked = {
        party: sum(one["endMs"] - one["startMs"] for one in measured[party]["channels"][0]["talks"])
        for party in ("agent", "customer")
    }
    share = round(100 * talked["agent"] / sum(talked.values()))
    page = opened(new_page("evaluator"), call)
    expect(block(page).get_by_role("img")).to_have_accessible_name(re.compile(f"^Agent {share}%"))
    # Both are silent from 34.7 to 40.2 s, and no longer anywhere else.
    expect(value(page, "Silence")).to_contain_text(" stretches")
    block(page).get_by_role("button", name=re.compile("^Go to the longest silence")).click()
    until(page, f"Math.abs({PLAYER}.currentMs - 34700) < 300")
    expect(value(page, "Clipping")).to_have_text("Never")
    expect(value(page, "Health")).to_have_text("No problem found")
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
    take_screenshots(page, "talk")


def test_one_leg_and_a_mixed_recording_have_no_shares(new_page, add_call):
    page = opened(new_page("evaluator"), add_call("charged-twice", "TALK-ONE", parties=("agent",)))
    expect(block(page)).to_contain_text("Only one party was recorded")
    expect(block(page).get_by_role("row", name=re.compile("^Agent"))).to_be_visible()
    expect(block(page).get_by_role("img")).to_have_count(0)
    expect(value(page, "Longest monologue")).to_have_count(0)
    opened(page, add_call("password-reset", "TALK-MIXED"))
    expect(block(page)).to_contain_text("who talks how much cannot be told")
    expect(block(page).get_by_role("row", name=re.compile("^Both together"))).to_be_visible()
    assert_accessible(page)


def test_a_party_that_is_not_heard_has_no_share_and_is_named_with_what_is_wrong(new_page, add_call):
    page = opened(new_page("evaluator"), add_call("bad-line", "TALK-SILENT"))
    expect(block(page).get_by_role("img", name="Agent 100%, customer 0% of all talk")).to_be_visible()
    expect(block(page).get_by_role("row", name=re.compile("^Customer"))).to_contain_text("No sound")
    expect(value(page, "Health")).to_contain_text("Customer audio · Nothing is heard in the recording.")


def test_without_sound_it_says_that_there_is_none(new_page, api, watch):
    body = {"externalId": "TALK-NONE", "channel": "chat", "startedAt": "2026-03-02T10:00:00Z"}
    page = opened(new_page("evaluator"), api.create("interactions", body, 201)["id"])
    expect(block(page)).to_have_text("TalkThere is no sound to measure.")
    assert_accessible(page)
