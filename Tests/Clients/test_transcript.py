"""`earmark transcript` on captions of the standard's test suite and on what services deliver."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EARMARK = ROOT / ".build" / os.environ.get("CONFIGURATION", "debug") / "earmark"
MEDIA = ROOT.parent / "shared" / "media"
needs_media = pytest.mark.skipif(not MEDIA.exists(), reason="../shared/media is not here")


def run(*arguments, **options):
    return subprocess.run([EARMARK, "transcript", *arguments], capture_output=True, timeout=60, **options)


def segments(*arguments, **options):
    result = run(*arguments, **options)
    assert result.returncode == 0, result.stderr
    document = json.loads(result.stdout)
    assert set(document) == {"segments"}
    for segment in document["segments"]:
        assert set(segment) == {"startMs", "endMs", "speaker", "text"}
    return document["segments"]


@needs_media
@pytest.mark.parametrize("name", sorted(p.name for p in (MEDIA / "captions").glob("*.vtt")) if MEDIA.exists() else [])
def test_no_invalid_cue_is_taken_and_no_valid_one_lost(name):
    texts = [segment["text"] for segment in segments(MEDIA / "captions" / name)]
    assert "invalid" not in texts
    numbered = [text for text in texts if text[-1].isdigit()]
    expected = {
        "arrows.vtt": 6, "header-garbage.vtt": 0, "header-tab.vtt": 0, "ids.vtt": 5, "newlines.vtt": 4,
        "nulls.vtt": 7, "timings-60.vtt": 2, "timings-garbage.vtt": 0,
    }
    source = (MEDIA / "captions" / name).read_text()
    # Settings that are wrong do not cost a cue: "invalid15" there is a cue that is shown where it would be without.
    valid = expected.get(name, len(re.findall(r"^(?:invalid|valid|text)\d+$", source, re.M)))
    assert len(numbered) == valid
    if name.startswith("header"):
        assert texts == ["text"]


@needs_media
def test_call_analytics_gives_both_parties():
    source = json.loads((MEDIA / "transcripts" / "amazon-call-analytics.json").read_text())["Transcript"]
    found = segments(MEDIA / "transcripts" / "amazon-call-analytics.json")
    assert len(found) == len(source) == 37
    by_start = sorted(source, key=lambda turn: turn["BeginOffsetMillis"])
    for turn, segment in zip(by_start, found):
        assert segment["startMs"] == turn["BeginOffsetMillis"]
        assert segment["endMs"] == turn["EndOffsetMillis"]
        assert segment["speaker"] == turn["ParticipantRole"].lower()
        assert segment["text"] == turn["Content"].strip()


@needs_media
@pytest.mark.parametrize("chat", ["1", "10", "100", "1000", "1001", "1002"])
def test_chats_give_what_was_said_and_nothing_else(chat):
    path = MEDIA / "transcripts" / "chats" / f"{chat}.json"
    said = [e for e in json.loads(path.read_text())["Events"] if e["Action"] in ("utter", "pick_suggestion")]
    found = segments(path)
    assert [segment["text"] for segment in found] == [" ".join(event["Text"].split("\n")).strip() for event in said]
    roles = {"User": "customer", "Wizard": "agent"}
    assert [segment["speaker"] for segment in found] == [roles[event["Agent"]] for event in said]
    assert found[0]["startMs"] == 0
    for segment, event in zip(found, said):
        assert segment["startMs"] == (event["UnixTime"] - said[0]["UnixTime"]) * 1000
        assert segment["endMs"] >= segment["startMs"] + 1000


def read_json(document):
    return [(s["startMs"], s["endMs"], s["speaker"], s["text"]) for s in segments("-", input=json.dumps(document).encode())]


def test_genesys_phrases_are_read_with_their_side():
    phrases = [
        {"text": "hi my bill", "decoratedText": "Hi, my bill.", "startTimeMs": 1700000000500, "duration": {"milliseconds": 900},
         "participantPurpose": "external", "words": []},
        {"text": "sure", "startTimeMs": 1700000002000, "duration": {"milliseconds": 400}, "participantPurpose": "internal"},
    ]
    document = {"conversationId": "c", "transcripts": [{"startTime": 1700000000000, "language": "en-us", "phrases": phrases}]}
    expected = [(500, 1400, "customer", "Hi, my bill."), (2000, 2400, "agent", "sure")]
    assert read_json(document) == expected
    for phrase in phrases:
        phrase["startTimeMs"] -= 1700000000000
    assert read_json(document) == expected


def test_amazon_transcribe_items_become_lines():
    def item(text, start, end, speaker):
        return {"type": "pronunciation", "start_time": str(start), "end_time": str(end), "speaker_label": speaker,
                "alternatives": [{"confidence": "0.99", "content": text}]}

    mark = {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": "."}]}
    items = [item("Hello", 0.5, 0.9, "spk_0"), item("there", 1.0, 1.25, "spk_0"), mark, item("Hi", 1.5, 1.8, "spk_1")]
    document = {"jobName": "j", "results": {"transcripts": [], "items": items}}
    assert read_json(document) == [(500, 1250, "spk_0", "Hello there."), (1500, 1800, "spk_1", "Hi")]


def test_amazon_transcribe_channels_are_the_speakers():
    def item(text, start, end):
        return {"type": "pronunciation", "start_time": str(start), "end_time": str(end), "channel_label": "ch_0",
                "alternatives": [{"confidence": "0.99", "content": text}]}

    mark = {"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": "."}]}
    first, second = [item("Hello", 0.5, 0.9), mark], [item("Hi", 0.75, 1.0), item("yes", 1.5, 1.8)]
    channels = [{"channel_label": "ch_0", "items": first}, {"channel_label": "ch_1", "items": second}]
    labels = {"channels": channels, "number_of_channels": 2}
    document = {"jobName": "j", "results": {"language_code": "en-US", "transcripts": [], "channel_labels": labels,
                                            "items": sorted(first[:1] + second, key=lambda word: float(word["start_time"]))}}
    assert read_json(document) == [
        (500, 900, "Speaker 0", "Hello."), (750, 1800, "Speaker 1", "Hi yes"),
    ]


@pytest.mark.parametrize(
    "document",
    [
        {"words": [{"word": "So", "start": 0.25, "end": 0.5, "speaker": 1}, {"word": "yes", "start": 0.5, "end": 0.75, "speaker": 1}]},
        {"words": [{"text": "So", "start": 250, "end": 500, "speaker": "Speaker 1", "confidence": 1},
                   {"text": "yes", "start": 500, "end": 750, "speaker": "Speaker 1", "confidence": 1}]},
        [{"word": "So", "startMs": 250, "endMs": 500, "speaker": 1}, {"word": "yes", "startMs": 500, "endMs": 750, "speaker": 1}],
    ],
)
def test_lists_of_words_in_seconds_and_milliseconds(document):
    assert read_json(document) == [(250, 750, "Speaker 1", "So yes")]


def test_a_word_without_a_time_is_refused_by_its_place():
    result = run("-", input=b'{"words":[{"word":"a","start":0,"end":1},{"word":"b"}]}')
    assert result.returncode == 1
    assert b"Entry 2" in result.stderr


def test_subtitles_come_from_standard_input():
    text = "1\r\n00:00:01,500 --> 00:00:02,000\r\nAgent: Hello\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,250\r\nGood\r\nmorning\r\n"
    assert segments("-", input=b"\xef\xbb\xbf" + text.encode()) == [
        {"startMs": 1500, "endMs": 2000, "speaker": "agent", "text": "Hello"},
        {"startMs": 3000, "endMs": 4250, "speaker": None, "text": "Good morning"},
    ]


@pytest.mark.parametrize("wrong", [b"", b"hello", b"{}", b'{"segments":[{"text":1}]}', b"{", b"WEBVTTX\n", b"\0\1\2"])
def test_what_is_no_transcript_is_refused_in_a_sentence(wrong):
    result = run("-", input=wrong)
    assert result.returncode == 1
    assert result.stdout == b""
    assert result.stderr.decode().strip().endswith(".")
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_file_and_a_missing_argument_are_told_apart():
    assert run("/nowhere/at/all").returncode == 1
    assert run().returncode == 2


def contact_lens_entry(role, start, end, text):
    """An entry as Contact Lens writes it, sentiment and all."""
    return {
        "ParticipantId": role, "ParticipantRole": role, "Content": text, "BeginOffsetMillis": start, "EndOffsetMillis": end,
        "Id": f"{role}-{start}", "Sentiment": "NEUTRAL", "LoudnessScores": [64.2, None, 61.0],
        "IssuesDetected": [{"CharacterOffsets": {"BeginOffsetChar": 0, "EndOffsetChar": 4}}],
    }


LENS = [(0, 2400, "AGENT", "Thank you for calling, how can I help?"), (2900, 5100, "CUSTOMER", "My card was charged twice.")]


def test_contact_lens_is_read_after_the_call_and_while_it_goes_on():
    entries = [contact_lens_entry(role, start, end, text) for start, end, role, text in LENS]
    expected = [(start, end, role.lower(), text) for start, end, role, text in LENS]
    after = {
        "AccountId": "123456789012", "Channel": "VOICE", "ContentMetadata": {"Output": "Raw"}, "LanguageCode": "en-US",
        "JobStatus": "COMPLETED", "Participants": [{"ParticipantId": "AGENT", "ParticipantRole": "AGENT"}],
        "Categories": {"MatchedCategories": []}, "ConversationCharacteristics": {"TotalConversationDurationMillis": 5100},
        "Transcript": [{key: value for key, value in entry.items() if key != "ParticipantRole"} for entry in entries],
    }
    assert read_json(after) == expected
    assert read_json({"Segments": [{"Transcript": entry} for entry in entries] + [{"Categories": {}}]}) == expected


ZOOM = """WEBVTT

1
00:00:03.120 --> 00:00:06.480
Mara Lindqvist: Good morning, you are through to Harbour Broadband.

2
00:00:06.900 --> 00:00:09.330
Ruth Delgado: Hello, it's about my bill.

3
00:00:09.800 --> 00:00:12.010
Mara Lindqvist: Let me have a look: one moment.
"""


def test_zoom_names_who_speaks_before_a_colon():
    found = [(s["startMs"], s["speaker"], s["text"]) for s in segments("-", input=ZOOM.encode())]
    assert found == [
        (3120, "Mara Lindqvist", "Good morning, you are through to Harbour Broadband."),
        (6900, "Ruth Delgado", "Hello, it's about my bill."),
        (9800, "Mara Lindqvist", "Let me have a look: one moment."),
    ]
