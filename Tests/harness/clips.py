"""Recordings of every kind for cutting, made by ffmpeg when they are first asked for, and a look at what was cut."""

import array
import fcntl
import functools
import hashlib
import json
import math
import subprocess
from dataclasses import dataclass
from pathlib import Path

MADE = Path(__file__).resolve().parents[2] / ".build" / "cut-fixtures"
SIZE = (176, 144)
SECONDS = 14
RATE = 12.5

PICTURE = f"-f lavfi -i testsrc2=size={SIZE[0]}x{SIZE[1]}:rate={RATE}:duration={SECONDS},noise=alls=3:allf=t"
# Noise whose loudness goes up and down: no two stretches are alike.
SOUND = f"-f lavfi -i anoisesrc=d={SECONDS}:c=pink:r=48000:a=0.5:seed=7,tremolo=f=1.7:d=0.5"
# Every picture of one grey, which says when it is on screen.
GREY = f"-f lavfi -i color=black:s={SIZE[0]}x{SIZE[1]}:r={RATE}:d={SECONDS},geq=lum=40+mod(N*37\\,170):cb=128:cr=128"
X264 = "-pix_fmt yuv420p -preset veryfast -g 40 -keyint_min 40 -sc_threshold 0"
# Every forty pictures a keyframe, and three between two others.
X265 = "-pix_fmt yuv420p -preset ultrafast -x265-params log-level=error:keyint=40:min-keyint=40:scenecut=0:b-adapt=0"
UNEVEN = "-vf setpts=(N+0.8*mod(N*7\\,5)/5)/12.5/TB -fps_mode vfr"
WEBM = "-b:v 800k -g 40 -keyint_min 40"
AAC = "-c:a aac -b:a 96k"
OPUS = "-c:a libopus -b:a 64k"
NOTES = (
    "-metadata title=Private-Title -metadata comment=Private-Comment -metadata location=+52.3700+004.9000/ "
    "-metadata creation_time=2024-05-01T10:00:00Z -metadata:s:v handler_name=Private-Handler "
    "-movflags use_metadata_tags"
)
TAGS = NOTES.split(" -metadata:s:v ")[0]

