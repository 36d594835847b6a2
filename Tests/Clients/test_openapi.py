"""The OpenAPI document, and schemathesis looking for a request that breaks the server."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.alone
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 150


def test_the_document_served_is_the_one_in_the_repository(server):
    served = server.api().get("openapi.json")
    assert served.status_code == 200
    assert served.json() == json.loads((ROOT / "docs" / "openapi.json").read_text())
    assert served.json()["openapi"].startswith("3.1")


@pytest.mark.timeout(SECONDS + 60)
def test_no_request_that_fits_or_misfits_the_document_breaks_the_server(server, tmp_path):
    scopes = ["interactions", "recordings", "evaluations", "scorecards", "moments", "users", "settings"]
    wanted = [f"{name}:{verb}" for name in scopes for verb in ("read", "write")]
    wanted += ["transcripts:write", "shares:write", "activity:read"]
    options = [word for scope in wanted for word in ("--scope", scope)]
    made = server.command("token", "add", "schemathesis", *options)
    assert made.returncode == 0, made.stderr
    token = json.loads(made.stdout)["token"]
    here = Path(__file__).parent
    done = subprocess.run(
        [Path(sys.executable).parent / "schemathesis", "--config-file", here / "schemathesis.toml"]
        + ["run", f"{server.url}/api/v1/openapi.json"]
        + ["--checks", "not_a_server_error", "--phases", "coverage,fuzzing", "--max-examples", "15"]
        + ["--max-time", str(SECONDS), "--workers", "2", "--request-timeout", "10", "--generation-deterministic"]
        + ["--no-shrink", "--continue-on-failure", "--suppress-health-check", "all"]
        + ["--header", f"Authorization: Bearer {token}"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(here), "SCHEMATHESIS_HOOKS": "schemathesis_hooks"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert server.process.poll() is None
