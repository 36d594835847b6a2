import Crypto
import Domain
import Foundation
import Glibc
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Lists of evaluations as files: whole whatever their length, their asker's alone, and gone after a day.
struct ExportListTests {
    let day: Workday

    init() throws {
        day = try Workday()
    }

    private var services: Services { day.account.services }

    /// Asks for an export and lets the jobs run until it is over; gives the job's state and refusal.
    private func export(_ query: String = "", by person: Asker, _ body: String = #"{"format":"csv"}"#) throws -> Reply {
        let asked = try person.post("evaluations/export\(query)", body)
        guard asked.status == 202 else { throw Workday.Unexpected(reply: asked) }
        try services.worker.start(services, kinds: [ExportList.kind], threads: 1)
        defer { services.worker.stop() }
        for _ in 0..<2000 {
            let job = try person.get("jobs/\(asked.id)")
            if let state = job["/state"]?.text, ["done", "failed", "cancelled"].contains(state) { return job }
            usleep(10_000)
        }
        throw Workday.Unexpected(reply: asked)
    }

    private func path(_ job: Reply) -> String {
        String((job["/result/url"]?.text ?? "").dropFirst("/api/v1/".count))
    }

    /// The lines of an exported file without its titles.
    private func lines(_ job: Reply) throws -> [String] {
        let id = try #require(path(job).split(separator: "/").last)
        let export = try #require(try services.database.read { try ExportStore.find(String(id), $0) })
        let descriptor = try services.blobs.open(try #require(export.blob).hash)
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let text = String(decoding: try #require(try file.readToEnd()), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    }

    private func id(_ line: String) -> String { line.split(separator: ",").last.map(String.init) ?? "" }

    @Test func aListLongerThanItsPortionsHoldsEachOnce() throws {
        try day.calls(1100)
        let all = try day.criteria()
        let drawn = try day.drawn(600, from: all) + day.drawn(500, from: all, seed: "other")
        let found = try lines(try export(by: day.admin)).map(id)
        #expect(found == drawn)
    }

    @Test func aListHoldsWhatItsAskerSees() throws {
        try day.calls(3)
        try day.calls(2, of: day.otherAgent, named: "D")
        let all = try day.criteria()
        let mine = try day.drawn(2, from: all, to: day.evaluator)
        let free = try day.drawn(1, from: all, seed: "x")
        #expect(try lines(try export(by: day.evaluator)).map(id) == mine + free)
        #expect(try lines(try export("?evaluator=me", by: day.evaluator)).map(id) == mine)
        #expect(try lines(try export("?evaluator=none&q=nothing", by: day.evaluator)).isEmpty)
        for (person, agent) in [(day.supervisor, "Al"), (day.stranger, "Bo")] {
            #expect(try lines(try export(by: person)).allSatisfy { $0.contains(",\(agent),") })
        }
    }

    @Test func whoIsShutOutMeanwhileGetsNothing() throws {
        try day.calls(1)
        let asked = try day.evaluator.post("evaluations/export", #"{"format":"csv"}"#)
        #expect(try day.admin.patch("users/\(day.evaluator.id)", #"{"disabled":true}"#).status == 200)
        try services.worker.start(services, kinds: [ExportList.kind], threads: 1)
        defer { services.worker.stop() }
        for _ in 0..<1000 where try day.account.number("SELECT count(*) FROM jobs WHERE state = 'failed'") == 0 {
            usleep(10_000)
        }
        let job = try #require(try services.database.read { try JobQueue.find(asked.id, $0) })
        #expect(job.errorCode == "forbidden")
        #expect(try day.account.number("SELECT count(*) FROM exports") == 0)
    }

    @Test func anExportedListGoesAfterADayAndSoDoesItsFile() throws {
        try day.calls(1)
        _ = try day.drawn(1)
        let first = path(try export(by: day.admin))
        day.account.clock.advance(byMs: ExportList.lifetimeMs / 2)
        let second = path(try export("?state=unassigned", by: try signedIn(day.admin)))
        let hash: String = try #require(
            try services.database.read { try $0.row("SELECT hash FROM exports ORDER BY created_at") { $0.text(0) } })
        #expect(try day.account.number("SELECT count(DISTINCT hash) FROM exports") == 1)

        day.account.clock.advance(byMs: ExportList.lifetimeMs / 2)
        #expect(try ExpireExports.sweep(services) == 1)
        #expect(services.blobs.contains(hash), "the second export has the same content")
        day.account.clock.advance(byMs: ExportList.lifetimeMs / 2)
        #expect(try ExpireExports.sweep(services) == 1)
        #expect(!services.blobs.contains(hash))
        #expect(try ExpireExports.sweep(services) == 0)
        let admin = try signedIn(day.admin)
        #expect(try admin.get(first).status == 404)
        #expect(try admin.get(second).status == 404)
    }

    @Test func anExpiredListIsNotGivenOutBeforeTheSweepCame() throws {
        try day.calls(1)
        let file = path(try export(by: day.admin))
        #expect(try signedIn(day.admin).send(.get, file).status == 200)
        day.account.clock.advance(byMs: ExportList.lifetimeMs)
        #expect(try signedIn(day.admin).get(file).status == 404)
    }

    @Test func aListIsNoPaper() throws {
        let reply = try day.admin.post("evaluations/export", #"{"format":"pdf"}"#)
        #expect(reply.code == "format_unsuitable")
        #expect(try day.account.number("SELECT count(*) FROM jobs WHERE kind = 'export'") == 0)
    }

    /// A day is longer than anybody stays signed in.
    private func signedIn(_ person: Asker) throws -> Asker {
        let secret = SecureRandom.token()
        try services.database.write { transaction in
            try SessionStore.insert(hash: SHA256Digest.of(secret).hex, userID: person.id, transaction)
        }
        return Asker(account: day.account, id: person.id, name: person.name, proof: ("Cookie", "session=\(secret)"))
    }
}
