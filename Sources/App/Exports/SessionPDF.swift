import Documents
import Domain

/// One evaluation on paper: its score, the scorecards with answers, comments and evidence, and the receipt of every score.
enum SessionPDF {
    static func bytes(_ report: SessionReport) throws -> [UInt8] { try PDFPress.print(document(report)) }

    static func document(_ report: SessionReport) -> PDFDocument {
        let record = report.record
        var document = PDFDocument(
            title: "\(record.name) – evaluation of \(record.interaction.externalID)", language: "en",
            author: report.exportedBy, createdAt: Instant(milliseconds: report.exportedAt).text,
            head: (start: report.accountName, end: "Evaluation \(record.interaction.externalID)"),
            foot: "Exported \(report.clock.text(report.exportedAt)) by \(report.exportedBy) · "
                + "times in \(report.clock.zoneName)")
        document.blocks = opening(report)
        for form in report.forms { document.blocks += blocks(form) }
        if report.forms.count > 1 {
            document.blocks += [
                .heading("How the scorecards make the score", level: 2),
                .paragraph(.init(ScoreTerms.total(report))),
            ]
        }
        return document
    }

    private static func opening(_ report: SessionReport) -> [PDFDocument.Block] {
        let record = report.record
        let lead = [
            record.interaction.agent.map { $0.name.isolated }, record.interaction.externalID.isolated,
            report.clock.text(record.interaction.startedAt),
        ].compactMap(\.self).joined(separator: " · ")
        var blocks: [PDFDocument.Block] = [.title(record.name, lead: lead)]
        if let notice = report.notice { blocks.append(.notice(notice)) }
        let score =
            ExportWords.percent(report.total.score, passMark: report.record.passMark).map { $0 + "%" } ?? "Not scored"
        let verdict = report.total.passed.map { passed in
            PDFDocument.Text(passed ? "Passed" : "Failed", size: 12, isBold: true, tone: passed ? .good : .bad)
        }
        let caption = report.isCompleted ? "Evaluation score" : "Score so far"
        blocks.append(.figure(score, caption: caption, verdict: verdict))
        blocks.append(.facts(report.facts))
        return blocks
    }

    private static func blocks(_ form: SessionReport.Form) -> [PDFDocument.Block] {
        let aside = form.score.score == nil ? "Not scored" : form.scoreText + "%"
        let tone: PDFDocument.Tone = form.score.passed.map { $0 ? .good : .bad } ?? .accent
        var blocks: [PDFDocument.Block] = [
            .heading(
                "\(form.card.name.isolated), version \(form.version)", level: 2, aside: aside, tone: tone, isOurs: true)
        ]
        let lines = form.lines
        for (section, worth) in zip(form.card.sections, form.score.sections) {
            let own = lines.filter { $0.section.key == section.key }
            guard !own.isEmpty else { continue }
            blocks.append(
                .heading(
                    section.title, level: 3, aside: words(worth, form.card.format),
                    tone: worth.autoFailed ? .bad : .muted))
            blocks.append(.table(.init(columns: columns, rows: own.map(row))))
        }
        blocks.append(.heading("Score receipt: \(form.card.name.isolated)", level: 3, isOurs: true))
        blocks += ScoreTerms.lines(form).map { .paragraph(.init($0, size: 9, isOurs: true)) }
        return blocks
    }

    private static let columns: [PDFDocument.Table.Column] = [
        .init("No.", share: 6), .init("Question", share: 58), .init("Answer", share: 24),
        .init("Points", share: 12, isAtEnd: true),
    ]

    /// "Weight 50% · 18/20 points · 90.00%"
    private static func words(_ section: FormScore.SectionScore, _ format: Scorecard.Format) -> String {
        var words: [String] = []
        if format == .percentage { words.append("Weight \(ExportWords.weight(section.weight))") }
        words.append("\(section.earned)/\(section.possible) points")
        words.append(
            section.autoFailed ? "failed automatically" : ExportWords.percent(section.score).map { $0 + "%" } ?? "N/A")
        return words.joined(separator: " · ")
    }

    private static func row(_ line: SessionReport.Line) -> [[PDFDocument.Text]] {
        var question: [PDFDocument.Text] = [.init(line.question.text)]
        if !line.comment.isEmpty {
            question.append(.init("Comment", size: 8, isBold: true, tone: .muted, indent: 8))
            question.append(.init(line.comment, size: 9, indent: 8))
        }
        if !line.evidence.isEmpty {
            // A word joiner (UAX 14, class WJ) after the dash keeps a range on one line.
            let times = "Evidence at " + line.evidence.joined(separator: ", ").replacing("–", with: "–\u{2060}")
            question.append(.init(times, size: 8.5, tone: .accent, indent: 8))
        }
        var answer: [PDFDocument.Text] = [
            line.answerText.isEmpty
                ? .init("Unanswered", tone: .muted) : .init(line.answerText, isBold: true)
        ]
        switch line.autoFail {
        case .none: break
        case .section: answer.append(.init("Fails the section", size: 8.5, tone: .bad))
        case .evaluation: answer.append(.init("Fails the evaluation", size: 8.5, tone: .bad))
        }
        let points = line.score.state == .notApplicable ? "–" : "\(line.score.earned)/\(line.score.possible)"
        return [[.init("\(line.number)", tone: .muted)], question, answer, [.init(points)]]
    }
}
