import Domain
import JSON

/// A draft is overtaken when somebody else saved other answers after it began: it stays, and waits for its person to
/// choose between the two.
extension OpenSession {
    /// The forms on which the draft and what somebody else saved meanwhile say different things.
    var overtakenForms: [Form] {
        guard let base = draft?.base else { return [] }
        return forms.filter { form in
            let before = base[form.id] ?? form.card.defaultAnswers
            return !AnswerDifference.between(before, form.saved, on: form.card).isEmpty
                && !AnswerDifference.between(current(form), form.saved, on: form.card).isEmpty
        }
    }

    var isOvertaken: Bool { !overtakenForms.isEmpty }

    /// What a person is shown beside their own answers: what was saved over their draft, else what they drafted last.
    func other(_ form: Form) -> FormAnswers {
        isOvertaken
            ? FormAnswers(id: form.id, answers: form.saved, hasDefaultScores: form.hasDefaultScores)
            : FormAnswers(id: form.id, answers: current(form), hasDefaultScores: hasDefaultScores(form))
    }

    /// Who overtook the draft, when, and what both began from; null for no such draft.
    func writeOvertaking(to writer: inout JSONWriter) {
        guard let base = draft?.base, isOvertaken else { return writer.fieldNull("overtaken") }
        writer.field(
            "overtaken",
            object: { writer in
                writer.field("by", record.editedBy)
                writer.field("at", instant: record.editedAt)
                writer.field(
                    "base",
                    array: { list in
                        for form in forms {
                            list.object {
                                $0.field("id", form.id)
                                $0.field("answers", answers: base[form.id] ?? form.card.defaultAnswers)
                            }
                        }
                    })
            })
    }
}

extension FormAnswers {
    func write(to writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("answers", answers: answers)
        writer.field("defaultScores", hasDefaultScores)
    }
}
