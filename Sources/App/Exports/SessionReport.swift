import Domain
import SQL

/// All that an export of one evaluation tells: whom it is about, the saved answers, and every term of the score.
struct SessionReport: Sendable {
    let record: EvaluationRecord
    let accountName: String
    let clock: AccountClock
    let exportedAt: Int64
    let exportedBy: String
    let forms: [Form]
    let total: SessionScore

    /// One scorecard with its saved answers and what they are worth.
    struct Form: Sendable {
        let card: Scorecard
        let version: Int64
        let answers: Answers
        let score: FormScore
    }

    /// One question with its answer, as a row of a table.
    struct Line: Sendable {
        let section: Scorecard.Section
        let sectionScore: FormScore.SectionScore
        /// Counted over the form from 1.
        let number: Int
        let question: Scorecard.Question
        let score: FormScore.QuestionScore
        let answer: Answer?

        /// As the form says it; empty while there is none.
        var answerText: String {
            switch answer?.choice {
            case .option(let key):
                question.option(key).map { $0.label.isEmpty ? $0.key : $0.label } ?? key
            case .notApplicable: "N/A"
            case nil: ""
            }
        }

        /// What choosing this answer failed at once.
        var autoFail: Scorecard.AutoFailScope {
            guard case .option(let key) = answer?.choice else { return .none }
            return question.option(key)?.autoFail ?? .none
        }

        var comment: String { answer?.comment ?? "" }
        var evidence: [String] { (answer?.evidence ?? []).map(MediaTime.text) }
    }

    /// What the caller may see of a session, with its saved answers; refuses any other as not there.
    static func load(_ id: String, for caller: Caller, _ transaction: borrowing Transaction) throws -> SessionReport {
        let session = try OpenSession.load(id, for: caller, transaction)
        let settings = try SettingsStore.load(transaction)
        let record = session.record
        // What nobody saved are defaults on a screen, no answers.
        let answers = session.forms.map { record.hasAnswers ? $0.saved : [:] }
        // Nobody has failed before the end.
        let scores = try session.scores(answers).map { record.state == .completed ? $0 : $0.unfinished }
        let forms = zip(zip(session.forms, answers), scores).map { form, score in
            Form(card: form.0.card, version: form.0.version, answers: form.1, score: score)
        }
        return SessionReport(
            record: record, accountName: settings.accountName, clock: AccountClock(settings),
            exportedAt: transaction.now,
            exportedBy: caller.name, forms: forms, total: SessionScore(of: record.hasAnswers ? scores : []))
    }

    var isCompleted: Bool { record.state == .completed }

    /// What is to be known of an evaluation that is not completed; nil for one that is.
    var notice: String? {
        if isCompleted { return nil }
        return record.hasAnswers
            ? "Not completed yet. These are the answers that were saved last, and what they are worth."
            : "Not completed yet. No answer has been saved."
    }

    var fileStem: String {
        ExportName.stem(
            externalID: record.interaction.externalID, scorecards: forms.map(\.card.name),
            day: clock.day(record.completedAt ?? exportedAt), isCompleted: isCompleted)
    }

    /// What the session says of itself, in the order people look for it.
    var facts: [(name: String, value: String)] {
        var facts = [
            ("External ID", record.interaction.externalID), ("Agent", record.interaction.agent?.name ?? "–"),
            ("Channel", ExportWords.channel(record.interaction.channel)),
            ("Interaction", clock.text(record.interaction.startedAt)),
            ("Duration", MediaTime.text(record.interaction.durationMs / 1000 * 1000)),
            ("Evaluator", record.evaluator?.name ?? "–"), ("State", stateText),
            ("Created", clock.text(record.createdAt)),
        ]
        if let due = record.dueAt { facts.append(("Due", clock.text(due))) }
        if let completed = record.completedAt { facts.append(("Completed", clock.text(completed))) }
        if let edited = record.editedAt {
            facts.append(("Last saved", clock.text(edited) + (record.editedBy.map { " by \($0.name.isolated)" } ?? "")))
        }
        if let void = record.void {
            facts.append(("Voided", clock.text(void.at) + " by \(void.by.name.isolated)"))
            facts.append(("Reason", void.reason))
        }
        return facts.map { (name: $0.0, value: $0.1) }
    }

