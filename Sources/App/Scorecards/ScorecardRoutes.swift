import Domain
import HTTP
import JSON

/// `scorecards`: drafts, publication, versions, retirement.
enum ScorecardRoutes {
    static let all: [Route] = reading + writing + ScorecardFileRoutes.all

    /// 200 questions with all their texts take more than other bodies.
    private static let contentLimit = 8 << 20

    private static let reading: [Route] = [
        .read("scorecards", .needs(.viewScorecards), .scorecardsRead) { call, transaction in
            let limit = try PageLimit(call, sorts: ScorecardStore.sorts)
            let page = try ScorecardStore.page(
                state: try call.choice("state", of: ScorecardRecord.State.self), for: try call.caller(), limit,
                transaction)
            return .list(page, for: call) { writer, record in record.write(&writer) }
        },
        .read("scorecards/{id}", .needs(.viewScorecards), .scorecardsRead) { call, transaction in
            let caller = try call.caller()
            let record = try FindScorecard.run(call.parameter("id"), for: caller, transaction)
            let versions = try ScorecardStore.versions(of: record.id, transaction)
            let draft = record.hasDraft ? try ScorecardStore.draft(of: record.id, transaction) : nil
            return Response.json { writer in
                record.write(&writer)
                let published = versions.first { $0.number == record.version }
                if let content = published?.content ?? draft { writer.field("content", raw: content) }
                if let draft { writer.field("draft", raw: draft) } else { writer.fieldNull("draft") }
                writer.field(
                    "versions", array: { list in for version in versions { list.object { version.write(&$0) } } })
                writer.field("etag", record.etag)
            }.tagged(record.etag)
        },
        .read("scorecards/{id}/versions/{n}", .needs(.viewScorecards), .scorecardsRead) { call, transaction in
            let record = try FindScorecard.run(call.parameter("id"), for: try call.caller(), transaction)
            guard let number = Int64(call.parameter("n")),
                let version = try ScorecardStore.version(record.id, number, transaction)
            else { throw Refusal.notFound }
            return .json { writer in
                version.write(&writer)
                writer.field("content", raw: version.content)
            }
        },
    ]

    private static let writing: [Route] = [
        .write(.post, "scorecards", .needs(.editScorecards), .scorecardsWrite, limit: contentLimit) {
            call, transaction in
            let record = try DraftScorecard.run(
                try content(call), by: try call.caller(), call.services, transaction)
            return Response.created(at: "scorecards/\(record.id)") { writer in
                record.write(&writer)
                writer.field("etag", record.etag)
            }.tagged(record.etag)
        },
        .write(.put, "scorecards/{id}/draft", .needs(.editScorecards), .scorecardsWrite, limit: contentLimit) {
            call, transaction in
            let etag = try call.ifMatch()
            return changed(
                try ChangeDraft.run(
                    call.parameter("id"), try content(call), basedOn: etag, by: try call.caller(), transaction))
        },
        .write(.delete, "scorecards/{id}/draft", .needs(.editScorecards), .scorecardsWrite, consumes: []) {
            call, transaction in
            changed(
                try ChangeDraft.drop(
                    call.parameter("id"), basedOn: try call.ifMatch(), by: try call.caller(), transaction))
        },
        .write(.post, "scorecards/{id}/publication", .needs(.editScorecards), .scorecardsWrite) { call, transaction in
            changed(
                try PublishScorecard.run(
                    call.parameter("id"), basedOn: try call.ifMatch(), by: try call.caller(), transaction))
        },
        .write(.put, "scorecards/{id}/retirement", .needs(.editScorecards), .scorecardsWrite) { call, transaction in
            changed(
                try RetireScorecard.run(
                    call.parameter("id"), true, basedOn: try call.ifMatch(), by: try call.caller(), transaction))
        },
        .write(.delete, "scorecards/{id}/retirement", .needs(.editScorecards), .scorecardsWrite, consumes: []) {
            call, transaction in
            changed(
                try RetireScorecard.run(
                    call.parameter("id"), false, basedOn: try call.ifMatch(), by: try call.caller(), transaction))
        },
    ]

    private static func content(_ call: Call) throws -> Scorecard {
        try ScorecardJSON.read(try JSONReader.read(call.body))
    }

    private static func changed(_ record: ScorecardRecord) -> Response {
        Response.json { writer in
            record.write(&writer)
            writer.field("etag", record.etag)
        }.tagged(record.etag)
    }
}
