"""A client of Earmark's API as an integration would write it."""

import base64
import time
from pathlib import Path
from urllib.parse import urljoin

import requests

JOB_SECONDS = 120


class Api(requests.Session):
    """Paths are given below /api/v1 ("interactions") or absolute ("/healthz"); answers are checked by `json_of`."""

    def __init__(self, url: str):
        super().__init__()
        self.url = url
        self.trust_env = False

    def request(self, method, url, *arguments, **options):
        if "://" not in url:
            url = urljoin(self.url, url if url.startswith("/") else "/api/v1/" + url)
        options.setdefault("timeout", 60)
        return super().request(method, url, *arguments, **options)

    def sign_in(self, login: str, password: str) -> dict:
        return self.json_of(self.post("session", json={"login": login, "password": password}))

    @staticmethod
    def json_of(answer: requests.Response, *statuses: int) -> dict:
        """The body of an answer that has one of the statuses (any 2xx when none is named)."""
        right = answer.status_code in statuses if statuses else answer.ok
        request = answer.request
        assert right, f"{request.method} {request.url} answered {answer.status_code}\n{answer.text[:2000]}"
        return answer.json() if answer.content else {}

    def read(self, path: str, **parameters) -> dict:
        return self.json_of(self.get(path, params=parameters))

    def create(self, path: str, body: dict, *statuses: int) -> dict:
        return self.json_of(self.post(path, json=body), *statuses)

    def upload(self, file: Path) -> str:
        """Uploads a file in one piece by tus; answers with the upload's id."""
        content = file.read_bytes()
        name = base64.b64encode(file.name.encode()).decode()
        made = self.post(
            "uploads",
            headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(len(content)), "Upload-Metadata": f"filename {name}"},
        )
        assert made.status_code == 201, made.text
        place = made.headers["Location"]
        if content:
            sent = self.patch(
                place,
                data=content,
                headers={
                    "Tus-Resumable": "1.0.0",
                    "Upload-Offset": "0",
                    "Content-Type": "application/offset+octet-stream",
                },
            )
            assert sent.status_code == 204, sent.text
        return place.rstrip("/").rsplit("/", 1)[-1]

    def attach(self, interaction: str, file: Path, **what) -> dict:
        """Uploads a file and attaches it to an interaction; answers with the recording, still processing."""
        body = {"upload": self.upload(file), "offsetMs": 0} | what
        return self.create(f"interactions/{interaction}/recordings", body, 202)

    def wait_for_recording(self, recording: str) -> dict:
        """Waits until ingest is through with a recording, ready or failed."""
        deadline = time.monotonic() + JOB_SECONDS
        while time.monotonic() < deadline:
            found = self.read(f"recordings/{recording}")
            if found["state"] != "processing":
                return found
            time.sleep(0.1)
        raise AssertionError(f"recording {recording} is still processing after {JOB_SECONDS} s")

    def wait_for_playback(self, interaction: str) -> dict:
        """Waits until nothing of an interaction is being prepared for browsers; answers with what a player opens."""
        deadline = time.monotonic() + JOB_SECONDS
        while time.monotonic() < deadline:
            found = self.read(f"interactions/{interaction}/playback")
            if found["isComplete"]:
                return found
            time.sleep(0.1)
        raise AssertionError(f"playback of {interaction} is not prepared after {JOB_SECONDS} s")

    def wait_for_job(self, job: str) -> dict:
        deadline = time.monotonic() + JOB_SECONDS
        while time.monotonic() < deadline:
            found = self.read(f"jobs/{job}")
            if found["state"] in ("done", "failed", "cancelled"):
                return found
            time.sleep(0.1)
        raise AssertionError(f"job {job} is not finished after {JOB_SECONDS} s")
