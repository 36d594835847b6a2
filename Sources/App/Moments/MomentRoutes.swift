import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `interactions/{id}/moments`, `moments`, and the redactions, clip and captions of one.
enum MomentRoutes {
    static let all: [Route] = [
        .read("interactions/{id}/moments", .needs(.viewInteractions), .momentsRead) { call, transaction in
            let caller = try call.caller()
            guard try FindInteraction.run(call.parameter("id"), for: caller, transaction) != nil else {
                throw Refusal.notFound
            }
            var shown: [ShownMoment] = []
            for kept in try MomentStore.all(of: call.parameter("id"), for: caller, transaction) {
                shown.append(try ShownMoment(kept, for: caller, transaction))
            }
            return .json { writer in
                writer.field("items", array: { list in for moment in shown { list.object { moment.write(&$0) } } })
                writer.fieldNull("next")
            }
        },
        .write(.post, "interactions/{id}/moments", .needs(.createMoments), .momentsWrite) { call, transaction in
            var fields = try call.fields()
            let caller = try call.caller()
            let kept = try CutMoment.run(
                call.parameter("id"), CutMoment.Input(reading: &fields), by: caller, call.services, transaction)
            let shown = try ShownMoment(kept, for: caller, transaction)
            return .created(at: "moments/\(kept.id)") { shown.write(&$0) }
        },
        .read("moments", .needs(.viewInteractions), .momentsRead) { call, transaction in
            let caller = try call.caller()
            let limit = try PageLimit(call, sorts: ["-createdAt"])
            let page = try MomentStore.page(for: caller, limit, transaction)
            var shown: [String: ShownMoment] = [:]
            for kept in page.items { shown[kept.id] = try ShownMoment(kept, for: caller, transaction) }
            return .list(page, for: call) { writer, kept in shown[kept.id]?.write(&writer) }
        },
        .read("moments/{id}", .needs(.viewInteractions), .momentsRead) { call, transaction in
            let shown = try ShownMoment(try find(call, transaction), for: try call.caller(), transaction)
            return .json { shown.write(&$0) }
        },
        .write(.patch, "moments/{id}", .needs(.createMoments), .momentsWrite) { call, transaction in
            var fields = try call.fields()
            let caller = try call.caller()
            let kept = try ChangeMoment.run(call.parameter("id"), &fields, by: caller, transaction)
            let shown = try ShownMoment(kept, for: caller, transaction)
            return .json { shown.write(&$0) }
        },
        .write(.delete, "moments/{id}", .needs(.createMoments), .momentsWrite, consumes: []) { call, transaction in
            try ChangeMoment.delete(call.parameter("id"), by: try call.caller(), call.services, transaction)
            return .noContent
        },
        .read("moments/{id}/redactions", .needs(.viewInteractions), .momentsRead) { call, transaction in
            shown(try MomentRedactions(of: try find(call, transaction), transaction))
        },
        .write(.put, "moments/{id}/redactions", .needs(.createMoments), .momentsWrite) { call, transaction in
            let etag = try call.ifMatch()
            var fields = try call.fields()
            return shown(
                try RedactMoment.run(
                    call.parameter("id"), &fields, basedOn: etag, by: try call.caller(), call.services, transaction))
        },
        .write(.post, "moments/{id}/clip", .needs(.viewInteractions), .momentsRead) { call, transaction in
            let kept = try find(call, transaction)
            let caller = try call.caller()
            if case .rendering(let job) = try RenderClip.request(kept, by: caller, call.services, transaction) {
                return try JobRoutes.accepted(job, call.services)
            }
            let shown = try ShownMoment(kept, for: caller, transaction)
            return .json { shown.write(&$0) }
        },
        .media("moments/{id}/clip", .needs(.viewInteractions), .momentsRead, clip),
        .media("moments/{id}/poster", .needs(.viewInteractions), .momentsRead, poster),
        .read("moments/{id}/captions", .needs(.viewInteractions), .momentsRead) { call, transaction in
            .bytes(
                try Array(MomentCaptions.text(of: find(call, transaction), transaction).utf8),
                contentType: "text/vtt; charset=utf-8")
        },
    ]

    private static func shown(_ redactions: MomentRedactions) -> Response {
        Response.json { redactions.write(&$0) }.tagged(redactions.etag)
    }

    private static func find(_ call: Call, _ transaction: borrowing Transaction) throws -> KeptMoment {
        guard let kept = try MomentStore.find(call.parameter("id"), for: try call.caller(), transaction) else {
            throw Refusal.notFound
        }
        return kept
    }

    /// The clip itself; one that is not rendered yet is asked for with POST.
    private static func clip(_ call: Call, _ transaction: borrowing Transaction) throws -> MediaReply {
        let kept = try find(call, transaction)
        return try rendered(kept, call, transaction) { clip in
            var name: String?
            if call.query("download") == "1" {
                try call.caller().require(.downloadRecordings)
                name = clip.fileName(for: kept)
            }
            return Media(
                blob: clip.blob, contentType: clip.contentType, downloadName: name,
                subject: .init(kind: "moment", id: kept.id), headers: [],
                openRangeLimit: Media.playbackRangeLimit, expiresAt: transaction.now + Media.grantMs)
        }
    }

    /// The picture that stands for the clip until it is played.
    private static func poster(_ call: Call, _ transaction: borrowing Transaction) throws -> MediaReply {
        let kept = try find(call, transaction)
        return try rendered(kept, call, transaction) { clip in
            guard let poster = clip.poster else { throw Refusal.noPoster }
            return Media(
                blob: poster.blob, contentType: "image/jpeg", downloadName: nil,
                subject: .init(kind: "moment", id: kept.id), headers: [], openRangeLimit: nil,
                expiresAt: transaction.now + Media.grantMs)
        }
    }

    private static func rendered(
        _ kept: KeptMoment, _ call: Call, _ transaction: borrowing Transaction, _ media: (KeptClip) throws -> Media
    ) throws -> MediaReply {
        switch try ClipState(of: kept, transaction) {
        case .ready(let clip): return .media(try media(clip))
        case .rendering(let job): return .response(try JobRoutes.accepted(job, call.services))
        case .failed(let refusal): throw refusal
        case .none: throw Refusal("not_ready", "This clip is not rendered yet; ask for it with POST first.")
        }
    }
}

extension Refusal {
    static let noPoster = Refusal("no_poster", "This clip has no picture; clips of screens have one.")
}

/// The words spoken within a moment, timed from its start.
enum MomentCaptions {
    static func text(of kept: KeptMoment, _ transaction: borrowing Transaction) throws -> String {
        let segments = try FindTranscript.run(kept.interactionID, transaction)?.segments ?? []
        return WebVTT.write(kept.moment.cut(segments))
    }
}