    var stateText: String { ExportWords.state(record.session, isExpired: record.session.isExpired(now: exportedAt)) }
}

extension SessionReport.Form {
    /// The questions in the order of the form.
    var lines: [SessionReport.Line] {
        var lines: [SessionReport.Line] = []
        for (section, sectionScore) in zip(card.sections, score.sections) {
            for (question, questionScore) in zip(section.questions, sectionScore.questions) {
                lines.append(
                    SessionReport.Line(
                        section: section, sectionScore: sectionScore, number: lines.count + 1, question: question,
                        score: questionScore, answer: answers[question.key]))
            }
        }
        return lines
    }

    /// "72.00", or "not scored".
    var scoreText: String { ExportWords.percent(score.score, passMark: card.passMark) ?? "not scored" }
}

/// Words and numbers that all exports say alike.
enum ExportWords {
    static func state(_ session: EvaluationSession, isExpired: Bool) -> String {
        if session.isVoided { return "Voided" }
        return switch session.state {
        case .completed: "Completed"
        case .unassigned: isExpired ? "Unassigned, expired" : "Unassigned"
        case .assigned: isExpired ? "Assigned, expired" : "Assigned"
        case .inProgress: isExpired ? "In progress, expired" : "In progress"
        }
    }

    static func channel(_ channel: String) -> String { channel.prefix(1).uppercased() + channel.dropFirst() }

    /// Two decimals, more where fewer would mislead; nil for what is not scored.
    static func percent(_ score: Int64?, passMark: Int64? = nil) -> String? {
        score.map { ScoreText.percent($0, decimals: 2, passMark: passMark) }
    }

    /// How many decimals `percent` shows.
    static func decimals(_ score: Int64, passMark: Int64? = nil) -> Int {
        let text = ScoreText.percent(score, decimals: 2, passMark: passMark)
        return text.split(separator: ".").last?.count ?? 2
    }

    static func result(_ passed: Bool?) -> String { passed.map { $0 ? "Passed" : "Failed" } ?? "" }

    /// "12.5%" of basis points.
    static func weight(_ basisPoints: Int64) -> String { weightNumber(basisPoints) + "%" }

    /// "12.5" of basis points.
    static func weightNumber(_ basisPoints: Int64) -> String {
        let (whole, rest) = (basisPoints / 100, basisPoints % 100)
        guard rest > 0 else { return "\(whole)" }
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    static func autoFail(_ scope: Scorecard.AutoFailScope) -> String {
        switch scope {
        case .none: ""
        case .section: "Section"
        case .evaluation: "Evaluation"
        }
    }
}

/// Times on the timeline of a conversation.
enum MediaTime {
    /// "1:02" or "1:00:02.5": hours only when there are some, a fraction only when it is not a whole second.
    static func text(_ milliseconds: Int64) -> String {
        let size = abs(milliseconds)
        let (seconds, rest) = (size / 1000, size % 1000)
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        var text = hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
        if rest > 0 {
            var fraction = String(String(rest + 1000).dropFirst())
            while fraction.hasSuffix("0") { fraction.removeLast() }
            text += "." + fraction
        }
        return milliseconds < 0 ? "-" + text : text
    }

    static func text(_ range: TimeRange) -> String { text(range.startMs) + "–" + text(range.endMs) }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension String {
    /// A name inside a sentence that runs the other way: isolated, so that it does not turn what stands around it (UAX 9,
    /// section 2.4). Names that run as our sentences do stay as they are.
    var isolated: String {
        unicodeScalars.contains(where: Self.runsLeft) ? "\u{2068}" + self + "\u{2069}" : self
    }

    /// The blocks of scripts that run from right to left.
    private static func runsLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
