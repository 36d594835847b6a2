import Documents
import Domain

extension ScorecardCSV {
    /// 200 questions of 256 options, and what holds them, with room to spare.
    private static let mostRows = 60_000
    /// Errors that are told at once.
    private static let mostErrors = 200
    /// How ZIP and compound files begin, which workbooks of today and of old are.
    private static let workbooks: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]]

    /// Reads a scorecard from a table: whole, or not at all.
    ///
    /// Refuses with `csv_invalid`; every problem has the pointer `/lines/<line>/<column>`. Of publishing's rules only
    /// that of points is applied.
    static func read(_ bytes: [UInt8]) throws(Refusal) -> Scorecard {
        guard !workbooks.contains(where: { bytes.starts(with: $0) }) else {
            throw invalid([
                problem(1, nil, "csv_workbook", "this is a workbook. Save it as “CSV UTF-8” and import that file.")
            ])
        }
        let rows: [CSVReader.Row]
        do {
            rows = try CSVReader.read(bytes, limit: mostRows)
        } catch {
            throw invalid([problem(error.line, nil, error.code, error.sentence)])
        }
        guard let head = rows.first else {
            throw invalid([problem(1, nil, "csv_empty", "The file is empty.")])
        }
        var table = ScorecardTable(try columns(head))
        for row in rows.dropFirst() where table.problems.count < mostErrors { table.take(row) }
        if table.card == nil, table.problems.isEmpty {
            table.problems.append(problem(head.line, .element, "csv_no_scorecard", "No row is a scorecard."))
        }
        guard table.problems.isEmpty, let card = table.card else { throw invalid(table.problems) }
        let outside = card.pointsOutside.map {
            problem(table.optionLines[$0.pointer] ?? head.line, .points, $0.code, $0.sentence)
        }
        guard outside.isEmpty else { throw invalid(Array(outside.prefix(mostErrors))) }
        return card
    }

    /// Which column stands where.
    private static func columns(_ head: CSVReader.Row) throws(Refusal) -> [Column?] {
        var columns: [Column?] = []
        var problems: [Refusal.Field] = []
        for cell in head.cells {
            let name = CSVWriter.unguarded(cell).lowercased()
            let column = Column(rawValue: name)
            if column == nil, !name.isEmpty {
                problems.append(problem(head.line, nil, "csv_column_unknown", "There is no column “\(cell)”."))
            } else if let column, columns.contains(column) {
                problems.append(problem(head.line, column, "csv_column_twice", "The column “\(name)” is there twice."))
            }
            columns.append(column)
        }
        for column in [Column.schemaVersion, .element, .key, .text] where !columns.contains(column) {
            problems.append(
                problem(
                    head.line, column, "csv_column_missing",
                    "The first line names the columns; “\(column.rawValue)” is missing."))
        }
        guard problems.isEmpty else { throw invalid(problems) }
        return columns
    }

    private static func invalid(_ problems: [Refusal.Field]) -> Refusal {
        let sentence =
            problems.count == 1
            ? problems[0].sentence
            : "The file cannot be taken: \(problems.count) things are to be put right. Nothing was changed."
        return Refusal("csv_invalid", sentence, fields: problems)
    }

    fileprivate static func problem(
        _ line: Int, _ column: Column?, _ code: String, _ sentence: String
    ) -> Refusal.Field {
        let place = "/lines/\(line)" + (column.map { "/\($0.rawValue)" } ?? "")
        return Refusal.Field(pointer: place, code: code, sentence: "Line \(line): \(sentence)")
    }
}

/// A scorecard that grows row by row, and what was wrong on the way.
private struct ScorecardTable {
    var card: Scorecard?
    var problems: [Refusal.Field] = []
    /// Where each option stands, by the pointer to its points.
    private(set) var optionLines: [String: Int] = [:]
    private let columns: [ScorecardCSV.Column?]
    private var line = 0
    private var cells: [ScorecardCSV.Column: String] = [:]

    init(_ columns: [ScorecardCSV.Column?]) { self.columns = columns }

