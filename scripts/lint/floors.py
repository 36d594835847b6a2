"""A room may name types of rooms below it, or left of it on its own floor, and never another room's store."""

from tree import Finding, Tree
from swift import declared_types, used_names

# From the ground up; on a floor from left to right.
FLOORS = [
    ["Accounts", "Activity"],
    ["Scorecards", "Interactions"],
    ["Recordings", "Transcripts", "Criteria"],
    ["Moments", "Evaluations"],
    ["Comments", "Sharing", "Exports", "ActionItems", "Disputes", "Calibrations", "Coaching"],
    ["Goals", "Automation", "Notifications"],
    ["Reports"],
    ["Demo"],
]
PLACE = {room: (floor, place) for floor, rooms in enumerate(FLOORS) for place, room in enumerate(rooms)}

# The mechanism under all rooms, and its one file that lists them.
KERNEL = "Kernel"
LIST_OF_ROOMS = "Sources/App/Kernel/Rooms.swift"

# Where the mechanism asks a room: who is calling, and how often somebody may try.
KERNEL_ASKS = {
    "Sources/App/Kernel/FrontDoor.swift": {"Identify"},
    "Sources/App/Kernel/Services.swift": {"SignInThrottle"},
}


def check(tree: Tree) -> list[Finding]:
    found = []
    for house in ("Sources/App/", "Sources/Domain/"):
        found += _check_house(tree, house)
    return found


def _check_house(tree: Tree, house: str) -> list[Finding]:
    found = []
    owner: dict[str, set[str]] = {}
    stores: dict[str, str] = {}
    inside: dict[str, set[str]] = {}
    rooms: dict[str, list[str]] = {}
    for path in tree.files(house, ".swift"):
        parts = path[len(house) :].split("/")
        if len(parts) < 2:
            continue
        room = parts[0]
        rooms.setdefault(room, []).append(path)
        top, nested = declared_types(tree.text(path))
        inside.setdefault(room, set()).update(top | nested)
        for name in top:
            owner.setdefault(name, set()).add(room)
            if parts[-1].endswith("Store.swift"):
                stores[name] = room

    for room, paths in rooms.items():
        if house == "Sources/App/" and room != KERNEL and room not in PLACE:
            found.append(Finding(paths[0], 1, "floors", f"{room} is no room: the floors are in scripts/lint/floors.py"))
            continue
        for path in paths:
            if path == LIST_OF_ROOMS:
                continue
            said = set()
            for line, name in used_names(tree.text(path)):
                others = owner.get(name, set()) - {room}
                if not others or name in inside[room] or name in said or name in KERNEL_ASKS.get(path, ()):
                    continue
                other = sorted(others)[0]
                if not may_use(room, other):
                    said.add(name)
                    found.append(
                        Finding(path, line, "floors", f"{room} may not use {name} of {other}: it is not below or left")
                    )
                elif other != KERNEL and stores.get(name) == other:
                    said.add(name)
                    found.append(
                        Finding(path, line, "floors", f"{room} calls use cases of {other}, never its store {name}")
                    )
    return found


def may_use(room: str, other: str) -> bool:
    """Whether files of a room may name types of the other one."""
    if other == KERNEL:
        return True
    if room == KERNEL:
        return False
    if room not in PLACE or other not in PLACE:
        return True
    (floor, place), (other_floor, other_place) = PLACE[room], PLACE[other]
    return other_floor < floor or (other_floor == floor and other_place < place)
