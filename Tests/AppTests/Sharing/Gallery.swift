import Domain
import Foundation
import HTTP
import JSON
import Logging
import MediaWork
import SQL
import Testing

@testable import App

/// A small account with a moment whose clip is rendered, served on a free loopback port to people outside.
final class Gallery {
    let account: SmallAccount
    let admin: Asker
    let supervisor: Asker
    let evaluator: Asker
    let agent: Asker
    let moment: String
    let clip: [UInt8]
    let port: Int
    private let server: Server
    private let pages: String

    init(screens: Moment.Screens = .none) throws {
        account = try SmallAccount()
        let team = try account.team("Sales")
        admin = try account.person("Ada", .admin)
        supervisor = try account.person("Sue", .supervisor, teams: [team])
        evaluator = try account.person("Eva", .evaluator)
        agent = try account.person("Al", .agent, teams: [team])
        clip = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        moment = try Gallery.hang(clip, screens, in: account, agent: agent.id, team: team)
        pages = NSTemporaryDirectory() + "earmark-pages-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: pages, withIntermediateDirectories: true)
        try Data("<!doctype html><title>Shared</title>".utf8).write(to: URL(fileURLWithPath: pages + "/shared.html"))
        server = Server(
            Server.Configuration(
                listener: .address(host: "127.0.0.1", port: 0),
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try server.start(FrontDoor(services: account.services, pages: StaticFiles(root: pages)))
        port = server.port
    }

    deinit {
        server.stop()
        try? FileManager.default.removeItem(atPath: pages)
    }

    func stranger(from address: String = "127.0.0.1") -> Stranger { Stranger(port: port, from: address) }

    func isoTime(afterMs milliseconds: Int64) -> String {
        Instant(milliseconds: account.clock.now + milliseconds).text
    }

    /// A new link of somebody's; `more` are further members of the body.
    func share(
        by asker: Asker? = nil, lastsMs: Int64 = 3_600_000, password: String? = nil, _ more: String = ""
    ) throws -> Link {
        let reply = try (asker ?? admin).post(
            "moments/\(moment)/shares",
            "{\"expiresAt\":\"\(isoTime(afterMs: lastsMs))\""
                + (password.map { ",\"password\":\"\($0)\"" } ?? "") + more + "}")
        guard reply.status == 201, let url = reply["/url"]?.text else { throw Refused(code: reply.code ?? "none") }
        return Link(id: reply.id, token: String(url.split(separator: "/").last ?? ""))
    }

    /// Keypad tones are found in the call's recording, which keeps nobody apart, as at the end of a job.
    func ring(_ tones: Range<Int>...) throws {
        try account.services.database.write { transaction in
            let id = try transaction.row("SELECT id FROM recordings") { $0.text(0) }
            let recording = try RecordingStore.find(id ?? "", for: .system, transaction)
            try ToneStore.replace(
                of: #require(recording),
                [tones.map { MediaWork.TimeRange(startMs: $0.lowerBound, endMs: $0.upperBound) }], transaction)
        }
        account.services.grants.clear()
    }

    /// Another screen of the call is ingested; gives its id.
    func film(monitor: Int64 = 1) throws -> String {
        let services = account.services
        let id = services.outside.id()
        try services.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO recordings (id, interaction_id, kind, monitor, offset_ms, duration_ms, state, file_name,
                    bytes, hash, streams, health, created_by, created_at)
                SELECT ?, interaction_id, 'screen', ?, 0, 60000, 'ready', 'b.mp4', 1, ?, '[]', '[]', created_by, 1
                FROM moments WHERE id = ?
                """, .text(id), .integer(monitor), .text("film" + id), .text(moment))
        }
        services.grants.clear()
        return id
    }

    /// Other words are spoken in the call.
    func speak(_ lines: [(startMs: Int64, endMs: Int64, text: String)]) throws {
        try account.services.database.write { transaction in
            guard let kept = try FindMoment.run(moment, for: .system, transaction) else { throw Refusal.notFound }
            try TranscriptStore.replace(
                kept.interactionID, language: "en",
                lines.map { Transcript.Segment(startMs: $0.startMs, endMs: $0.endMs, speaker: "Al", text: $0.text) },
                by: .system, transaction)
        }
    }

    func settings(_ members: String) throws {
        let reply = try admin.patch("settings", "{\"sharing\":{\(members)}}")
        guard reply.status == 200 else { throw Refused(code: reply.code ?? "none") }
    }

    struct Link {
        let id: String
        let token: String

        var path: String { "/api/v1/shared/\(token)" }
        var page: String { "/s/\(token)" }
    }

    struct Refused: Error, Equatable { let code: String }

    /// Bytes that stand for the picture of the clip.
    static let poster: [UInt8] = (0..<700).map { UInt8(truncatingIfNeeded: $0 &* 17 >> 2) }

    /// A call with a recording and words, a moment of it, and bytes that stand for its clip and the picture of it.
    private static func hang(
        _ clip: [UInt8], _ screens: Moment.Screens, in account: SmallAccount, agent: String, team: String
    ) throws -> String {
        let services = account.services
        let draft = try services.blobs.makeDraft()
        defer { draft.discard() }
        try draft.write(clip, at: 0)
        let blob = try services.blobs.seal(draft)
        let picture = try services.blobs.makeDraft()
        defer { picture.discard() }
        try picture.write(Self.poster, at: 0)
        let poster = try services.blobs.seal(picture)
        let (interaction, moment) = (services.outside.id(), services.outside.id())
        try services.database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO interactions (id, external_id, channel, agent_id, team_id, started_at, duration_ms,
                    is_offline, created_by, created_at) VALUES (?, 'X-1', 'voice', ?, ?, 0, 60000, 0, ?, 0)
                """, .text(interaction), .text(agent), .text(team), .text(agent))
            try transaction.execute(
                """
                INSERT INTO recordings (id, interaction_id, kind, party, offset_ms, duration_ms, state, file_name,
                    bytes, hash, streams, health, created_by, created_at)
                VALUES (?, ?, 'audio', 'both', 0, 60000, 'ready', 'a.wav', 1, 'abcd', '[]', '[]', ?, 0)
                """, .text(services.outside.id()), .text(interaction), .text(agent))
            try transaction.execute(
                "INSERT INTO recording_tone_searches (recording_id, searched_at) SELECT id, 0 FROM recordings")
            try TranscriptStore.replace(
                interaction, language: "en",
                [
                    Transcript.Segment(startMs: 11_000, endMs: 12_000, speaker: "Al", text: "Inside the moment."),
                    Transcript.Segment(startMs: 30_000, endMs: 31_000, speaker: "Al", text: "Outside of it."),
                ], by: .system, transaction)
            let cut = try Moment(startMs: 10_000, endMs: 15_000, screens: screens, mediaMs: 60_000)
            try MomentStore.insert(
                id: moment, interactionID: interaction, title: "The refund", note: "For the Tuesday round.", cut,
                by: .system, transaction)
            guard let kept = try FindMoment.run(moment, for: .system, transaction) else { throw Refusal.notFound }
            try services.blobs.adopt(draft, as: blob)
            try services.blobs.adopt(picture, as: poster)
            try ClipStore.insert(
                recipe: try MomentRecipe(kept, transaction).hash,
                KeptClip(
                    blob: blob, contentType: "audio/mp4", durationMs: 5000,
                    poster: .init(blob: poster, width: 640, height: 360)), transaction)
        }
        return moment
    }
}
