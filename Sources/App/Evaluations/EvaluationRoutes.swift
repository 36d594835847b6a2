import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `evaluations`: the session, its draft, answers, completion and replacement; `criteria/{id}/draw`.
enum EvaluationRoutes {
    static let all: [Route] = draws + lists + answers + states + shelf

    /// Ten forms of 200 answers with comments take more than other bodies.
    private static let answersLimit = 8 << 20

    private static let draws: [Route] = [
        .read("criteria/{id}/draw", .needs(.editCriteria), .evaluationsRead) { call, transaction in
            let criteria = try FindCriteria.run(call.parameter("id"), transaction)
            let counts = try DrawStore.counts(criteria.search, for: try call.caller(), transaction)
            return .json { writer in
                writer.field("matching", counts.matching)
                writer.field("evaluated", counts.evaluated)
                writer.field("available", counts.available)
                writer.field("agents", counts.agents)
            }
        },
        .write(.post, "criteria/{id}/draw", .needs(.editCriteria), .evaluationsWrite) { call, transaction in
            var fields = try call.fields()
            let input = try DrawEvaluations.Input(reading: &fields, try SettingsStore.load(transaction))
            let outcome = try DrawEvaluations.run(
                call.parameter("id"), input, by: try call.caller(), call.services, transaction)
            return .json(201) { writer in
                writer.field("evaluations", outcome.evaluations)
                writer.field("drawn", outcome.drawn)
                writer.field("shortfall", outcome.shortfall)
                writer.field("seed", outcome.seed)
            }
        },
    ]

    private static let lists: [Route] = [
        .brief("evaluations", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let query = try EvaluationQuery(call)
            let limit = try PageLimit(call, sorts: query.sorts)
            return .list(try GridStore.page(query, for: try call.caller(), limit, transaction), for: call)
        },
        .write(.post, "evaluations", .needs(.createEvaluations), .evaluationsWrite) { call, transaction in
            var fields = try call.fields()
            let input = try CreateEvaluation.Input(reading: &fields, try SettingsStore.load(transaction))
            let record = try CreateEvaluation.run(input, by: try call.caller(), call.services, transaction)
            let now = transaction.now
            return .created(at: "evaluations/\(record.id)") { writer in
                record.write(&writer, now: now)
                record.writeScore(&writer)
            }
        },
        .brief("evaluations/{id}", .needs(.viewEvaluations), .evaluationsRead, show),
        .write(.patch, "evaluations/{id}", .holding([.extendEvaluations, .assignEvaluations]), .evaluationsWrite) {
            call, transaction in
            var fields = try call.fields()
            try ChangeEvaluation.run(
                call.parameter("id"), &fields, basedOn: try call.ifMatch(), by: try call.caller(), transaction)
            return try show(call, transaction)
        },
        .read("evaluations/{id}/score", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            try SessionJSON.receipt(try OpenSession.load(call.parameter("id"), for: try call.caller(), transaction))
        },
    ]

    private static let answers: [Route] = [
        .save(.put, "evaluations/{id}/draft", .needs(.performEvaluations), .evaluationsWrite, limit: answersLimit) {
            call in
            let (etag, caller, given) = (try call.ifMatch(), try call.caller(), try given(call) ?? [])
            return { transaction in
                let outcome = try SaveDraft.run(call.parameter("id"), given, basedOn: etag, by: caller, transaction)
                return { SessionJSON.draft(outcome) }
            }
        },
        .write(.delete, "evaluations/{id}/draft", .needs(.performEvaluations), .evaluationsWrite, consumes: []) {
            call, transaction in
            try DropDraft.run(
                call.parameter("id"), basedOn: try call.ifMatchIfGiven(), by: try call.caller(), transaction)
            return .noContent
        },
        .save(.put, "evaluations/{id}/answers", .needs(.performEvaluations), .evaluationsWrite, limit: answersLimit) {
            call in
            let (etag, caller) = (try call.ifMatch(), try call.caller())
            let (given, reason) = try givenBecause(call)
            return { transaction in
                let id = call.parameter("id")
                let saved = try SaveAnswers.run(id, given, reason: reason, basedOn: etag, by: caller, transaction)
                let replacements = try DrawStore.replacements(of: id, transaction)
                let now = transaction.now
                return { SessionJSON.response(saved, replacements, for: caller, now: now) }
            }
        },
        .read("evaluations/{id}/revisions", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let limit = try PageLimit(call, sorts: RevisionStore.sorts)
            let page = try FindRevisions.run(call.parameter("id"), for: try call.caller(), limit, transaction)
            return .list(page, for: call) { writer, revision in revision.write(&writer) }
        },
        .read("evaluations/{id}/completion", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            SessionJSON.completion(
                try CompletionSummary.make(call.parameter("id"), for: try call.caller(), transaction))
        },
        .write(
            .post, "evaluations/{id}/completion", .needs(.performEvaluations), .evaluationsWrite, limit: answersLimit
        ) { call, transaction in
            let etag = try call.ifMatch()
            try CompleteEvaluation.run(
                call.parameter("id"), try given(call), basedOn: etag, by: try call.caller(), transaction)
            return try show(call, transaction)
        },
    ]

