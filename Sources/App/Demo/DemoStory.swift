import Crypto
import Domain
import Foundation
import HTTP
import JSON
import SQL

/// The script of the demo account, played by its people.
final class DemoStory {
    let door: FrontDoor
    private let script: JSONValue
    private let calls: [JSONValue]
    private let fixtures: String
    private let operatorDoor: DemoDoor
    private var doors: [String: DemoDoor] = [:]
    private(set) var userIDs: [String: String] = [:]
    private(set) var interactionIDs: [String: String] = [:]
    private(set) var scorecardIDs: [String: String] = [:]
    /// By the interaction.
    var sessionIDs: [String: String] = [:]
    /// Whole days by which the script is moved, so that its last call was yesterday.
    private let shiftMs: Int64

    init(_ instance: Instance, script: JSONValue, manifest: JSONValue, fixtures: String) throws {
        door = instance.door
        self.script = script
        calls = manifest["calls"]?.elements ?? []
        self.fixtures = fixtures
        operatorDoor = DemoDoor(door: instance.door, caller: .operatorAtMachine)
        let last = calls.compactMap { $0["startedAt"]?.text.flatMap(Instant.init(text:))?.milliseconds }.max() ?? 0
        let day: Int64 = 86_400_000
        shiftMs = (instance.door.services.outside.now() - last) / day * day
    }

    var callCount: Int { calls.count }

    /// Nobody can sign in yet and nothing was recorded.
    func isUntouched() throws -> Bool {
        try door.services.database.read { transaction in
            let people: Int64? = try transaction.row("SELECT count(*) FROM users WHERE kind = 'person'") { $0.int64(0) }
            let interactions: Int64? = try transaction.row("SELECT count(*) FROM interactions") { $0.int64(0) }
            return people == 0 && interactions == 0
        }
    }

    func addPeople() throws -> [DemoAccount.SignIn] {
        var teams: [String: String] = [:]
        for name in list("teams").compactMap(\.text) {
            teams[name] = try operatorDoor.ask(.post, "teams", .members(("name", .string(name))))["id"]?.text
        }
        var signIns: [DemoAccount.SignIn] = []
        for person in list("people") {
            let signIn = DemoAccount.SignIn(
                login: text(person, "login"), name: text(person, "name"), role: text(person, "role"),
                password: String(SecureRandom.token().prefix(14)))
            let memberOf = (person["teams"]?.elements ?? []).compactMap { $0.text.flatMap { teams[$0] } }
            let added = try operatorDoor.ask(
                .post, "users",
                .members(
                    ("login", .string(signIn.login)), ("name", .string(signIn.name)), ("role", .string(signIn.role)),
                    ("password", .string(signIn.password)), ("teams", .array(memberOf.map(JSONValue.string)))))
            userIDs[signIn.name] = added["id"]?.text
            userIDs[signIn.login] = added["id"]?.text
            signIns.append(signIn)
        }
        try operatorDoor.ask(.patch, "settings", account)
        try operatorDoor.ask(
            .put, "capture-policy", .members(("screens", .bool(true)), ("channels", .array([.string("voice")]))))
        return signIns
    }

    func addCalls() throws {
        for call in calls {
            let id = try addInteraction(call, channel: "voice", duration: call["durationMs"]?.integer)
            for audio in call["audio"]?.elements ?? [] {
                try attach(
                    audio, to: id,
                    .members(
                        ("kind", .string("audio")), ("party", audio["party"]), ("offsetMs", audio["offsetMs"])))
            }
            for screen in call["screens"]?.elements ?? [] {
                try attach(
                    screen, to: id,
                    .members(
                        ("kind", .string("screen")), ("monitor", screen["monitor"]),
                        ("offsetMs", screen["offsetMs"]), ("capture", screen["capture"].map(shifted))))
            }
            guard let transcript = call["transcript"] else { continue }
            let types = ["vtt": "text/vtt", "srt": "application/x-subrip", "json": "application/json"]
            try operatorDoor.ask(
                .put, "interactions/\(id)/transcript",
                contentType: types[text(transcript, "format")] ?? "text/vtt",
                bytes: try bytes(of: text(transcript, "file")))
        }
    }

    func addChats() throws {
        for chat in list("chats") {
            let lines = (chat["lines"]?.elements ?? []).compactMap(\.elements)
            let end = (lines.last?.first?.integer ?? 0) + 5000
            let id = try addInteraction(chat, channel: text(chat, "channel"), duration: end)
            let segments = lines.enumerated().map { index, line -> JSONValue in
                let next = index + 1 < lines.count ? lines[index + 1].first?.integer ?? end : end
                return .members(
                    ("startMs", line.first), ("endMs", .integer(next)), ("speaker", line[1]), ("text", line[2]))
            }
            try operatorDoor.ask(
                .put, "interactions/\(id)/transcript", .members(("segments", .array(segments))))
        }
    }

