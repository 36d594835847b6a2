import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `interactions/{id}/bundle`: asked for with POST, fetched with GET.
enum BundleRoutes {
    static let all: [Route] = [
        .write(.post, "interactions/{id}/bundle", .needs(.downloadRecordings), .recordingsRead) { call, transaction in
            var fields = try call.fields()
            let format = try fields.choice("format", of: BundleFormat.self)
            try fields.finish()
            let caller = try call.caller()
            let recipe = try BundleRecordings.Recipe(call.parameter("id"), format, for: caller, transaction)
            switch try BundleRecordings.request(recipe, by: caller, call.services, transaction) {
            case .ready: return .json { $0.field("url", Call.apiPrefix + recipe.path) }
            case .making(let job): return try JobRoutes.accepted(job, call.services)
            }
        },
        .media("interactions/{id}/bundle", .needs(.downloadRecordings), .recordingsRead) { call, transaction in
            guard let format = BundleFormat(rawValue: call.query("format") ?? "mkv") else {
                throw Refusal("query_invalid", "A bundle comes as mkv, mp4 or zip.")
            }
            let recipe = try BundleRecordings.Recipe(
                call.parameter("id"), format, for: try call.caller(), transaction)
            guard let blob = try BundleStore.find(recipe: recipe.hash, transaction) else {
                let job = try JobQueue.open(
                    BundleRecordings.kind.name, subject: recipe.interaction.id, input: recipe.jobInput, transaction)
                guard let job else {
                    throw Refusal("not_ready", "This bundle is not made yet; ask for it with POST first.")
                }
                return .response(try JobRoutes.accepted(job, call.services))
            }
            return .media(
                Media(
                    blob: blob, contentType: format.contentType, downloadName: recipe.fileName,
                    subject: .init(kind: "interaction", id: recipe.interaction.id), headers: [], openRangeLimit: nil,
                    expiresAt: transaction.now + Media.grantMs))
        },
    ]
}
