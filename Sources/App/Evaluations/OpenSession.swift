import Domain
import JSON
import SQL

/// A session with its forms and answers as one person sees it: the saved answers, and that person's own draft.
struct OpenSession: Sendable {
    let record: EvaluationRecord
    let forms: [Form]
    /// Answers by form, given and not saved; nil when the person has none.
    let draft: Draft?
    /// Counts this person's draft writes, even after its content is gone.
    let draftRevision: Int64
    /// Whose draft it is.
    let viewer: Reference
    /// How much the evaluator has listened to; nil while it is nobody's.
    let coverage: Coverage?

    /// One scorecard of the session and what is answered on it.
    struct Form: Sendable {
        let id: String
        let scorecardID: String
        let version: Int64
        let content: [UInt8]
        let card: Scorecard
        /// What was saved, or the defaults while nothing was.
        let saved: Answers
    }

    /// What a person has answered and not saved.
    struct Draft: Sendable {
        let answers: [String: Answers]
        let savedAt: Int64
    }

    /// Opens a session the caller may see; refuses any other as not there.
    static func load(_ id: String, for caller: Caller, _ transaction: borrowing Transaction) throws -> OpenSession {
        guard let record = try EvaluationStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        let forms = try FormStore.forms(of: id, transaction).map { row in
            let card = try ReadScorecards.shared.card(row.content)
            let saved = record.hasAnswers ? try FormStore.answers(of: row.id, transaction) : card.defaultAnswers
            return Form(
                id: row.id, scorecardID: row.scorecardID, version: row.version, content: row.content, card: card,
                saved: saved)
        }
        let row = try FormStore.draft(of: id, by: caller.id, transaction)
        let draft = try row?.content.map { Draft(answers: try DraftJSON.read($0), savedAt: row?.savedAt ?? 0) }
        return OpenSession(
            record: record, forms: forms, draft: draft, draftRevision: row?.revision ?? 0,
            viewer: Reference(id: caller.id, name: caller.name),
            coverage: try record.evaluator.map {
                try FindListening.run(of: record.interaction.id, by: $0.id, transaction)
            })
    }

    /// Both revisions: of what everybody sees, and of the person's own draft.
    var etag: String { "\(record.revision).\(draftRevision)" }

    /// What the person works on: the draft where there is one, else what was saved.
    func current(_ form: Form) -> Answers {
        draft?.answers[form.id] ?? form.saved
    }

    /// The answers of all forms with new ones put in; refuses an unknown form and answers that are not of its card.
    func answers(with given: [GivenAnswers]) throws -> [Answers] {
        var answers = forms.map(current)
        for given in given {
            guard let index = forms.firstIndex(where: { $0.id == given.formID }) else {
                throw Refusal.field("\(given.pointer)/id", "form_unknown", "This evaluation has no such form.")
            }
            try forms[index].card.check(given.answers, pointer: "\(given.pointer)/answers")
            answers[index] = given.answers
        }
        return answers
    }

    func scores(_ answers: [Answers]) throws -> [FormScore] {
        try zip(forms, answers).map { form, answers in try Scoring.score(form.card, choices: answers.choices) }
    }
}

/// A form's answers as a request brings them.
struct GivenAnswers: Sendable {
    let formID: String
    let answers: Answers
    /// Where they stand in the request.
    let pointer: String

    /// Reads `forms`; nil when it is left out. Refuses one form twice.
    static func read(_ fields: inout JSONFields) throws -> [GivenAnswers]? {
        let given = try fields.optionalArray("forms", max: Scorecard.Limit.forms) { value, pointer in
            var form = try JSONFields(value, pointer: pointer)
            let id = try form.string("id", max: 100)
            guard let answers = form.value("answers") else {
                throw FieldError(
                    pointer: pointer + "/answers", code: "field_missing", sentence: "“answers” is missing.")
            }
            try form.finish()
            return GivenAnswers(
                formID: id, answers: try AnswersJSON.read(answers, pointer: pointer + "/answers"), pointer: pointer)
        }
        if let given, Set(given.map(\.formID)).count < given.count {
            throw Refusal.field("/forms", "form_twice", "Each form can be given once.")
        }
        return given
    }
}

/// A draft as it is kept: the answers by form.
enum DraftJSON {
    static func bytes(_ answers: [(id: String, answers: Answers)]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            for form in answers { writer.field(form.id, answers: form.answers) }
        }
        return writer.bytes
    }

    static func read(_ bytes: [UInt8]) throws -> [String: Answers] {
        guard case .object(let members) = try JSONReader.read(bytes) else { return [:] }
        var answers: [String: Answers] = [:]
        for member in members { answers[member.name] = try AnswersJSON.read(member.value, pointer: "") }
        return answers
    }
}

extension JSONWriter {
    mutating func field(_ name: String, answers: Answers) {
        var writer = JSONWriter()
        AnswersJSON.write(answers, to: &writer)
        field(name, raw: writer.bytes)
    }

    mutating func field(_ name: String, answer: Answer?) {
        var writer = JSONWriter()
        AnswersJSON.write(answer, to: &writer)
        field(name, raw: writer.bytes)
    }

    mutating func field(_ name: String, score: FormScore) {
        var writer = JSONWriter()
        ScoreJSON.write(score, to: &writer)
        field(name, raw: writer.bytes)
    }
}