    /// Waits until nothing is queued or running but what comes back by itself, every hour; a recording that could not be read ends the demo.
    /// The server goes on with what only playback waits for.
    func waitForJobs() throws {
        while true {
            let open: Int64? = try door.services.database.read { transaction in
                try transaction.row(
                    """
                    SELECT count(*) FROM jobs
                    WHERE state IN ('queued', 'running') AND run_after < ? AND kind <> ?
                    """, .integer(transaction.now + 60_000), .text(RenderRendition.kind.name)
                ) { $0.int64(0) }
            }
            if open == 0 { break }
            Thread.sleep(forTimeInterval: 0.05)
        }
        let failed: String? = try door.services.database.read { transaction in
            try transaction.row("SELECT error_message FROM jobs WHERE state = 'failed' LIMIT 1") { $0.text(0) }
        }
        if let failed { throw Refusal("demo_failed", failed) }
    }

    func addScorecards() throws {
        let admin = try door(of: "ines")
        for content in list("scorecards") {
            let draft = try admin.ask(.post, "scorecards", content)
            let id = text(draft, "id")
            scorecardIDs[text(content, "key")] = id
            try admin.ask(.post, "scorecards/\(id)/publication", ifMatch: draft["etag"]?.text)
        }
    }

    func addRemarks() throws {
        for comment in list("comments") {
            let id = interactionIDs[text(comment, "interaction")] ?? ""
            try door(of: text(comment, "by")).ask(
                .post, "interactions/\(id)/comments",
                .members(
                    ("body", comment["body"]), ("startMs", comment["startMs"]), ("endMs", comment["endMs"]),
                    ("segment", comment["segment"]), ("visibility", comment["visibility"])))
        }
        for moment in list("moments") {
            let id = interactionIDs[text(moment, "interaction")] ?? ""
            let by = try door(of: text(moment, "by"))
            let added = try by.ask(
                .post, "interactions/\(id)/moments",
                .members(
                    ("title", moment["title"]), ("startMs", moment["startMs"]), ("endMs", moment["endMs"]),
                    ("note", moment["note"])))
            try by.ask(.post, "moments/\(text(added, "id"))/clip")
        }
    }

    /// What a supervisor wrote down because nothing recorded it.
    func addOffline() throws {
        for talk in list("offline") {
            _ = try addInteraction(
                talk, channel: text(talk, "channel"), duration: talk["durationMs"]?.integer,
                through: try door(of: text(talk, "by")))
        }
    }

    /// Without a door it is captured; through somebody's it is added by hand.
    func addInteraction(
        _ call: JSONValue, channel: String, duration: Int64?, through hand: DemoDoor? = nil
    ) throws -> String {
        let added = try (hand ?? operatorDoor).ask(
            .post, "interactions",
            .members(
                ("offline", hand.map { _ in .bool(true) }),
                ("externalId", call["externalId"]), ("channel", .string(channel)),
                ("agentId", userIDs[text(call, "agent")].map(JSONValue.string)), ("customer", call["customer"]),
                ("queue", call["queue"]), ("disposition", call["disposition"]), ("language", call["language"]),
                ("topics", call["topics"]), ("startedAt", moved(call["startedAt"])),
                ("durationMs", duration.map(JSONValue.integer))))
        let id = text(added, "id")
        interactionIDs[text(call, "externalId")] = id
        return id
    }

    private func attach(_ recording: JSONValue, to interactionID: String, _ place: JSONValue) throws {
        let file = text(recording, "file")
        let upload = try operatorDoor.upload(try bytes(of: file), named: file)
        guard case .object(let members) = place else { return }
        try operatorDoor.ask(
            .post, "interactions/\(interactionID)/recordings",
            .object([JSONValue.Member(name: "upload", value: .string(upload))] + members))
    }

    private var account: JSONValue {
        guard case .object(let members)? = script["account"] else { return .object([]) }
        return .object(
            members + [
                JSONValue.Member(name: "sharing", value: .members(("evaluatorsMayShare", .bool(true))))
            ])
    }

    /// The capture metadata with its start moved like everything else.
    private func shifted(_ capture: JSONValue) -> JSONValue {
        guard case .object(let members) = capture else { return capture }
        return .object(
            members.map { member in
                member.name == "startedAt"
                    ? JSONValue.Member(name: member.name, value: moved(member.value) ?? .null) : member
            })
    }

    func moved(_ value: JSONValue?) -> JSONValue? {
        value?.text.flatMap(Instant.init(text:)).map {
            .string(Instant(milliseconds: $0.milliseconds + shiftMs).text)
        }
    }

    func door(of login: String) throws -> DemoDoor {
        if let known = doors[login] { return known }
        guard let person = try door.services.database.read({ try FindPerson.run(login: login, $0) }) else {
            throw Refusal("demo_failed", "The demo's script names nobody called “\(login)”.")
        }
        let made = DemoDoor(door: door, caller: Caller(person))
        doors[login] = made
        return made
    }

    private func bytes(of file: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: fixtures + "/" + file) else {
            throw Refusal("demo_fixtures", "The demo's file \(file) was not found.")
        }
        return Array(data)
    }

    func list(_ name: String) -> [JSONValue] {
        script[name]?.elements ?? []
    }

    func text(_ value: JSONValue, _ name: String) -> String {
        value[name]?.text ?? ""
    }
}
