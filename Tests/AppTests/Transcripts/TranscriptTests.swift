import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Transcripts in and out, and the search over all of them.
struct TranscriptTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
    }

    private func hits(_ words: String, by person: Asker? = nil) throws -> [String] {
        let query = percentEncoded(words)
        return try (person ?? day.admin).get("transcripts/search?q=\(query)").body["items"]?.elements?.compactMap {
            $0["interaction"]?["id"]?.text
        } ?? []
    }

    @Test func aHitNamesItsSecondAndItsWords() throws {
        #expect(try day.transcribed(call, Workday.vtt("<v Al>Good morning.", "I want a refund, please.")).status == 200)
        let found = try day.admin.get("transcripts/search?q=refund")
        #expect(found["/items/0/startMs"]?.integer == 2000)
        #expect(found["/items/0/segment"]?.integer == 1)
        let words = found["/items/0/snippet"]?.elements?.filter { $0["hit"]?.truth == true }.compactMap {
            $0["text"]?.text
        }
        #expect(words == ["refund"])
        #expect(try day.admin.get("interactions/\(call)")["/hasTranscript"]?.truth == true)
    }

    @Test func anotherTranscriptTakesThePlaceOfTheOneBeforeInTheIndexToo() throws {
        _ = try day.transcribed(call, Workday.vtt("alpha", "beta", "gamma"))
        _ = try day.transcribed(call, Workday.vtt("delta"))
        #expect(try hits("alpha") == [])
        #expect(try hits("delta") == [call])
        #expect(try day.account.number("SELECT count(*) FROM segments") == 1)
        // FTS5's own comparison of the index with what it indexes; it throws when they differ.
        try day.account.services.database.write { transaction in
            try transaction.execute("INSERT INTO segment_index (segment_index, rank) VALUES ('integrity-check', 1)")
        }
    }

    @Test(arguments: [
        "\"", "*", "NEAR(alpha beta)", "alpha OR beta", "text:alpha", "alpha AND NOT beta", "^alpha", "(alpha",
        "alpha)",
        "-alpha", "{text}: alpha", "alpha + beta", "'; DROP TABLE segments; --", "\\", "alpha\"*",
    ])
    func nothingThatIsTypedIsAnOperator(_ words: String) throws {
        _ = try day.transcribed(call, Workday.vtt("alpha beta"))
        let reply = try day.admin.get("transcripts/search?q=\(percentEncoded(words))")
        #expect([200, 400].contains(reply.status), "\(words): \(reply.status)")
        #expect(try day.admin.get("interactions?q=\(percentEncoded(words))").status == 200)
    }

    @Test func everyWordMustBeThereAndTheLastMayBeABeginning() throws {
        _ = try day.transcribed(call, Workday.vtt("the refund was paid"))
        #expect(try hits("refund pai") == [call])
        #expect(try hits("refu paid") == [])
        #expect(try hits("Réfund") == [call])
        #expect(try day.admin.get("transcripts/search?q=%3F%21").code == "query_invalid")
    }

    @Test func aThousandWordsAreNoTrouble() throws {
        _ = try day.transcribed(call, Workday.vtt("alpha"))
        let words = (0..<800).map { "w\($0)" }.joined(separator: " ")
        #expect(try day.admin.get("transcripts/search?q=\(percentEncoded(words))").status == 200)
    }

    @Test func peopleFindOnlyWhatTheySee() throws {
        let others = try day.calls(1, of: day.otherAgent, named: "O")[0]
        _ = try day.transcribed(call, Workday.vtt("refund"))
        _ = try day.transcribed(others, Workday.vtt("refund"))
        #expect(try hits("refund", by: day.agent) == [call])
        #expect(try hits("refund", by: day.otherAgent) == [others])
        #expect(try hits("refund", by: day.supervisor) == [call])
        #expect(try Set(hits("refund", by: day.evaluator)) == [call, others])
    }

    @Test func theNewestInteractionComesFirstWheneverItsTranscriptCame() throws {
        let starts = ["2026-03-01T10:00:00Z", "2026-05-01T10:00:00Z", "2026-04-01T10:00:00Z", "2026-05-01T10:00:00Z"]
        let calls = try starts.map { try started($0) }
        for call in calls { _ = try day.transcribed(call, Workday.vtt("a refund", "nothing", "the refund")) }
        let order = [1, 1, 3, 3, 2, 2, 0, 0].map { calls[$0] }
        #expect(try hits("refund") == order)
        #expect(try pages("refund", of: 3) == order)

        #expect(try day.admin.patch("interactions/\(calls[0])", #"{"startedAt":"2026-06-01T10:00:00Z"}"#).status == 200)
        #expect(try hits("refund") == [0, 0, 1, 1, 3, 3, 2, 2].map { calls[$0] })
        #expect(try day.admin.patch("interactions/\(calls[2])", #"{"startedAt":"2026-05-01T10:00:00Z"}"#).status == 200)
        #expect(try hits("refund") == [0, 0, 1, 1, 3, 3, 2, 2].map { calls[$0] })
        let segments = try day.admin.get("transcripts/search?q=refund").body["items"]?.elements?.map {
            $0["segment"]?.integer
        }
        #expect(segments == [0, 2, 0, 2, 0, 2, 0, 2])
        try day.account.services.database.write { transaction in
            try transaction.execute("INSERT INTO segment_index (segment_index, rank) VALUES ('integrity-check', 1)")
        }
    }

    private func started(_ at: String) throws -> String {
        let body = #"{"channel":"voice","startedAt":"\#(at)"}"#
        return try day.admin.post("interactions", body).body["id"]?.text ?? ""
    }

    private func pages(_ words: String, of count: Int) throws -> [String] {
        var found: [String] = []
        var marker = ""
        repeat {
            let reply = try day.admin.get("transcripts/search?q=\(words)&limit=\(count)\(marker)")
            found += reply.body["items"]?.elements?.compactMap { $0["interaction"]?["id"]?.text } ?? []
            guard let next = reply.body["next"]?.text else { return found }
            marker = "&cursor=" + next
        } while true
    }

    @Test func itComesInTheFormThatIsAskedFor() throws {
        _ = try day.transcribed(call, Workday.vtt("<v Al>Hello & welcome"))
        let path = "interactions/\(call)/transcript"
        #expect(try day.admin.get(path)["/segments/0/speaker"]?.text == "Al")
        let vtt = try day.admin.send(.get, path, [("Accept", "text/vtt")])
        #expect(text(vtt).hasPrefix("WEBVTT\n"))
        #expect(text(vtt).contains("<v Al>Hello &amp; welcome"))
        let srt = try day.admin.send(.get, path + "?format=srt", [("Accept", "text/vtt")])
        #expect(text(srt).hasPrefix("1\n00:00:00,000 --> "))
        #expect(try day.admin.get(path + "?format=doc").code == "query_invalid")
    }

    @Test func whatIsNoTranscriptIsRefusedAndTheOneBeforeStays() throws {
        _ = try day.transcribed(call, Workday.vtt("kept"))
        let refused = try day.transcribed(call, "not a transcript")
        #expect(refused.status == 422)
        #expect(refused.code == "transcript_unreadable")
        #expect(try hits("kept") == [call])
        let sent = try day.admin.send(
            .put, "interactions/\(call)/transcript", [("Content-Type", "text/plain"), ("Content-Length", "1")], [65])
        #expect(sent.status == 415)
    }

    @Test func agentsAndEvaluatorsDoNotChangeTranscripts() throws {
        for person in [day.agent, day.evaluator] {
            let sent = try person.send(
                .put, "interactions/\(call)/transcript", [("Content-Type", "text/vtt"), ("Content-Length", "6")],
                Array("WEBVTT".utf8))
            #expect(sent.status == 403)
        }
    }

    private func text(_ response: Response) -> String {
        guard case .bytes(let bytes) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }
}
