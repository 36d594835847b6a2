import Documents
import Domain

/// A scorecard as a table: one row per element (scorecard, section, question, option), in the order of the form, each
/// under the nearest element above it that can hold it.
enum ScorecardCSV {
    static let schemaVersion: Int64 = 1
    static let contentType = "text/csv"

    /// The columns, in the order they are written; a file may have them in any.
    enum Column: String, CaseIterable {
        case schemaVersion = "schema_version"
        case element, key, text, description
        case weight = "weight_percent"
        case type, required
        case allowNA = "allow_na"
        case defaultOption = "default_option"
        case commentPolicy = "comment_policy"
        case commentOptions = "comment_options"
        case points
        case autoFail = "auto_fail"
        case format
        case passMark = "pass_mark_percent"
        case unansweredOptional = "unanswered_optional"
        case defaultsOn = "defaults_on"
        case evidenceRequired = "evidence_required"
        case tags
    }

    /// What a row can be, and which columns say something about it.
    enum Element: String, CaseIterable {
        case scorecard, section, question, option

        var columns: Set<Column> {
            let own: Set<Column> =
                switch self {
                case .scorecard:
                    [.description, .format, .passMark, .unansweredOptional, .defaultsOn, .evidenceRequired, .tags]
                case .section: [.description, .weight]
                case .question:
                    [.description, .type, .required, .allowNA, .defaultOption, .commentPolicy, .commentOptions]
                case .option: [.points, .autoFail]
                }
            return own.union([.schemaVersion, .element, .key, .text])
        }
    }

    /// The names comment policies have in the table.
    enum Policy: String, CaseIterable {
        case optional, required
        case onOptions = "on_options"
    }

    /// Micro-percent and basis points are written as percent, exactly.
    static let passMarkDigits = 6
    static let weightDigits = 2

    static func bytes(_ card: Scorecard) -> [UInt8] {
        var writer = CSVWriter(byteOrderMark: true)
        writer.row(Column.allCases.map(\.rawValue))
        write(.scorecard, card.key, card.name, scorecard(card), to: &writer)
        for section in card.sections {
            let weight = CSVWriter.Cell.decimal(decimal(section.weight, digits: weightDigits))
            write(
                .section, section.key, section.title,
                [.description: .text(section.description), .weight: weight], to: &writer)
            for question in section.questions {
                write(.question, question.key, question.text, self.question(question), to: &writer)
                for option in question.options {
                    write(
                        .option, option.key, option.label,
                        [.points: .integer(option.points), .autoFail: .text(option.autoFail.rawValue)], to: &writer)
                }
            }
        }
        return writer.bytes
    }

    /// A list in one cell: semicolons between, a backslash before those within.
    static func joined(_ list: [String]) -> String {
        list.map { text in
            String(
                String.UnicodeScalarView(text.unicodeScalars.flatMap { $0 == ";" || $0 == "\\" ? ["\\", $0] : [$0] }))
        }.joined(separator: ";")
    }

    /// The list that `joined` made this of; an empty text is an empty list.
    static func split(_ text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        var parts: [String.UnicodeScalarView] = [.init()]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\" where !isEscaped: isEscaped = true
            case ";" where !isEscaped: parts.append(.init())
            default:
                parts[parts.count - 1].append(scalar)
                isEscaped = false
            }
        }
        return parts.map { String($0) }
    }

    /// A number in units of ten to the minus `digits`, as a decimal without needless zeros.
    static func decimal(_ value: Int64, digits: Int) -> String {
        var whole = String(value.magnitude)
        whole = String(repeating: "0", count: max(0, digits + 1 - whole.count)) + whole
        var fraction = String(whole.suffix(digits))
        while fraction.last == "0" { fraction.removeLast() }
        let sign = value < 0 ? "-" : ""
        return sign + whole.dropLast(digits) + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func scorecard(_ card: Scorecard) -> [Column: CSVWriter.Cell] {
        [
            .description: .text(card.description), .format: .text(card.format.rawValue),
            .passMark: card.passMark.map { .decimal(decimal($0, digits: passMarkDigits)) } ?? .empty,
            .unansweredOptional: .text(card.unansweredOptional.rawValue), .defaultsOn: truth(card.defaultsOn),
            .evidenceRequired: truth(card.evidenceRequired), .tags: .text(joined(card.tags)),
        ]
    }

    private static func question(_ question: Scorecard.Question) -> [Column: CSVWriter.Cell] {
        var cells: [Column: CSVWriter.Cell] = [
            .description: .text(question.helpText), .type: .text(question.type.rawValue),
            .required: truth(question.isRequired), .allowNA: truth(question.allowsNA),
            .defaultOption: .text(question.defaultOption ?? ""),
        ]
        switch question.commentPolicy {
        case .optional: cells[.commentPolicy] = .text(Policy.optional.rawValue)
        case .required: cells[.commentPolicy] = .text(Policy.required.rawValue)
        case .onOptions(let keys):
            cells[.commentPolicy] = .text(Policy.onOptions.rawValue)
            cells[.commentOptions] = .text(joined(keys))
        }
        return cells
    }

    private static func truth(_ truth: Bool) -> CSVWriter.Cell { .text(truth ? "true" : "false") }

    private static func write(
        _ element: Element, _ key: String, _ text: String, _ cells: [Column: CSVWriter.Cell],
        to writer: inout CSVWriter
    ) {
        let common: [Column: CSVWriter.Cell] = [
            .schemaVersion: .integer(schemaVersion), .element: .text(element.rawValue), .key: .text(key),
            .text: .text(text),
        ]
        let row = common.merging(cells) { first, _ in first }
        writer.row(
            Column.allCases.map { column in
                // An empty text and nothing look the same: a cell with nothing in it.
                switch row[column] {
                case .text("")?, nil: .empty
                case .some(let cell): cell
                }
            })
    }
}
