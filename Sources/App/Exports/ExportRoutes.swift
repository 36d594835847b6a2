import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `evaluations/{id}/export`, `evaluations/export` and `exports/{id}`.
enum ExportRoutes {
    static let all: [Route] = [
        .plain(.post, "evaluations/{id}/export", .needs(.viewEvaluations), .evaluationsRead, limit: 16_384) { call in
            var fields = try call.fields()
            let input = try ExportEvaluation.Input(reading: &fields)
            let file = try ExportEvaluation.run(call.parameter("id"), input, by: try call.caller(), call.services)
            return Response.bytes(file.bytes, contentType: file.format.contentType)
                .header("Content-Disposition", ContentDisposition.attachment(file.name))
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
        },
        .plain(.post, "evaluations/export", .needs(.performEvaluations), .evaluationsRead, limit: 16_384) { call in
            var fields = try call.fields()
            let query = try EvaluationQuery(call)
            let input = try ExportEvaluation.Input(reading: &fields, formats: ExportFormat.ofLists)
            let job = try ExportList.request(query, input, by: try call.caller(), call.services)
            return try JobRoutes.accepted(job, call.services)
        },
        .media("exports/{id}", .needs(.performEvaluations), .evaluationsRead) { call, transaction in
            let export = try ExportStore.find(call.parameter("id"), for: try call.caller(), transaction)
            guard let export, export.expiresAt > transaction.now else { throw Refusal.notFound }
            guard let blob = export.blob else { throw Refusal.notReady }
            return .media(
                Media(
                    blob: blob, contentType: export.format.contentType, downloadName: export.name,
                    subject: .init(kind: "export", id: export.id), headers: [], openRangeLimit: nil,
                    expiresAt: min(transaction.now + Media.grantMs, export.expiresAt)))
        },
    ]
}
