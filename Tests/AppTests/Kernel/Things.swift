import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Things made through the doors by an admin, a fresh one for each question that may change it.
final class Things {
    private let day: Workday
    private var kept: [Substring: String] = [:]
    private var number = 0

    init(_ day: Workday) throws {
        self.day = day
    }

    /// Asks at a door with the smallest body it takes, or another one.
    func ask(
        _ route: Route, by person: Asker, of id: String, body text: (Shape) -> String = { $0.example }
    ) throws -> Reply {
        let path = route.pattern.split(separator: "/").map { part in
            part == "{id}" ? id : part == "{n}" ? "1" : String(part)
        }.joined(separator: "/")
        var headers = [
            ("If-Match", "\"1.0\""), ("Tus-Resumable", "1.0.0"), ("Upload-Length", "4"), ("Upload-Offset", "4"),
        ]
        var body: [UInt8] = []
        if let content = try #require(Rooms.description(of: route)).operation.content?.types.first {
            body = content.shape == .bytes ? [1] : Array(text(content.shape).utf8)
            headers += [("Content-Type", content.name), ("Content-Length", "\(body.count)")]
        }
        let query = route.pattern == "transcripts/search" ? "?q=x" : ""
        return try Reply(try person.send(route.method, path + query, headers, body))
    }

    /// The id of a thing for this door; empty where it needs none.
    func make(_ route: Route) throws -> String {
        guard route.pattern.contains("{"), let kind = route.pattern.split(separator: "/").first else { return "" }
        if route.method == .get, let id = kept[kind] { return id }
        let id = try make(kind)
        if route.method == .get { kept[kind] = id }
        return id
    }

    private func make(_ kind: Substring) throws -> String {
        number += 1
        switch kind {
        case "users":
            return try made("users", #"{"login":"u\#(number)","name":"U","role":"agent","password":"long enough"}"#)
        case "teams": return try made("teams", #"{"name":"T\#(number)"}"#)
        case "tokens": return try made("tokens", #"{"name":"T","scopes":["users:read"]}"#)
        case "criteria": return try made("criteria", #"{"name":"C\#(number)","search":{}}"#)
        case "scorecards": return try Workday.publish(Workday.card(key: "k\(number)"), by: day.admin)
        case "uploads": return try day.uploaded()
        case "interactions": return try call()
        case "recordings": return try day.recorded(try day.calls(1, named: "R\(number)")[0])
        case "comments": return try made("interactions/\(try call())/comments", #"{"body":"x"}"#)
        case "moments": return try moment()
        case "evaluations":
            return try made("evaluations", #"{"interactionId":"\#(try call())","scorecards":["\#(day.scorecard)"]}"#)
        case "evaluation-views": return try made("evaluation-views", #"{"name":"V\#(number)","query":{}}"#)
        case "action-items":
            let evaluation = try make("evaluations")
            return try made("evaluations/\(evaluation)/notification", #"{"summary":"Look"}"#)
        case "jobs": return try day.admin.post("interactions/\(try call())/bundle", #"{"format":"mkv"}"#).id
        case "exports":
            let asked = try day.admin.post("evaluations/export", #"{"format":"csv"}"#)
            return try day.account.services.database.read { try JobQueue.find(asked.id, $0)?.subjectID } ?? ""
        case "shares":
            return try made(
                "moments/\(try moment())/shares", #"{"expiresAt":"2026-11-20T00:00:00Z","password":"long enough"}"#)
        default: throw Workday.Unexpected(reply: try day.admin.get("no-such-thing"))
        }
    }

    /// A call of the first agent's with a recording and a transcript.
    private func call() throws -> String {
        number += 1
        let call = try day.calls(1, named: "A\(number)")[0]
        try day.recorded(call)
        _ = try day.transcribed(call, Workday.vtt("hello"))
        return call
    }

    private func moment() throws -> String {
        try made("interactions/\(try call())/moments", #"{"title":"M","startMs":0,"endMs":2000}"#)
    }

    private func made(_ path: String, _ body: String) throws -> String {
        let reply = try day.admin.post(path, body)
        guard reply.status == 201 else { throw Workday.Unexpected(reply: reply) }
        return reply.id
    }
}
