import Documents
import Domain

/// An evaluation as a row of an exported list.
struct ListRow: Sendable {
    private enum Value {
        case text(String)
        case number(Int64)
        /// A score and the pass mark it is measured by.
        case score(Int64?, Int64?)
        case time(Int64?)

        var isNumber: Bool {
            switch self {
            case .number, .score: true
            case .text, .time: false
            }
        }
    }

    private let values: [Value]
    private let clock: AccountClock

    static func titles(_ clock: AccountClock) -> [String] {
        let zone = clock.zoneName
        return [
            "External ID", "Evaluation", "State", "Expired", "Origin", "Channel", "Agent",
            "Interaction start (\(zone))", "Duration s", "Scorecards", "Evaluator", "Score %", "Result", "Created by",
            "Created (\(zone))", "Due (\(zone))", "Completed (\(zone))", "Last saved by", "Last saved (\(zone))",
            "Archived (\(zone))", "ID",
        ]
    }

    /// The titles of columns that hold numbers.
    static let numbers: Set<String> = ["Duration s", "Score %"]

    /// In characters.
    static let widths: [Double] = [
        18, 34, 14, 11, 12, 11, 20, 24, 13, 34, 20, 12, 11, 20, 24, 24, 24, 20, 24, 24, 38,
    ]

    init(_ record: EvaluationRecord, now: Int64, _ clock: AccountClock) {
        self.clock = clock
        values = [
            .text(record.interaction.externalID), .text(record.name),
            .text(ExportWords.state(record.session, isExpired: false)),
            .text(record.session.isExpired(now: now) ? "yes" : "no"), .text(record.origin.rawValue),
            .text(record.interaction.channel), .text(record.interaction.agent?.name ?? ""),
            .time(record.interaction.startedAt), .number(record.interaction.durationMs / 1000),
            .text(record.scorecards.map { "\($0.name) v\($0.version)" }.joined(separator: ", ")),
            .text(record.evaluator?.name ?? ""), .score(record.score, record.passMark),
            .text(ExportWords.result(record.state == .completed ? record.passed : nil)),
            .text(record.createdBy.name), .time(record.createdAt), .time(record.dueAt), .time(record.completedAt),
            .text(record.editedBy?.name ?? ""), .time(record.editedAt), .time(record.archivedAt), .text(record.id),
        ]
    }

    var csv: [CSVWriter.Cell] {
        values.map { value in
            switch value {
            case .text(let text): .text(text)
            case .number(let number): .integer(number)
            case .score(let score, let mark): SessionCSV.percent(score, mark)
            case .time(let instant): instant.map { .text(clock.text($0)) } ?? .empty
            }
        }
    }

    var worksheet: [Worksheet.Cell] {
        values.indices.map { index in
            switch values[index] {
            case .text(let text): .text(text, CellStyle(edge: index > 0 && values[index - 1].isNumber ? .apart : .own))
            case .number(let number): .integer(number)
            case .score(let score, let mark):
                score.map { .percent($0, decimals: ExportWords.decimals($0, passMark: mark)) } ?? .empty
            case .time(let instant): instant.map { .time(clock.civil($0)) } ?? .empty
            }
        }
    }
}
