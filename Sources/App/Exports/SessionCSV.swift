import Documents
import Domain

/// One evaluation as comma-separated values: a row a question, with what the session, form and section are worth beside it.
enum SessionCSV {
    static func bytes(_ report: SessionReport) -> [UInt8] {
        var csv = CSVWriter(byteOrderMark: true)
        csv.row(titles(report.clock.zoneName))
        for form in report.forms {
            for line in form.lines { csv.row(row(line, form, report)) }
        }
        return csv.bytes
    }

    private static func titles(_ zone: String) -> [String] {
        [
            "External ID", "Evaluation", "State", "Agent", "Channel", "Evaluator", "Interaction start (\(zone))",
            "Due (\(zone))", "Completed (\(zone))", "Evaluation score %", "Evaluation result", "Scorecard", "Version",
            "Scorecard score %", "Scorecard score before auto-fail %", "Scorecard result", "Points", "Points possible",
            "Section", "Section weight %", "Section points", "Section points possible", "Section score %",
            "Section auto-failed", "No.", "Question", "Required", "Answer", "Question points",
            "Question points possible", "Auto-fail", "Comment", "Evidence",
        ]
    }

    private static func row(
        _ line: SessionReport.Line, _ form: SessionReport.Form, _ report: SessionReport
    ) -> [CSVWriter.Cell] {
        let record = report.record
        let mark = form.card.passMark
        let section = line.sectionScore
        return [
            .text(record.interaction.externalID), .text(record.name), .text(report.stateText),
            .text(record.interaction.agent?.name ?? ""), .text(record.interaction.channel),
            .text(record.evaluator?.name ?? ""), .text(report.clock.text(record.interaction.startedAt)),
            time(record.dueAt, report), time(record.completedAt, report),
            percent(report.total.score, report.record.passMark),
            .text(ExportWords.result(report.total.passed)), .text(form.card.name), .integer(form.version),
            percent(form.score.score, mark), percent(form.score.scoreBeforeAutoFail, mark),
            .text(ExportWords.result(form.score.passed)), .integer(form.score.earned), .integer(form.score.possible),
            .text(line.section.title), weight(form, section), .integer(section.earned), .integer(section.possible),
            percent(section.score), .text(section.autoFailed ? "yes" : "no"), .integer(Int64(line.number)),
            .text(line.question.text), .text(line.question.isRequired ? "yes" : "no"), .text(line.answerText),
            .integer(line.score.earned), .integer(line.score.possible), .text(ExportWords.autoFail(line.autoFail)),
            .text(line.comment), .text(line.evidence.joined(separator: "; ")),
        ]
    }

    private static func weight(_ form: SessionReport.Form, _ section: FormScore.SectionScore) -> CSVWriter.Cell {
        guard form.card.format == .percentage else { return .empty }
        return .decimal(ExportWords.weightNumber(section.weight))
    }

    private static func time(_ instant: Int64?, _ report: SessionReport) -> CSVWriter.Cell {
        instant.map { .text(report.clock.text($0)) } ?? .empty
    }

    static func percent(_ score: Int64?, _ passMark: Int64? = nil) -> CSVWriter.Cell {
        ExportWords.percent(score, passMark: passMark).map(CSVWriter.Cell.decimal) ?? .empty
    }
}
