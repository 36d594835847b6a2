import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `interactions/{id}/transcript` and `transcripts/search`.
enum TranscriptRoutes {
    static let limit = 16 << 20

    static let all: [Route] = [
        .write(
            .put, "interactions/{id}/transcript", .needs(.editTranscripts), .transcriptsWrite,
            consumes: ["text/vtt", "application/x-subrip", "application/json"], limit: limit
        ) { call, transaction in
            let type = call.head.header("Content-Type") ?? ""
            guard let format = TranscriptFormat(mediaType: type) else {
                throw Refusal(
                    "unsupported_type", "Send a transcript as text/vtt, application/x-subrip or application/json.")
            }
            try PutTranscript.run(
                call.parameter("id"),
                PutTranscript.Input(bytes: call.body, format: format, codePage: CodePage(charsetOf: type)),
                by: try call.caller(), transaction)
            return try show(call, transaction, as: .json)
        },
        .read("interactions/{id}/transcript", .needs(.viewInteractions), .interactionsRead) { call, transaction in
            try show(call, transaction, as: wanted(call))
        },
        .read("transcripts/search", .needs(.viewInteractions), .interactionsRead) { call, transaction in
            guard let match = FullText.query(call.query("q") ?? "") else {
                throw Refusal("query_invalid", "Give at least one word to look for.")
            }
            let limit = try PageLimit(call, sorts: ["-startedAt"])
            let page = try TranscriptStore.search(match, for: try call.caller(), limit, transaction)
            return .list(page, for: call, write)
        },
    ]

    private static func show(
        _ call: Call, _ transaction: borrowing Transaction, as format: TranscriptFormat
    ) throws -> Response {
        guard try FindInteraction.run(call.parameter("id"), for: try call.caller(), transaction) != nil,
            let transcript = try TranscriptStore.find(call.parameter("id"), transaction)
        else { throw Refusal.notFound }
        switch format {
        case .vtt:
            return .bytes(Array(WebVTT.write(transcript.segments).utf8), contentType: "text/vtt; charset=utf-8")
        case .srt:
            return .bytes(
                Array(SubRip.write(transcript.segments).utf8), contentType: "application/x-subrip; charset=utf-8")
        case .json:
            var writer = JSONWriter()
            TranscriptJSON.write(transcript, withWords: call.query("words") == "1", to: &writer)
            return .json(writer.bytes)
        }
    }

    /// `?format=` wins over Accept, of which the first type known counts; JSON where neither says anything.
    private static func wanted(_ call: Call) throws -> TranscriptFormat {
        if let name = call.query("format") {
            guard let format = TranscriptFormat(rawValue: name) else {
                throw Refusal("query_invalid", "A transcript comes as json, vtt or srt.")
            }
            return format
        }
        for type in (call.head.header("Accept") ?? "").split(separator: ",") {
            let name = type.drop { $0 == " " }
            if let format = TranscriptFormat(mediaType: String(name)) { return format }
        }
        return .json
    }

    private static func write(_ writer: inout JSONWriter, _ hit: TranscriptStore.Hit) {
        writer.field(
            "interaction",
            object: {
                $0.field("id", hit.interactionID)
                $0.field("externalId", hit.externalID)
                $0.field("channel", hit.channel)
                $0.field("agent", hit.agent)
                $0.field("startedAt", instant: hit.startedAt)
            })
        writer.field("segment", hit.position)
        writer.field("startMs", hit.startMs)
        writer.field("endMs", hit.endMs)
        writer.field("speaker", hit.speaker)
        writer.field(
            "snippet",
            array: { list in
                for part in hit.parts {
                    list.object {
                        $0.field("text", part.text)
                        $0.field("hit", part.isHit)
                    }
                }
            })
    }
}

extension TranscriptStore.Hit {
    /// The snippet in the pieces between its marks.
    fileprivate var parts: [(text: String, isHit: Bool)] {
        var parts: [(text: String, isHit: Bool)] = []
        var text = ""
        var isHit = false
        for character in snippet {
            guard character == TranscriptStore.hitBegins || character == TranscriptStore.hitEnds else {
                text.append(character)
                continue
            }
            if !text.isEmpty { parts.append((text, isHit)) }
            text = ""
            isHit = character == TranscriptStore.hitBegins
        }
        if !text.isEmpty { parts.append((text, isHit)) }
        return parts
    }
}