# What a recording is called: how ffmpeg makes it.
RECORDINGS = {
    "plain.mp4": f"{PICTURE} {SOUND} -c:v libx264 {X264} -bf 0 {AAC} {NOTES}",
    "b-frames.mp4": f"{PICTURE} {SOUND} -c:v libx264 {X264} -bf 3 {AAC} {NOTES}",
    "open.mp4": f"{PICTURE} -c:v libx264 {X264} -bf 3 -x264-params open-gop=1:b-adapt=0",
    # One closed group between open ones.
    "mixed.mp4": f"{PICTURE} -c:v libx264 {X264} -bf 3 -x264-params open-gop=1:b-adapt=0 -force_key_frames 4.8 -forced-idr 1",
    "uneven.mp4": f"{PICTURE} -c:v libx264 {X264} -bf 2 -profile:v main -video_track_timescale 90000 {UNEVEN}",
    "edited.mp4": "-ss 1.3 -i b-frames.mp4 -c copy",
    "turned.mp4": "-i b-frames.mp4 -c copy -metadata:s:v rotate=90",
    "late.ts": f"{PICTURE} {SOUND} -c:v libx264 {X264} -bf 2 {AAC} -output_ts_offset 7",
    "b-frames.mkv": "-i b-frames.mp4 -c copy",
    "hevc-plain.mp4": f"{PICTURE} -c:v libx265 {X265}:bframes=0",
    "hevc-closed.mp4": f"{PICTURE} {SOUND} -c:v libx265 {X265}:bframes=3:open-gop=0 {AAC}",
    "hevc-open.mp4": f"{PICTURE} -c:v libx265 {X265}:bframes=3:open-gop=1",
    "hevc-uneven.mp4": f"{PICTURE} -c:v libx265 {X265}:bframes=3:open-gop=0 -video_track_timescale 90000 {UNEVEN}",
    "hevc-edited.mp4": "-ss 1.3 -i hevc-closed.mp4 -c copy",
    "hevc-turned.mp4": "-i hevc-closed.mp4 -c copy -metadata:s:v rotate=90",
    "hevc.mkv": "-i hevc-closed.mp4 -c copy",
    "vp8.webm": f"{PICTURE} {SOUND} -c:v libvpx {WEBM} -auto-alt-ref 0 -deadline realtime -cpu-used 8 {OPUS}",
    "vp8-uneven.webm": f"{PICTURE} -c:v libvpx {WEBM} -auto-alt-ref 0 -deadline realtime -cpu-used 8 {UNEVEN}",
    "vp8-hidden.webm": f"{PICTURE} -c:v libvpx {WEBM} -auto-alt-ref 1 -lag-in-frames 16 -cpu-used 5",
    "vp9.webm": f"{PICTURE} {SOUND} -c:v libvpx-vp9 {WEBM} -deadline realtime -cpu-used 8 -lag-in-frames 0 {OPUS}",
    "vp9-uneven.webm": f"{PICTURE} -c:v libvpx-vp9 {WEBM} -deadline realtime -cpu-used 8 -lag-in-frames 0 {UNEVEN}",
    "vp9-edited.mp4": "-ss 1.3 -i vp9.webm -c copy",
    "vp9-turned.mp4": "-i vp9.webm -c copy -metadata:s:v rotate=90",
    "vp9-hidden.webm": f"{PICTURE} -c:v libvpx-vp9 {WEBM} -auto-alt-ref 1 -lag-in-frames 25 -cpu-used 6",
    "av1.mp4": f"{PICTURE} -c:v libaom-av1 {WEBM} -usage realtime -cpu-used 8 -lag-in-frames 0",
    "av1-uneven.mp4": f"{PICTURE} -c:v libaom-av1 {WEBM} -usage realtime -cpu-used 8 -lag-in-frames 0 "
    f"-video_track_timescale 90000 {UNEVEN}",
    "av1-edited.mp4": "-ss 1.3 -i av1.mp4 -c copy",
    "av1-turned.mp4": "-i av1.mp4 -c copy -metadata:s:v rotate=90",
    "av1-hidden.webm": f"{PICTURE} -c:v libaom-av1 {WEBM} -cpu-used 8 -lag-in-frames 25",
    "grey.mp4": f"{GREY} -c:v libx264 {X264} -bf 0",
    "grey-b.mp4": f"{GREY} -c:v libx264 {X264} -bf 3",
    "grey.webm": f"{GREY} -c:v libvpx-vp9 {WEBM} -deadline realtime -cpu-used 8 -lag-in-frames 0",
    "opus.opus": f"{SOUND} {OPUS}",
    "opus-60.ogg": f"{SOUND} -ac 1 -c:a libopus -b:a 24k -application voip -frame_duration 60",
    "aac.m4a": f"{SOUND} {AAC}",
    "aac-8000.m4a": f"{SOUND} -ar 8000 -ac 1 -c:a aac -b:a 24k",
    "vorbis.ogg": f"{SOUND} -c:a libvorbis",
    "mp3.mp3": f"{SOUND} -c:a libmp3lame -b:a 96k",
    "pcm.wav": f"{SOUND} -ar 8000 -c:a pcm_s16le",
    "pcm-24.wav": f"{SOUND} -c:a pcm_s24le",
    "alaw.wav": f"{SOUND} -ar 8000 -ac 1 -c:a pcm_alaw",
    "mulaw.wav": f"{SOUND} -ar 8000 -ac 2 -c:a pcm_mulaw",
    "g722.wav": f"{SOUND} -ar 16000 -ac 1 -c:a g722",
    "gsm.wav": f"{SOUND} -ar 8000 -ac 1 -c:a libgsm_ms",
    "flac.flac": f"{SOUND} -c:a flac",
    "tagged.mp3": f"{SOUND} -c:a libmp3lame -b:a 96k {TAGS}",
    "tagged.opus": f"{SOUND} {OPUS} {TAGS}",
    "tagged.webm": f"-i vp9.webm -c copy {TAGS}",
    "tagged.wav": f"{SOUND} -ar 8000 -c:a pcm_s16le {TAGS}",
}


# The beginning of the fixtures' call "charged-twice", both of its legs mixed. It lies beside the tests since ffmpeg writes
# none of these: opencore-amrnb did (12.2 kbit/s, without pauses in transmission, which no decoder here reads),
# vo-amrwbenc (12.65 kbit/s) and bcg729 (8 kbit/s).
SPEECH = Path(__file__).resolve().parents[1] / "Fixtures"


