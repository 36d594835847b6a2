import Domain

/// The score receipt in sentences: every term that led to a score, so that somebody can add it up by hand.
enum ScoreTerms {
    static func lines(_ form: SessionReport.Form) -> [String] {
        let score = form.score
        var lines: [String] = []
        for (section, worth) in zip(form.card.sections, score.sections) {
            lines.append("\(section.title.isolated): " + points(of: worth))
        }
        for trigger in score.triggers {
            let question = form.card.question(trigger.question)
            let option = question?.option(trigger.option)?.label ?? trigger.option
            let what = trigger.scope == .evaluation ? "the evaluation" : "its section"
            lines.append(
                "“\((question?.text ?? trigger.question).isolated)”, answered “\(option.isolated)”, fails \(what).")
        }
        lines.append(result(form))
        if let before = score.scoreBeforeAutoFail, before != score.score {
            lines.append("Without the automatic fail it would be \(percent(before, form)).")
        }
        if let mark = form.card.passMark {
            let verdict = score.passed.map { $0 ? "passed" : "failed" } ?? "no result"
            lines.append("Pass mark \(percent(mark, form)): \(verdict).")
        } else if score.passed == false {
            lines.append("Failed automatically.")
        }
        return lines
    }

    /// How the forms of a session make its score.
    static func total(_ report: SessionReport) -> String {
        let scores = report.forms.compactMap(\.score.score)
        guard let total = report.total.score else { return "No form could be scored, so neither could the evaluation." }
        let terms = scores.map { ExportWords.percent($0) ?? "" }.joined(separator: " + ")
        return "Evaluation: (\(terms)) / \(scores.count) = \(ExportWords.percent(total) ?? "")%"
    }

    private static func points(of section: FormScore.SectionScore) -> String {
        let terms = section.questions.map { question in
            switch question.state {
            case .answered: "\(question.earned)/\(question.possible)"
            case .notApplicable: "N/A"
            case .unanswered: question.possible > 0 ? "0/\(question.possible) (unanswered)" : "left out (unanswered)"
            }
        }
        let sum = "\(section.earnedBeforeAutoFail) of \(section.possible) points"
        let listed = terms.joined(separator: " + ") + " = " + sum
        return section.autoFailed ? listed + ", failed automatically: 0 of \(section.possible)" : listed
    }

    /// The sum over the sections that count, each by its weight.
    private static func result(_ form: SessionReport.Form) -> String {
        let score = form.score
        if score.autoFailed { return "Score: 0, because an answer fails the evaluation." }
        guard let value = score.score else { return "Nothing could be scored, so there is no score." }
        switch form.card.format {
        case .points: return "Score: \(score.earned) / \(score.possible) points = \(percent(value, form))"
        case .percentage:
            let counted = score.sections.filter(\.counts)
            let terms = counted.map { "\(ExportWords.weight($0.weight)) × \($0.earned)/\($0.possible)" }
            let left = score.sections.count - counted.count
            let note = left == 0 ? "" : left == 1 ? " (one section does not count)" : " (\(left) sections do not count)"
            return "Score: (\(terms.joined(separator: " + "))) / \(ExportWords.weight(score.countedWeight))"
                + " = \(percent(value, form))\(note)"
        }
    }

    private static func percent(_ value: Int64, _ form: SessionReport.Form) -> String {
        (ExportWords.percent(value, passMark: form.card.passMark) ?? "") + "%"
    }
}
