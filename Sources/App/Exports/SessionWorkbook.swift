import Documents
import Domain

/// One evaluation as a workbook: what it is about and its scores, the answers, and the receipt of every score.
enum SessionWorkbook {
    /// For this process alone to read: it is encrypted before it goes on.
    static func make(_ report: SessionReport, scratch: String) throws -> SealedFile {
        let workbook = try Workbook(scratch: scratch)
        workbook.describe(title: report.record.name, author: report.exportedBy, company: report.accountName)
        try writeSummary(report, try workbook.sheet("Evaluation"))
        try writeAnswers(report, try workbook.sheet("Answers"))
        try writeReceipt(report, try workbook.sheet("Score receipt"))
        return try workbook.finish()
    }

    private static let heading = CellStyle(isHeading: true)
    private static let bold = CellStyle(isBold: true)
    private static let muted = CellStyle(isMuted: true)
    private static let wrapped = CellStyle(isWrapped: true)
    private static let atStart = CellStyle(isBold: true, edge: .start)

    private static func writeSummary(_ report: SessionReport, _ sheet: Worksheet) throws {
        let widths: [Double] = [48, 24, 14, 14, 14]
        sheet.setWidths(widths)
        sheet.fitToWidth(landscape: false)
        var rows: [[Worksheet.Cell]] = [
            [.text(report.record.name, bold)],
            [
                .text(report.isCompleted ? "Score" : "Score so far", bold),
                score(report.total.score, report.record.passMark, atStart),
            ],
            [.text("Result", bold), .text(ExportWords.result(report.total.passed), tone(report.total.passed))],
        ]
        if let notice = report.notice { rows.append([.text(notice, muted)]) }
        rows.append([])
        rows += report.facts.map { [.text($0.name, muted), .text($0.value)] }
        rows.append([.text("Times", muted), .text(report.clock.zoneName)])
        rows.append([
            .text("Exported", muted), .text("\(report.clock.text(report.exportedAt)) by \(report.exportedBy)"),
        ])
        for form in report.forms {
            rows += [[], [.text("\(form.card.name), version \(form.version)", bold)]]
            rows.append(
                SheetTitles.row(
                    ["Section", "Weight", "Points", "Possible", "Score"], numbers: ["Points", "Possible", "Score"]))
            for (section, worth) in zip(form.card.sections, form.score.sections) {
                rows.append([
                    .text(section.title + (worth.autoFailed ? " (auto-failed)" : ""), wrapped),
                    .text(form.card.format == .percentage ? ExportWords.weight(worth.weight) : ""),
                    .integer(worth.earned), .integer(worth.possible), score(worth.score, nil),
                ])
            }
            rows.append([
                .text("Total", bold), .text(ExportWords.result(form.score.passed), tone(form.score.passed)),
                .integer(form.score.earned, bold), .integer(form.score.possible, bold),
                score(form.score.score, form.card.passMark, bold),
            ])
        }
        try write(rows, sheet, widths)
    }

    private static func writeAnswers(_ report: SessionReport, _ sheet: Worksheet) throws {
        let widths: [Double] = [24, 24, 7, 56, 24, 11, 12, 14, 56, 24]
        sheet.setWidths(widths)
        sheet.fitToWidth(landscape: true)
        var rows: [[Worksheet.Cell]] = [
            SheetTitles.row(
                [
                    "Scorecard", "Section", "No.", "Question", "Answer", "Points", "Possible", "Auto-fail", "Comment",
                    "Evidence",
                ], numbers: ["Points", "Possible"])
        ]
        for form in report.forms {
            for line in form.lines {
                rows.append([
                    .text(form.card.name, wrapped), .text(line.section.title, wrapped),
                    .integer(Int64(line.number), CellStyle(edge: .start)),
                    .text(line.question.text, wrapped), .text(line.answerText, wrapped), .integer(line.score.earned),
                    .integer(line.score.possible),
                    .text(ExportWords.autoFail(line.autoFail), CellStyle(tone: .bad, edge: .apart)),
                    .text(line.comment, wrapped),
                    .text(line.evidence.joined(separator: "\n"), wrapped),
                ])
            }
        }
        try write(rows, sheet, widths)
        sheet.freeze(rows: 1, filtered: 10, upTo: rows.count - 1)
    }

    private static func writeReceipt(_ report: SessionReport, _ sheet: Worksheet) throws {
        let widths = [110.0]
        sheet.setWidths(widths)
        sheet.fitToWidth(landscape: false)
        var rows: [[Worksheet.Cell]] = []
        for form in report.forms {
            rows.append([.text(form.card.name, heading)])
            rows += ScoreTerms.lines(form).map { [.text($0, wrapped)] }
            rows.append([])
        }
        if report.forms.count > 1 { rows.append([.text(ScoreTerms.total(report), bold)]) }
        try write(rows, sheet, widths)
    }

    private static func write(_ rows: [[Worksheet.Cell]], _ sheet: Worksheet, _ widths: [Double]) throws {
        for (index, row) in rows.enumerated() {
            sheet.setHeight(for: row, row: index, widths: widths)
            try sheet.write(row, row: index)
        }
    }

    static func score(_ score: Int64?, _ passMark: Int64?, _ style: CellStyle = CellStyle()) -> Worksheet.Cell {
        guard let score else { return .text("not scored", style) }
        return .percent(score, decimals: ExportWords.decimals(score, passMark: passMark), style)
    }

    private static func tone(_ passed: Bool?) -> CellStyle {
        CellStyle(isBold: true, tone: passed.map { $0 ? .good : .bad } ?? .plain)
    }
}