def recording(name: str) -> Path:
    """A recording of RECORDINGS, kept beside the build as long as it is made in the same way; or speech that is there."""
    if name.startswith("speech"):
        return SPEECH / name
    how = RECORDINGS[name]
    MADE.mkdir(parents=True, exist_ok=True)
    for other in RECORDINGS:
        if f"-i {other} " in how:
            recording(other)
    made, recipe = MADE / name, MADE / f"{name}.recipe"
    # Whoever comes while it is made waits for it: tests run in several processes.
    with open(MADE / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (recipe.exists() and recipe.read_text() == how):
            subprocess.run(["ffmpeg", "-v", "error", "-y", *how.split(" "), name], cwd=MADE, check=True)
            recipe.write_text(how)
    return made


def ffprobe(file, *arguments) -> dict:
    command = ["ffprobe", "-v", "error", *arguments, "-of", "json", file]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


@dataclass(frozen=True)
class Probed:
    """What ffprobe says of a file: where it starts, and of the first stream of each kind codec, packets and frames."""

    start: float
    codecs: dict[str, str]
    packets: dict[str, list[dict]]
    frames: dict[str, list[dict]]


@functools.lru_cache(maxsize=8)
def probed(file) -> Probed:
    """All of it in one run: most of what a run takes is its beginning."""
    of_packets = "packet=stream_index,pts_time,duration_time,flags,size"
    of_frames = "frame=stream_index,best_effort_timestamp_time"
    of_streams = "format=start_time:stream=index,codec_type,codec_name"
    found = ffprobe(file, "-show_entries", f"{of_streams}:{of_packets}:{of_frames}")
    first: dict[str, dict] = {}
    for stream in found["streams"]:
        if stream["codec_type"] in ("video", "audio"):
            first.setdefault(stream["codec_type"], stream)

    def of(what: str) -> dict[str, list[dict]]:
        read = [one for one in found["packets_and_frames"] if one["type"] == what]
        return {kind: [one for one in read if one["stream_index"] == stream["index"]] for kind, stream in first.items()}

    return Probed(
        start=max(0.0, float(found["format"].get("start_time", 0))),
        codecs={kind: stream["codec_name"] for kind, stream in first.items()},
        packets=of("packet"),
        frames=of("frame"),
    )


def decoded(file, *arguments) -> bytes:
    """Raw media, pictures upright; no word of complaint is allowed."""
    command = ["ffmpeg", "-v", "error", "-i", file, *arguments, "-"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b"", done.stderr
    return done.stdout


@dataclass(frozen=True)
class Picture:
    time: float
    luma: bytes

    def likeness(self, other: "Picture") -> float:
        """PSNR in dB; 99 for the same."""
        if self.luma == other.luma:
            return 99.0
        error = sum((mine - theirs) ** 2 for mine, theirs in zip(self.luma, other.luma, strict=True))
        return 10 * math.log10(255 * 255 * len(self.luma) / error)


# What is seen before a recording begins.
BLACK = Picture(-1, bytes(SIZE[0] * SIZE[1]))


@functools.lru_cache(maxsize=4)
def pictures(file) -> list[Picture]:
    """Every picture with the time at which it comes on screen, from the recording's first instant."""
    found, frames = probed(file), probed(file).frames["video"]
    raw = decoded(file, "-map", "0:v:0", "-fps_mode", "passthrough", "-pix_fmt", "gray", "-f", "rawvideo")
    size = SIZE[0] * SIZE[1]
    assert len(raw) == size * len(frames)
    return [
        Picture(float(frame["best_effort_timestamp_time"]) - found.start, raw[number * size : (number + 1) * size])
        for number, frame in enumerate(frames)
    ]


@functools.lru_cache(maxsize=4)
def sound(file) -> array.array:
    """Samples at 8 kHz from the recording's first instant, be it before the first that is heard."""
    found = probed(file)
    late = float(found.frames["audio"][0]["best_effort_timestamp_time"]) - found.start
    samples = array.array("h", bytes(2 * max(0, round(8_000 * late))))
    samples.frombytes(decoded(file, "-map", "0:a:0", "-ac", "1", "-ar", "8000", "-f", "s16le"))
    return samples


def lag_ms(part: array.array, whole: array.array, place: int, reach_ms: int = 30) -> tuple[float, float]:
    """By how much `part` comes later in `whole` than at `place`, and how alike the two are there (1 is the same)."""
    best = (0.0, -2.0)
    energy = math.sqrt(sum(sample * sample for sample in part))
    for lag in range(-8 * reach_ms, 8 * reach_ms + 1):
        if not 0 <= place + lag <= len(whole) - len(part):
            continue
        other = whole[place + lag : place + lag + len(part)]
        product = sum(mine * theirs for mine, theirs in zip(part, other, strict=True))
        likeness = product / (energy * math.sqrt(sum(sample * sample for sample in other)) + 1)
        if likeness > best[1]:
            best = (lag / 8, likeness)
    return best


@functools.lru_cache(maxsize=8)
def payloads(file, kind: str) -> bytes:
    """What the packets of a file's first stream of a kind hold, one behind the other, whatever frames them in the file."""
    # By their number: containers that keep no decoding times are of no interest here.
    numbered = ("-bsf", "setts=pts=N:dts=N")
    return decoded(file, "-map", f"0:{kind[0]}:0", "-c", "copy", *numbered, "-copyinkf", "-f", "data")


@functools.lru_cache(maxsize=4)
def packets(file) -> list[tuple[str, float, float, bytes]]:
    """Of each packet its stream's type, when it begins and ends, and a run of bytes from its middle that is its own."""
    runs = []
    start = probed(file).start
    for kind, found in probed(file).packets.items():
        data, place = payloads(file, kind), 0
        assert len(data) == sum(int(packet["size"]) for packet in found), f"packets of {kind} in {file}"
        for packet in found:
            size = int(packet["size"])
            # Two channels of one voice say every byte twice.
            middle, reach = place + size // 2, 16 if size >= 64 else 8
            run = data[middle - reach : middle + reach]
            place += size
            if size < 24 or "pts_time" not in packet or len(set(run)) <= 8:
                continue
            begin = float(packet["pts_time"]) - start
            runs.append((kind, begin, begin + float(packet.get("duration_time", 0)), run))
    return runs


@dataclass(frozen=True)
class Coded:
    """The packets of a stream in the order of decoding: when each is shown, where decoding can start, what it holds."""

    times: list[float]
    keys: list[bool]
    hashes: list[str]
    discarded: list[bool]

    def groups(self, start: float, end: float) -> list[range]:
        """The closed groups of pictures that are shown in `[start, end)` as a whole.

        A group reaches from a keyframe to before the next one. It is closed when nothing that is decoded behind the
        keyframe is shown before it.
        """
        places = [place for place, is_key in enumerate(self.keys) if is_key] + [len(self.times)]
        return [
            range(first, behind)
            for first, behind in zip(places, places[1:])
            if all(time > self.times[first] for time in self.times[first + 1 :])
            and not any(self.discarded[first:behind])
            and all(start - 0.000_5 <= time < end - 0.000_5 for time in self.times[first:behind])
        ]


@functools.lru_cache(maxsize=8)
def coded(file, kind: str) -> Coded:
    found = probed(file)
    codec, packets = found.codecs[kind], found.packets[kind]
    hashes = latter_halves(file, packets) if codec == "aac" else hashed(file, kind, codec)
    assert len(hashes) == len(packets)
    return Coded(
        times=[float(packet.get("pts_time", "nan")) - found.start for packet in packets],
        keys=["K" in packet["flags"] for packet in packets],
        hashes=hashes,
        discarded=["D" in packet["flags"] for packet in packets],
    )


def hashed(file, kind: str, codec: str) -> list[str]:
    """Of H.264 the slices count alone: what else is in a packet stays behind when it is copied."""
    slices = "h264_mp4toannexb,filter_units=pass_types=1-5," if codec == "h264" else ""
    how = ("-c", "copy", "-bsf", f"{slices}setts=pts=N:dts=N", "-copyinkf", "-f", "framehash", "-hash", "md5")
    lines = decoded(file, "-map", f"0:{kind[0]}:0", *how).decode().splitlines()
    return [line.split(",")[5].strip() for line in lines if line and line[0] != "#"]


def latter_halves(file, packets: list[dict]) -> list[str]:
    """AAC encoders write about themselves into the beginning of some packets, and that is wiped when they are copied."""
    data, place, hashes = payloads(file, "audio"), 0, []
    for packet in packets:
        end = place + int(packet["size"])
        hashes.append(hashlib.md5(data[(place + end) // 2 : end]).hexdigest())
        place = end
    return hashes


def copied(clip: Coded, source: Coded) -> range:
    """The longest run of the source's packets that stands in the clip as it is, by their numbers in the source."""
    where: dict[str, list[int]] = {}
    for number, one in enumerate(source.hashes):
        where.setdefault(one, []).append(number)
    best, runs = range(0), {}
    for one in clip.hashes:
        runs = {number: runs.get(number - 1, 0) + 1 for number in where.get(one, [])}
        for number, length in runs.items():
            if length > len(best):
                best = range(number + 1 - length, number + 1)
    return best
