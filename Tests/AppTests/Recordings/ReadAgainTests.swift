import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Recordings that could not be read and are read once more.
struct ReadAgainTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
    }

    /// A recording whose ingest was given up, with the job that did.
    private func failed(
        _ kind: String = "audio", _ more: String = "", as code: String = "media_killed"
    ) throws -> (id: String, job: String) {
        let reply = try day.attached(to: call, kind, more)
        let job = try #require(reply["/job/id"]?.text)
        let refusal = Refusal(code, "It could not be read.")
        try day.account.services.database.write { transaction in
            let kept = try #require(try JobQueue.find(job, transaction))
            #expect(try JobQueue.end(job, .failed, refusal: refusal, transaction))
            try IngestRecording.kind.gaveUp(kept, refusal, transaction)
        }
        return (reply.id, job)
    }

    private func asked(_ id: String, by person: Asker? = nil) throws -> Reply {
        try (person ?? day.supervisor).post("recordings/\(id)/ingest")
    }

    private func told() throws -> Int64 {
        try day.account.number("SELECT count(*) FROM activity WHERE action = 'recording.read_again'")
    }

    @Test func aJobLikeTheFirstReadsItAgain() throws {
        let (id, first) = try failed()
        #expect(try day.admin.get("recordings/\(id)")["/state"]?.text == "failed")
        let reply = try asked(id)
        #expect(reply.status == 202)
        #expect(reply.header("Location") == "/api/v1/recordings/\(id)")
        #expect(reply["/state"]?.text == "processing")
        #expect(reply["/failure"] == nil)
        let second = try #require(reply["/job/id"]?.text)
        #expect(second != first)
        let job = try #require(try day.account.services.database.read { try JobQueue.find(second, $0) })
        #expect(job.kind == "ingest" && job.subjectID == id && job.state == .queued && job.attempts == 0)
        #expect(job.createdBy == day.supervisor.id)
        #expect(try told() == 1)
        // It fails again, and is read again.
        try day.account.services.database.write { transaction in
            #expect(try JobQueue.end(second, .failed, refusal: .jobCancelled, transaction))
            try IngestRecording.kind.gaveUp(job, .jobCancelled, transaction)
        }
        #expect(try day.admin.get("recordings/\(id)")["/failure/code"]?.text == "cancelled")
        #expect(try asked(id)["/job/id"]?.text != second)
    }

    @Test func whenSeveralAskAtOnceItIsReadOnce() throws {
        let (id, _) = try failed()
        let replies = try atOnce(8) { _ in try asked(id) }
        #expect(replies.map(\.status) == Array(repeating: 202, count: 8))
        #expect(Set(replies.map { $0["/job/id"]?.text }).count == 1)
        #expect(try told() == 1)
        #expect(try day.account.number("SELECT count(*) FROM jobs WHERE kind = 'ingest' AND state = 'queued'") == 1)
    }

    @Test func whatWasReadIsNotReadAgain() throws {
        let id = try day.recorded(call)
        let refused = try asked(id)
        #expect(refused.status == 409)
        #expect(refused.code == "read_already")
        #expect(try told() == 0)
    }

    @Test func aPlaceThatWasTakenMeanwhileStaysTaken() throws {
        let (id, _) = try failed("audio", #""party":"agent""#)
        let better = try day.attached(to: call, "audio", #""party":"agent""#)
        #expect(better.status == 202)
        let refused = try asked(id)
        #expect(refused.status == 409)
        #expect(refused.code == "party_taken")
        #expect(try day.admin.get("recordings/\(id)")["/state"]?.text == "failed")
    }

    @Test func aScreenNeedsWhatThePolicyAllowsByNow() throws {
        #expect(try day.admin.put("capture-policy", #"{"screens":true}"#).status == 200)
        let (id, _) = try failed("screen", #""monitor":1"#)
        #expect(try day.admin.put("capture-policy", #"{"screens":false}"#).status == 200)
        #expect(try asked(id).code == "screen_capture_off")
        #expect(try day.admin.put("capture-policy", #"{"screens":true}"#).status == 200)
        #expect(try asked(id).status == 202)
    }

    @Test func whoMayAttachRecordingsMayAsk() throws {
        let (id, _) = try failed()
        #expect(try asked(id, by: day.agent).status == 403)
        #expect(try asked(id, by: day.stranger).status == 404)
        #expect(try asked(id).status == 202)
    }

    @Test(arguments: [
        ("media_killed", true), ("media_timed_out", true), ("media_unavailable", true), ("disk_full", true),
        ("internal", true), ("cancelled", true), ("media_unreadable", false), ("media_crashed", false),
        ("media_missing_stream", false), ("upload_lost", false),
    ]) func theFailureSaysWhetherAnotherTryMayHelp(code: String, mayHelp: Bool) throws {
        let (id, _) = try failed(as: code)
        #expect(try day.admin.get("recordings/\(id)")["/failure/mayPass"] == .bool(mayHelp))
    }
}