    mutating func take(_ row: CSVReader.Row) {
        line = row.line
        // Spreadsheets write lines of nothing but commas.
        guard row.cells.contains(where: { !$0.isEmpty }) else { return }
        // And some of them leave out the commas behind the last cell with something in it.
        guard row.cells.dropFirst(columns.count).allSatisfy(\.isEmpty) else {
            return wrong(nil, "csv_cell_count", "there are \(row.cells.count) cells instead of \(columns.count).")
        }
        cells = [:]
        for (column, cell) in zip(columns, row.cells) where !cell.isEmpty {
            guard let column else { return wrong(nil, "csv_misplaced", "“\(cell)” stands in a column without a name.") }
            cells[column] = CSVWriter.unguarded(cell)
        }
        guard integer(.schemaVersion, ScorecardCSV.schemaVersion...ScorecardCSV.schemaVersion) != nil else { return }
        guard let element = choice(.element, ScorecardCSV.Element.self, nil) else { return }
        for column in ScorecardCSV.Column.allCases where cells[column] != nil && !element.columns.contains(column) {
            wrong(column, "csv_misplaced", "“\(column.rawValue)” belongs to no \(element.rawValue): leave it empty.")
        }
        switch element {
        case .scorecard: scorecard()
        case .section: section()
        case .question: question()
        case .option: option()
        }
    }

    private mutating func scorecard() {
        guard card == nil else {
            return wrong(.element, "csv_second_scorecard", "a file holds one scorecard; this is a second one.")
        }
        var made = Scorecard(key: text(.key), name: text(.text), description: text(.description))
        made.tags = ScorecardCSV.split(text(.tags))
        made.format = choice(.format, Scorecard.Format.self, .percentage) ?? .percentage
        made.defaultsOn = truth(.defaultsOn)
        made.evidenceRequired = truth(.evidenceRequired)
        made.passMark = number(.passMark, digits: ScorecardCSV.passMarkDigits, Int64.min...Int64.max)
        made.unansweredOptional = choice(.unansweredOptional, Scorecard.UnansweredOptional.self, .zero) ?? .zero
        if made.key.isEmpty { wrong(.key, "csv_key_missing", "the scorecard needs a key.") }
        card = made
    }

    private mutating func section() {
        guard card != nil else { return misplaced("section", below: "scorecard") }
        let weight = number(.weight, digits: ScorecardCSV.weightDigits, Scoring.amounts) ?? 0
        let section = Scorecard.Section(
            key: text(.key), title: text(.text), description: text(.description), weight: weight)
        card?.sections.append(section)
    }

    private mutating func question() {
        guard let last = card?.sections.indices.last else { return misplaced("question", below: "section") }
        let keys = ScorecardCSV.split(text(.commentOptions))
        let named = choice(.commentPolicy, ScorecardCSV.Policy.self, .optional) ?? .optional
        if named != .onOptions, !keys.isEmpty {
            wrong(.commentOptions, "csv_misplaced", "options are named here, but the policy is not “on_options”.")
        }
        let policy: Scorecard.CommentPolicy =
            switch named {
            case .optional: .optional
            case .required: .required
            case .onOptions: .onOptions(keys)
            }
        let question = Scorecard.Question(
            key: text(.key), type: choice(.type, Scorecard.QuestionType.self, nil) ?? .yesNo, text: text(.text),
            helpText: text(.description), isRequired: truth(.required), allowsNA: truth(.allowNA),
            defaultOption: cells[.defaultOption], commentPolicy: policy)
        card?.sections[last].questions.append(question)
    }

    private mutating func option() {
        guard let last = card?.sections.indices.last, let at = card?.sections[last].questions.indices.last else {
            return misplaced("option", below: "question")
        }
        let option = Scorecard.Option(
            key: text(.key), label: text(.text), points: points(),
            autoFail: choice(.autoFail, Scorecard.AutoFailScope.self, Scorecard.AutoFailScope.none) ?? .none)
        let number = card?.sections[last].questions[at].options.count ?? 0
        optionLines["/sections/\(last)/questions/\(at)/options/\(number)/points"] = line
        card?.sections[last].questions[at].options.append(option)
    }

    // MARK: Cells

