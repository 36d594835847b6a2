import Domain
import JSON
import SQL

/// A session with its forms and answers as one person sees it: the saved answers, and that person's own draft.
struct OpenSession: Sendable {
    var record: EvaluationRecord
    var forms: [Form]
    /// Answers by form, given and not saved; nil when the person has none.
    var draft: Draft?
    /// Counts this person's draft writes, even after its content is gone.
    var draftRevision: Int64
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
        var saved: Answers
        /// Whether what was saved began with *Default scores to 100%*.
        var hasDefaultScores: Bool
    }

    /// What a person has answered and not saved.
    struct Draft: Sendable {
        let content: DraftContent
        let savedAt: Int64
        /// The saved answers it began from, once somebody else saved.
        let base: [String: Answers]?
    }

    /// Opens a session the caller may see; refuses any other as not there.
    static func load(_ id: String, for caller: Caller, _ transaction: borrowing Transaction) throws -> OpenSession {
        guard let record = try EvaluationStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        let forms = try FormStore.forms(of: id, transaction).map { row in
            let (content, card) = (row.read.content, row.read.card)
            let saved = record.hasAnswers ? try FormStore.answers(of: row.id, transaction) : card.defaultAnswers
            return Form(
                id: row.id, scorecardID: row.scorecardID, version: row.version, content: content, card: card,
                saved: saved, hasDefaultScores: row.hasDefaultScores)
        }
        let row = try FormStore.draft(of: id, by: caller.id, transaction)
        let draft = try row?.content.map { content in
            Draft(
                content: try DraftJSON.read(content), savedAt: row?.savedAt ?? 0,
                base: try row?.base.map { try DraftJSON.read($0).answers })
        }
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
        draft?.content.answers[form.id] ?? form.saved
    }

    /// Whether what the person works on began with *Default scores to 100%*.
    func hasDefaultScores(_ form: Form) -> Bool {
        draft?.content.defaultScores.contains(form.id) ?? form.hasDefaultScores
    }

    /// The answers of all forms with new ones put in; refuses an unknown form and answers that are not of its card.
    func answers(with given: [GivenAnswers]) throws -> [FormAnswers] {
        var answers = forms.map {
            FormAnswers(id: $0.id, answers: current($0), hasDefaultScores: hasDefaultScores($0))
        }
        for given in given {
            guard let index = forms.firstIndex(where: { $0.id == given.formID }) else {
                throw Refusal.field("\(given.pointer)/id", "form_unknown", "This evaluation has no such form.")
            }
            try forms[index].card.check(given.answers, pointer: "\(given.pointer)/answers")
            answers[index] = FormAnswers(
                id: given.formID, answers: given.answers, hasDefaultScores: given.hasDefaultScores)
        }
        return answers
    }

    func scores(_ answers: [Answers]) throws -> [FormScore] {
        try zip(forms, answers).map { form, answers in try Scoring.score(form.card, choices: answers.choices) }
    }

    /// The session as it is once these are its answers: what `SaveAnswers.store` leaves behind, and loading it again
    /// would find.
    func holding(_ answers: [FormAnswers], state: SessionState, by caller: Caller, at now: Int64) -> OpenSession {
        var session = self
        session.record.state = state
        session.record.hasAnswers = true
        session.record.editedBy = Reference(id: caller.id, name: caller.name)
        session.record.editedAt = now
        session.record.completedAt = state == .completed ? record.completedAt ?? now : nil
        session.record.revision += 1
        for (index, given) in answers.enumerated() {
            session.forms[index].saved = given.answers.filter { !$0.value.isEmpty }
            session.forms[index].hasDefaultScores = given.hasDefaultScores
        }
        if draft != nil {
            session.draft = nil
            session.draftRevision += 1
        }
        return session
    }

    /// What was saved of every form.
    var saved: [FormAnswers] {
        forms.map { FormAnswers(id: $0.id, answers: $0.saved, hasDefaultScores: $0.hasDefaultScores) }
    }
}

/// The answers of one form of a session.
struct FormAnswers: Sendable {
    let id: String
    let answers: Answers
    /// Whether *Default scores to 100%* is on: they began with the highest options.
    let hasDefaultScores: Bool
}

/// A form's answers as a request brings them.
struct GivenAnswers: Sendable {
    let formID: String
    let answers: Answers
    let hasDefaultScores: Bool
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
            let hasDefaultScores = try form.optionalBool("defaultScores") ?? false
            try form.finish()
            return GivenAnswers(
                formID: id, answers: try AnswersJSON.read(answers, pointer: pointer + "/answers"),
                hasDefaultScores: hasDefaultScores, pointer: pointer)
        }
        if let given, Set(given.map(\.formID)).count < given.count {
            throw Refusal.field("/forms", "form_twice", "Each form can be given once.")
        }
        return given
    }
}

/// What a draft or a revision holds.
struct DraftContent: Sendable {
    var answers: [String: Answers] = [:]
    /// The forms whose answers began with *Default scores to 100%*.
    var defaultScores: Set<String> = []
}

/// Answers as they are kept: by form, and beside them which forms began with *Default scores to 100%*.
enum DraftJSON {
    /// Not the id of a form.
    private static let defaultScores = "defaultScores"

    static func bytes(_ forms: [FormAnswers]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            for form in forms { writer.field(form.id, answers: form.answers) }
            let full = forms.filter(\.hasDefaultScores).map(\.id)
            if !full.isEmpty { writer.field(defaultScores, full) }
        }
        return writer.bytes
    }

    static func read(_ bytes: [UInt8]) throws -> DraftContent {
        guard case .object(let members) = try JSONReader.read(bytes) else { return DraftContent() }
        var content = DraftContent()
        for member in members {
            if member.name == defaultScores {
                content.defaultScores = Set((member.value.elements ?? []).compactMap(\.text))
            } else {
                content.answers[member.name] = try AnswersJSON.read(member.value, pointer: "")
            }
        }
        return content
    }
}

extension JSONWriter {
    mutating func field(_ name: String, answers: Answers) {
        key(name)
        AnswersJSON.write(answers, to: &self)
    }

    mutating func field(_ name: String, answer: Answer?) {
        key(name)
        AnswersJSON.write(answer, to: &self)
    }

    mutating func field(_ name: String, score: FormScore) {
        key(name)
        ScoreJSON.write(score, to: &self)
    }
}
