import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `interactions/{id}/bundle`: asked for with POST, fetched with GET. What is composed is there without being asked for.
enum BundleRoutes {
    static let all: [Route] = [
        .plain(.post, "interactions/{id}/bundle", .needs(.downloadRecordings), .recordingsRead) { call in
            var fields = try call.fields()
            let format = try fields.choice("format", of: BundleFormat.self)
            try fields.finish()
            let caller = try call.caller()
            let bundle = try call.services.database.read {
                try RecordingBundle(of: call.parameter("id"), format, for: caller, $0)
            }
            let standing = try BundleRecordings.request(bundle, by: caller, call.services)
            if case .making(let job) = standing { return try JobRoutes.accepted(job, call.services) }
            return .json { writer in
                writer.field("url", Call.apiPrefix + bundle.path)
                writer.field("bytes", standing.bytes)
            }
        },
        .media("interactions/{id}/bundle", .needs(.downloadRecordings), .recordingsRead) { call, transaction in
            guard let format = BundleFormat(rawValue: call.query("format") ?? "mkv") else {
                throw Refusal("query_invalid", "A bundle comes as mkv, mp4 or zip.")
            }
            let bundle = try RecordingBundle(of: call.parameter("id"), format, for: try call.caller(), transaction)
            let services = call.services
            let expiresAt = transaction.now + Media.grantMs
            return .later { try reply(bundle, expiresAt: expiresAt, services) }
        },
    ]

    private static func reply(_ bundle: RecordingBundle, expiresAt: Int64, _ services: Services) throws -> MediaReply {
        switch try BundleRecordings.find(bundle, services) {
        case .unmade: throw Refusal("not_ready", "This bundle is not made yet; ask for it with POST first.")
        case .making(let job): return .response(try JobRoutes.accepted(job, services))
        case .ready(let bytes):
            return .media(
                Media(
                    bytes, contentType: bundle.format.contentType, downloadName: bundle.fileName,
                    subject: .init(kind: "interaction", id: bundle.interaction.id), expiresAt: expiresAt))
        }
    }
}
