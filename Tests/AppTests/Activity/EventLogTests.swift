import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// The event log is written with what happened, and nothing is taken out of it or changed.
struct EventLogTests {
    let day: Workday

    init() throws { day = try Workday() }

    private func broken() throws -> [Int64] {
        try day.account.services.database.read { try ActivityStore.brokenLinks($0) }
    }

    @Test func everyEntryIsSealedByTheOneBefore() throws {
        try day.calls(3)
        #expect(try day.account.number("SELECT count(*) FROM activity") > 3)
        #expect(try broken() == [])
    }

    @Test func entriesAreNeitherChangedNorTakenAway() throws {
        try day.calls(1)
        for statement in [
            "UPDATE activity SET action = 'x'", "DELETE FROM activity", "DELETE FROM activity WHERE sequence = 1",
            """
            INSERT OR REPLACE INTO activity (sequence, at, actor_id, action, subject_kind, subject_id, detail, hash)
            SELECT sequence, at, actor_id, 'x', subject_kind, subject_id, detail, hash FROM activity WHERE sequence = 1
            """,
        ] {
            #expect(throws: SQLError.self) {
                try day.account.services.database.write { try $0.execute(statement) }
            }
        }
        #expect(try broken() == [])
    }

    @Test(arguments: ["action = 'x'", "detail = '{}'", "actor_id = '\(ServiceUser.systemID)'", "at = at + 1"])
    func aForgedEntryIsFound(_ change: String) throws {
        try day.calls(2)
        try day.account.services.database.write { transaction in
            try transaction.execute("DROP TRIGGER activity_is_unchanged")
            try transaction.execute(
                "UPDATE activity SET \(change) WHERE action = 'interaction.added' AND sequence IN "
                    + "(SELECT min(sequence) FROM activity WHERE action = 'interaction.added')")
        }
        #expect(try broken().count == 1)
    }

    @Test func aMissingEntryIsFound() throws {
        try day.calls(2)
        try day.account.services.database.write { transaction in
            try transaction.execute("DROP TRIGGER activity_is_kept")
            try transaction.execute("DELETE FROM activity WHERE sequence = 2")
        }
        #expect(try broken() == [3])
    }

    @Test func aRefusedActionLeavesNoEntry() throws {
        let before = try day.account.number("SELECT count(*) FROM activity")
        #expect(try day.admin.post("interactions", #"{"channel":"voice"}"#).status == 422)
        #expect(try day.agent.post("interactions", "{}").status == 403)
        #expect(try day.account.number("SELECT count(*) FROM activity") == before)
    }

    @Test func itIsReadNewestFirstByThoseWhoMay() throws {
        try day.calls(2)
        let log = try day.admin.get("activity?limit=2")
        let sequences = log["/items"]?.elements?.compactMap { $0["sequence"]?.integer } ?? []
        #expect(sequences.count == 2)
        #expect(sequences[0] == sequences[1] + 1)
        #expect(log["/items/0/actor/name"]?.text == "Ada")
        #expect(log["/items/0/action"]?.text == "interaction.added")
        #expect(try day.supervisor.get("activity").status == 403)
    }
}