    private func text(_ column: ScorecardCSV.Column) -> String { cells[column] ?? "" }

    private mutating func choice<T: RawRepresentable & CaseIterable>(
        _ column: ScorecardCSV.Column, _ type: T.Type, _ absent: T?
    ) -> T? where T.RawValue == String {
        guard let text = cells[column] else {
            if absent == nil { wrongChoice(column, type, "nothing") }
            return absent
        }
        let found = T.allCases.first { $0.rawValue.lowercased() == text.lowercased() }
        if found == nil { wrongChoice(column, type, "“\(text)”") }
        return found
    }

    private mutating func wrongChoice<T: RawRepresentable & CaseIterable>(
        _ column: ScorecardCSV.Column, _ type: T.Type, _ given: String
    ) where T.RawValue == String {
        let known = T.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ")
        wrong(column, "csv_choice", "“\(column.rawValue)” is one of \(known), not \(given).")
    }

    /// Spreadsheets write TRUE and FALSE; nothing is false.
    private mutating func truth(_ column: ScorecardCSV.Column) -> Bool {
        switch text(column).lowercased() {
        case "true": return true
        case "false", "": return false
        default:
            wrong(column, "csv_truth", "“\(column.rawValue)” is true or false, not “\(text(column))”.")
            return false
        }
    }

    /// Whole; how many they may be is told once all is read, in publishing's words.
    private mutating func points() -> Int64 {
        if let whole = Int64(text(.points)) { return whole }
        return integer(.points, Scorecard.Limit.points, absent: 0) ?? 0
    }

    private mutating func integer(
        _ column: ScorecardCSV.Column, _ range: ClosedRange<Int64>, absent: Int64? = nil
    ) -> Int64? {
        if cells[column] == nil, let absent { return absent }
        let text = text(column)
        if let value = Int64(text), range.contains(value) { return value }
        let wanted =
            range.count == 1 ? "\(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        wrong(column, "csv_number", "“\(column.rawValue)” is \(wanted), not “\(text)”.")
        return nil
    }

    /// A decimal, exact, in units of ten to the minus `digits`, with a point or a comma; nil for nothing.
    private mutating func number(
        _ column: ScorecardCSV.Column, digits: Int, _ range: ClosedRange<Int64>
    ) -> Int64? {
        guard let text = cells[column] else { return nil }
        let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        let fraction = parts.count == 2 ? parts[1] : ""
        let isDecimal =
            fraction.utf8.count <= digits && fraction.utf8.allSatisfy { (0x30...0x39).contains($0) }
            && (parts.count == 1 || !fraction.isEmpty)
        let padded = fraction + String(repeating: "0", count: max(0, digits - fraction.utf8.count))
        if isDecimal, !parts[0].hasPrefix("+"), Int64(parts[0]) != nil,
            let value = Int64(parts[0] + padded), range.contains(value)
        {
            return value
        }
        wrong(
            column, "csv_number",
            "“\(column.rawValue)” is a number with at most \(digits) decimals, as in 62.5, not “\(text)”.")
        return nil
    }

    private mutating func misplaced(_ element: String, below holder: String) {
        let article = element == "option" ? "an" : "a"
        wrong(.element, "csv_order", "\(article) \(element) stands below its \(holder); there is none above.")
    }

    private mutating func wrong(_ column: ScorecardCSV.Column?, _ code: String, _ sentence: String) {
        problems.append(ScorecardCSV.problem(line, column, code, sentence))
    }
}

extension CSVError {
    fileprivate var code: String {
        switch problem {
        case .notUTF8: "csv_not_utf8"
        case .quoteOpen, .quoteMisplaced: "csv_quote"
        case .tooManyRows: "csv_too_long"
        }
    }

    fileprivate var sentence: String {
        switch problem {
        case .notUTF8: "this is not UTF-8. Save the file as “CSV UTF-8”."
        case .quoteOpen: "a quoted cell begins here and never ends."
        case .quoteMisplaced: "a quote stands within a cell; put quotes around the cell and double those within."
        case .tooManyRows: "the file has more rows than a scorecard can have."
        }
    }
}
