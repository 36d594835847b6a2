/// What is written beside the event log's door.
enum ActivityAPI {
    static let api = RoomAPI(
        operations: [
            .get(
                "activity", "What happened in the account, newest first.", .page(sorts: ["-sequence"]),
                answers: [.page(of: .named("Entry"))]),
            .post(
                "integrity-check", "Look whether everything that is kept is whole; reads all media, so it takes time.",
                nil,
                answers: [.ok(.object(["problems": .list(.text()), "events": .integer(), "files": .integer()]))]),
        ],
        shapes: [
            (
                "Entry",
                .object([
                    "sequence": .integer(), "at": .instant, "actor": Shape.person.orNull, "action": .text(),
                    "subject": .object(["kind": .text(), "id": .text()]), "detail": .map(.named("Detail")),
                ])
            ),
            (
                "Detail",
                .any([
                    .text(), .number(), .truth, .null, .list(.named("Detail")), .map(.named("Detail")),
                ])
            ),
        ])
}
