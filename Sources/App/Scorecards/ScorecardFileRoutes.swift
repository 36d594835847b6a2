import Domain
import HTTP

/// `scorecards/…csv`, `scorecards/import`: scorecards as tables.
enum ScorecardFileRoutes {
    private static let importLimit = 8 << 20

    static let all: [Route] = [
        .read("scorecards/template.csv", .needs(.viewScorecards), .scorecardsRead) { _, _ in
            csv(ScorecardTemplate.card, name: "scorecard-template")
        },
        .read("scorecards/{id}/export.csv", .needs(.viewScorecards), .scorecardsRead) { call, transaction in
            let record = try FindScorecard.run(call.parameter("id"), for: try call.caller(), transaction)
            guard let text = call.query("version") else {
                return csv(try ScorecardContent.current(of: record, transaction), name: record.name)
            }
            guard let number = Int64(text) else { throw Refusal("query_invalid", "“version” is a number.") }
            return csv(try ScorecardContent.version(number, of: record, transaction), name: record.name)
        },
        .write(
            .post, "scorecards/import", .needs(.editScorecards), .scorecardsWrite,
            consumes: [ScorecardCSV.contentType], limit: importLimit
        ) { call, transaction in
            let input = ImportScorecard.Input(
                card: try ScorecardCSV.read(call.body),
                basedOn: call.head.header("If-Match") == nil ? nil : try call.ifMatch(),
                isDryRun: try call.truth("dryRun") ?? false)
            let result = try ImportScorecard.run(input, by: try call.caller(), call.services, transaction)
            guard let record = result.record else { return .json { result.write(&$0) } }
            guard result.outcome == .created else { return Response.json { result.write(&$0) }.tagged(record.etag) }
            return Response.created(at: "scorecards/\(record.id)") { result.write(&$0) }.tagged(record.etag)
        },
    ]

    private static func csv(_ card: Scorecard, name: String) -> Response {
        let safe = String(name.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." ? $0 : "-" })
        return Response.bytes(ScorecardCSV.bytes(card), contentType: ScorecardCSV.contentType + "; charset=utf-8")
            .header("Content-Disposition", ContentDisposition.attachment("\(safe.isEmpty ? "scorecard" : safe).csv"))
    }
}
