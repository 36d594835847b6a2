"""B1 and B2: what the first visit to a page takes over the wire, and how long until the page reacts on a slow machine."""

import statistics
from dataclasses import dataclass

from desk import LOGIN, Desk, slowed, wait
from report import Row

# How much slower than this machine the processor is; a line that is no local one.
SLOWER = 4
LATENCY_MS, MEGABITS = 40, 10
# Presses the page's main control from the moment it is there until something comes of it that is seen: the time of the
# frame after that, from the start of the navigation.
PROBE = """(() => {
  const [find, press, answered] = [%s];
  let [timer, control] = [0, null];
  const look = () => {
    try {
      // What it leads to may have taken its place meanwhile.
      const hasAnswered = () => control && answered(control);
      if (!hasAnswered()) {
        control = find() || control;
        if (!control) return;
        window.benchThere ??= performance.now();
        press(control);
        if (!hasAnswered()) return;
      }
      clearInterval(timer);
      requestAnimationFrame(() => setTimeout(() => (window.benchReacted = performance.now())));
    } catch {
      // There is no document yet.
    }
  };
  timer = setInterval(look, 5);
})()"""


@dataclass(frozen=True)
class Opening:
    """A page that is opened by somebody who was never here, and its main control."""

    name: str
    path: str
    login: str | None
    control: str
    # Finds it, presses it, says whether it has reacted: three functions.
    probe: str
    # Whether it is what somebody sees first.
    isFirst: bool = False


def openings(desk: Desk) -> list[Opening]:
    return [
        Opening(
            "page to sign in, the first of who has not", "/sign-in", None, "Sign in says what is missing",
            """() => document.activeElement?.name === "login" && document.querySelector("form"),
            (form) => form.requestSubmit(), () => document.querySelector("[aria-invalid=true]")""", isFirst=True,
        ),
        Opening(
            "list of evaluations, the first of who has", "/evaluations", LOGIN, "a row opens",
            """() => document.querySelector("main tbody a[href^='/evaluations/'], main [role=row] a[href^='/evaluations/']"),
            (row) => row.click(), () => location.pathname !== "/evaluations" """, isFirst=True,
        ),
        Opening(
            "interaction with a call and four screens", f"/interactions/{desk.call}", LOGIN, "a line of the transcript is said now",
            """() => document.querySelector("em-player")?.hasMedia && document.querySelectorAll(".transcript-line")[3],
            (line) => line.click(), (line) => line.classList.contains("is-now")""",
        ),
        Opening(
            "workbench with the same call", f"/evaluations/{desk.screens}", LOGIN, "an answer is marked",
            """() => document.querySelector(".question .options button"),
            (answer) => answer.click(), (answer) => answer.getAttribute("aria-pressed") === "true" """,
        ),
    ]  # fmt: skip


@dataclass
class Carried:
    """What came over the wire, bytes with the heads of the answers, by what it is."""

    kinds: dict[str, int]
    requests: int

    def bytes(self, *kinds: str) -> int:
        return sum(size for kind, size in self.kinds.items() if not kinds or kind in kinds)


def carried(desk: Desk, opening: Opening) -> Carried:
    """A first visit, until nothing more is asked for."""
    kinds: dict[str, str] = {}
    found = Carried({}, 0)

    def came(event: dict) -> None:
        kind = kinds.get(event["requestId"], "Other")
        found.kinds[kind] = found.kinds.get(kind, 0) + int(event["encodedDataLength"])
        found.requests += 1

    with desk.page(opening.login) as page:
        session = slowed(page)
        session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
        session.on("Network.loadingFinished", came)
        page.goto(opening.path)
        page.wait_for_load_state("networkidle")
    return found


def first_bytes(desk: Desk) -> list[Row]:
    rows = []
    for opening in openings(desk):
        seen = carried(desk, opening)
        shown = {"scripts": ("Script",), "style": ("Stylesheet",), "answers of the API": ("Fetch", "XHR")}
        parts = ", ".join(f"{name} {seen.bytes(*kinds) / 1000:.0f}" for name, kinds in shown.items())
        media = seen.bytes("Media", "Image")
        rows.append(
            Row(
                "B1", f"first visit, over the wire: {opening.name}", "-", (seen.bytes() - media) / 1000, "KB",
                at_most=200 if opening.isFirst else None,
                context=f"{parts}; {seen.requests} requests" + (f"; sound and pictures besides: {media / 1e6:.1f} MB" if media else ""),
                limit="the modules of the page, packed, and 500 bytes of headers with each",
            )
        )  # fmt: skip
    return rows


def reaction(desk: Desk, opening: Opening, **line: float) -> tuple[float, float]:
    """Milliseconds until the control stands there, and until it has reacted."""
    with desk.page(opening.login) as page:
        page.add_init_script(PROBE % opening.probe)
        slowed(page, processor=SLOWER, **line)
        page.goto(opening.path, wait_until="commit")
        wait(page, "window.benchReacted !== undefined")
        return page.evaluate("window.benchThere"), page.evaluate("window.benchReacted")


def first_reactions(desk: Desk) -> list[Row]:
    rows = []
    for opening in openings(desk):
        seen = [reaction(desk, opening) for _ in range(desk.rounds)]
        far = statistics.median(reaction(desk, opening, latency=LATENCY_MS, megabits=MEGABITS)[1] for _ in range(desk.rounds))
        there, reacted = (statistics.median(times) for times in zip(*seen, strict=True))
        rows.append(
            Row(
                "B2", f"first visit, processor slowed {SLOWER} times, until {opening.control}: {opening.name}", "-",
                reacted, "ms", at_most=1_000 if opening.isFirst else None,
                context=f"the control is there after {there:,.0f} ms; slowest {max(times[1] for times in seen):,.0f} ms; "
                f"over {MEGABITS} Mbit/s with {LATENCY_MS} ms {far:,.0f} ms",
                limit="what a browser does for each module; laying out the page",
                missed="Half of the time is the browser's work for each request, which a second processor that is busy makes longer.",
            )
        )  # fmt: skip
    return rows
