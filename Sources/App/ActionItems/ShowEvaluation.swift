import Domain
import JSON
import SQL

/// What an Evaluator Message shows of its evaluation: the answers, comments and evidence last saved, to be read only.
///
/// Without the *show score* box nothing of it tells a score, a point, a weight, a pass mark or an automatic fail.
/// Nobody has failed before the end: until it is completed only an automatic fail of the whole is told.
///
/// Refuses (`evaluation_moved`) an evaluation that is about another interaction meanwhile, and (`voided`) one that
/// was withdrawn.
struct ShownEvaluation: Sendable {
    let item: ActionItem
    let session: OpenSession

    static func load(
        _ itemID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ShownEvaluation {
        let item = try FindActionItem.run(itemID, for: caller, transaction)
        // The item opens the evaluation to its agent; nothing but what is written below goes out. Whoever wrote it
        // keeps the thread, and sees the evaluation as long as it is in sight.
        let reader = item.assignee.id == caller.id ? .system : caller
        let session = try OpenSession.load(item.evaluation.id, for: reader, transaction)
        guard !item.hasMoved, session.record.interaction.agent?.id == item.assignee.id else {
            throw Refusal("evaluation_moved", "This evaluation is about another conversation now.")
        }
        guard session.record.void == nil else {
            throw Refusal("voided", "This evaluation was withdrawn.")
        }
        return ShownEvaluation(item: item, session: session)
    }

    func write(_ writer: inout JSONWriter) throws {
        let record = session.record
        let answers = session.forms.map { record.hasAnswers ? $0.saved : [:] }
        let scores = item.showsScore && record.hasAnswers ? try told(session.scores(answers)) : []
        writer.field("id", record.id)
        writer.field("name", record.name)
        // Not final before it is completed.
        writer.field("final", record.state == .completed)
        writer.field("completedAt", instant: record.completedAt)
        writer.field("lastEditedAt", instant: record.editedAt)
        writer.field("evaluator", record.evaluator)
        writer.field(
            "interaction",
            object: {
                $0.field("id", record.interaction.id)
                $0.field("externalId", record.interaction.externalID)
                $0.field("channel", record.interaction.channel)
                $0.field("startedAt", instant: record.interaction.startedAt)
                $0.field("durationMs", record.interaction.durationMs)
            })
        writer.field("showScore", item.showsScore)
        if item.showsScore {
            let total = SessionScore(of: scores)
            writer.field("score", total.score)
            writer.field("passed", total.passed)
        }
        writer.field(
            "forms",
            array: { list in
                for (index, form) in session.forms.enumerated() {
                    list.object { writer in
                        writer.field("name", form.card.name)
                        if item.showsScore {
                            writer.field("format", form.card.format.rawValue)
                            writer.field("passMark", form.card.passMark)
                            if record.hasAnswers { writer.field("score", score: scores[index]) }
                        }
                        writer.field(
                            "sections",
                            array: { list in
                                for section in form.card.sections {
                                    list.object { write(section, answers[index], to: &$0) }
                                }
                            })
                    }
                }
            })
    }

    private func told(_ scores: [FormScore]) -> [FormScore] {
        session.record.state == .completed ? scores : scores.map(\.unfinished)
    }

    private func write(_ section: Scorecard.Section, _ answers: Answers, to writer: inout JSONWriter) {
        writer.field("key", section.key)
        writer.field("title", section.title)
        writer.field("description", section.description)
        if item.showsScore { writer.field("weight", section.weight) }
        writer.field(
            "questions",
            array: { list in
                for question in section.questions {
                    list.object { write(question, answers[question.key], to: &$0) }
                }
            })
    }

    private func write(_ question: Scorecard.Question, _ answer: Answer?, to writer: inout JSONWriter) {
        writer.field("key", question.key)
        writer.field("text", question.text)
        writer.field("helpText", question.helpText)
        switch answer?.choice {
        case nil:
            writer.fieldNull("answer")
            writer.field("na", false)
        case .notApplicable?:
            writer.fieldNull("answer")
            writer.field("na", true)
        case .option(let key)?:
            let option = question.option(key)
            writer.field("answer", option?.label ?? key)
            writer.field("na", false)
            if item.showsScore {
                writer.field("points", option?.points ?? 0)
                writer.field("possible", question.maximum)
                writer.field("autoFail", (option?.autoFail ?? .none).rawValue)
            }
        }
        writer.field("comment", answer?.comment)
        writer.field(
            "evidence",
            array: { list in
                for range in answer?.evidence ?? [] {
                    list.object {
                        $0.field("startMs", range.startMs)
                        $0.field("endMs", range.endMs)
                    }
                }
            })
    }
}