    private static let states: [Route] = [
        .write(
            .put, "evaluations/{id}/assignment", .holding([.performEvaluations, .assignEvaluations]), .evaluationsWrite
        ) { call, transaction in
            var fields = try call.fields()
            guard fields.has("evaluatorId") else {
                throw FieldError(pointer: "/evaluatorId", code: "field_missing", sentence: "“evaluatorId” is missing.")
            }
            let assignee = Assignee(try fields.optionalString("evaluatorId", max: 100))
            try fields.finish()
            if assignee == .oneself {
                try TakeEvaluation.run(call.parameter("id"), by: try call.caller(), transaction)
            } else {
                try AssignEvaluation.run(
                    call.parameter("id"), to: assignee, basedOn: try call.ifMatchIfGiven(), by: try call.caller(),
                    transaction)
            }
            return try show(call, transaction)
        },
        .write(.post, "evaluations/{id}/replacement", .needs(.performEvaluations), .evaluationsWrite) {
            call, transaction in
            let etag = try call.ifMatch()
            var fields = try call.fields()
            try ReplaceInteraction.run(
                call.parameter("id"), ReplaceInteraction.Input(reading: &fields), basedOn: etag,
                by: try call.caller(), transaction)
            return try show(call, transaction)
        },
    ]

    private static let shelf: [Route] = [
        .write(.put, "evaluations/{id}/archive", .needs(.archiveEvaluations), .evaluationsWrite, consumes: []) {
            call, transaction in
            try ArchiveEvaluation.run(
                call.parameter("id"), basedOn: try call.ifMatchIfGiven(), by: try call.caller(), transaction)
            return try show(call, transaction)
        },
        .write(.delete, "evaluations/{id}/archive", .needs(.archiveEvaluations), .evaluationsWrite, consumes: []) {
            call, transaction in
            try UnarchiveEvaluation.run(
                call.parameter("id"), basedOn: try call.ifMatchIfGiven(), by: try call.caller(), transaction)
            return try show(call, transaction)
        },
        .write(.put, "evaluations/{id}/void", .needs(.archiveEvaluations), .evaluationsWrite) { call, transaction in
            let etag = try call.ifMatchIfGiven()
            var fields = try call.fields()
            let reason = try fields.optionalString("reason", max: 20_000)
            try fields.finish()
            try VoidEvaluation.run(
                call.parameter("id"), because: reason, basedOn: etag, by: try call.caller(), transaction)
            return try show(call, transaction)
        },
        .write(
            .delete, "evaluations/{id}", .needs(.deleteAutomatedEvaluations), .evaluationsWrite, consumes: []
        ) { call, transaction in
            try DeleteEvaluation.run(
                call.parameter("id"), basedOn: try call.ifMatchIfGiven(), by: try call.caller(), transaction)
            return .noContent
        },
        .write(
            .post, "evaluations/batch", .holding([.assignEvaluations, .extendEvaluations, .archiveEvaluations]),
            .evaluationsWrite
        ) { call, transaction in
            var fields = try call.fields()
            let input = try ChangeEvaluations.Input(reading: &fields, try SettingsStore.load(transaction))
            let results = try ChangeEvaluations.run(input, by: try call.caller(), transaction)
            return .json { writer in
                writer.field("done", results.count { $0.refusal == nil })
                writer.field("refused", results.count { $0.refusal != nil })
                writer.field(
                    "results",
                    array: { list in
                        for result in results {
                            list.object {
                                $0.field("id", result.id)
                                $0.field("code", result.refusal?.code)
                                $0.field("detail", result.refusal?.sentence)
                            }
                        }
                    })
            }
        },
    ]

    @Sendable private static func show(_ call: Call, _ transaction: borrowing Transaction) throws -> Response {
        let caller = try call.caller()
        let session = try OpenSession.load(call.parameter("id"), for: caller, transaction)
        let replacements = try DrawStore.replacements(of: session.record.id, transaction)
        let scores = try session.scores(session.forms.map(\.saved))
        return SessionJSON.response(
            ScoredSession(session: session, scores: scores), replacements, for: caller, now: transaction.now)
    }

    /// The answers in the body, and why a completed session is changed.
    private static func givenBecause(_ call: Call) throws -> ([GivenAnswers]?, String?) {
        guard !call.body.isEmpty else { return (nil, nil) }
        var fields = try call.fields()
        let given = try GivenAnswers.read(&fields)
        let reason = try fields.optionalString("reason", max: 20_000)
        try fields.finish()
        return (given, reason)
    }

    /// The answers in the body; nil when it has none.
    private static func given(_ call: Call) throws -> [GivenAnswers]? {
        guard !call.body.isEmpty else { return nil }
        var fields = try call.fields()
        let given = try GivenAnswers.read(&fields)
        try fields.finish()
        return given
    }
}

extension Call {
    /// The revision a write is based on, where the caller says one.
    fileprivate func ifMatchIfGiven() throws(Refusal) -> String? {
        head.header("If-Match") == nil ? nil : try ifMatch()
    }
}
