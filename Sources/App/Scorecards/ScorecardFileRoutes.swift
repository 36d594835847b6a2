import Domain
import HTTP
import JSON

/// `scorecards/…csv`, `scorecards/…json`, `scorecards/import`: scorecards as files.
enum ScorecardFileRoutes {
    private static let importLimit = 8 << 20

    static let all: [Route] =
        ScorecardFile.allCases.flatMap(reading) + [
            .write(
                .post, "scorecards/import", .needs(.editScorecards), .scorecardsWrite,
                consumes: ScorecardFile.allCases.map(\.contentType), limit: importLimit
            ) { call, transaction in
                let file = ScorecardFile(mediaType: call.head.header("Content-Type") ?? "")
                let input = ImportScorecard.Input(
                    card: try file.read(call.body),
                    basedOn: call.head.header("If-Match") == nil ? nil : try call.ifMatch(),
                    isDryRun: try call.truth("dryRun") ?? false)
                let result = try ImportScorecard.run(input, by: try call.caller(), call.services, transaction)
                guard let record = result.record else { return .json { result.write(&$0) } }
                guard result.outcome == .created else { return Response.json { result.write(&$0) }.tagged(record.etag) }
                return Response.created(at: "scorecards/\(record.id)") { result.write(&$0) }.tagged(record.etag)
            }
        ]

    private static func reading(_ file: ScorecardFile) -> [Route] {
        [
            .read("scorecards/template.\(file.rawValue)", .needs(.viewScorecards), .scorecardsRead) { _, _ in
                try reply(ScorecardTemplate.card, name: "scorecard-template", as: file)
            },
            .read("scorecards/{id}/export.\(file.rawValue)", .needs(.viewScorecards), .scorecardsRead) {
                call, transaction in
                let record = try FindScorecard.run(call.parameter("id"), for: try call.caller(), transaction)
                guard let text = call.query("version") else {
                    return try reply(
                        ScorecardContent.current(of: record, transaction), name: record.name, as: file)
                }
                guard let number = Int64(text) else { throw Refusal("query_invalid", "“version” is a number.") }
                return try reply(
                    ScorecardContent.version(number, of: record, transaction), name: record.name, as: file)
            },
        ]
    }

    private static func reply(_ card: Scorecard, name: String, as file: ScorecardFile) throws -> Response {
        let safe = String(name.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." ? $0 : "-" })
        let fileName = "\(safe.isEmpty ? "scorecard" : safe).\(file.rawValue)"
        return Response.bytes(try file.bytes(card), contentType: file.contentType + "; charset=utf-8")
            .header("Content-Disposition", ContentDisposition.attachment(fileName))
    }
}

/// How a scorecard is written to a file and read back; export, import, export gives the same bytes.
enum ScorecardFile: String, CaseIterable {
    /// A table, a row for each element.
    case csv
    /// The content as the API has it, a line for each member.
    case json

    var contentType: String {
        switch self {
        case .csv: ScorecardCSV.contentType
        case .json: "application/json"
        }
    }

    /// What a request brings; the door lets in no other type.
    init(mediaType: String) {
        let type = mediaType.prefix { $0 != ";" && $0 != " " }.lowercased()
        self = ScorecardFile.allCases.first { $0.contentType == type } ?? .csv
    }

    func bytes(_ card: Scorecard) throws -> [UInt8] {
        switch self {
        case .csv: ScorecardCSV.bytes(card)
        case .json: Array(IndentedJSON.text(try JSONReader.read(ScorecardJSON.bytes(card))).utf8)
        }
    }

    /// Refuses points that could not be published.
    func read(_ bytes: [UInt8]) throws -> Scorecard {
        switch self {
        case .csv: try ScorecardCSV.read(bytes)
        case .json: try checked(try ScorecardJSON.read(try JSONReader.read(bytes)))
        }
    }

    private func checked(_ card: Scorecard) throws(Refusal) -> Scorecard {
        let outside = card.pointsOutside
        guard let first = outside.first else { return card }
        throw Refusal(first.code, first.sentence, fields: outside)
    }
}
