import Domain
import JSON
import SQL

/// The tables of a session's forms, their answers, and the drafts of who works on them.
enum FormStore {
    /// A form's row with the content it is pinned to.
    struct FormRow: Sendable {
        let id: String
        let scorecardID: String
        let version: Int64
        let read: ReadScorecards.Read
        /// Whether its saved answers began with *Default scores to 100%*.
        let hasDefaultScores: Bool
    }

    /// Answers a person has given and not saved yet; without forms once they were saved or dropped.
    struct DraftRow: Sendable {
        let content: [UInt8]?
        /// The saved answers it began from; nil while nobody else saved.
        let base: [UInt8]?
        let revision: Int64
        let savedAt: Int64
    }

    static func insert(
        id: String, evaluationID: String, position: Int, _ version: ScorecardVersion,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO evaluation_forms (id, evaluation_id, position, scorecard_id, version, auto_failed)
            VALUES (?, ?, ?, ?, ?, 0)
            """,
            .text(id), .text(evaluationID), .integer(Int64(position)), .text(version.scorecardID),
            .integer(version.number))
    }

    static func forms(of evaluationID: String, _ transaction: borrowing Transaction) throws -> [FormRow] {
        try transaction.rows(
            """
            SELECT f.id, f.scorecard_id, f.version, v.content, f.has_default_scores FROM evaluation_forms f
            JOIN scorecard_versions v ON v.scorecard_id = f.scorecard_id AND v.number = f.version
            WHERE f.evaluation_id = ? ORDER BY f.position
            """, .text(evaluationID)
        ) { row in
            let (scorecard, version) = (row.text(1), row.int64(2))
            return FormRow(
                id: row.text(0), scorecardID: scorecard, version: version,
                read: try row.withText(3) { try ReadScorecards.shared.read(scorecard, version, $0) },
                hasDefaultScores: row.bool(4))
        }
    }

    // MARK: Saved answers

    static func answers(of formID: String, _ transaction: borrowing Transaction) throws -> Answers {
        var answers: Answers = [:]
        try transaction.forEach(
            """
            SELECT question, option_key, is_na, comment, evidence, is_touched, is_confirmed FROM evaluation_answers
            WHERE form_id = ?
            """, .text(formID)
        ) { row in
            answers[row.text(0)] = Answer(
                choice: row.bool(2) ? .notApplicable : row.optionalText(1).map(AnswerChoice.option),
                comment: row.optionalText(3), evidence: try EvidenceText.read(row.optionalText(4)),
                isTouched: row.bool(5), isConfirmed: row.bool(6))
        }
        return answers
    }

    /// Puts a form's answers in place of all it had.
    static func setAnswers(
        of formID: String, _ given: FormAnswers, _ score: FormScore, _ transaction: borrowing Transaction
    ) throws {
        try clear(formID, transaction)
        for (question, answer) in given.answers.sorted(by: { $0.key < $1.key }) where !answer.isEmpty {
            var option: String?
            if case .option(let key) = answer.choice { option = key }
            try transaction.execute(
                insertAnswer,
                .text(formID), .text(question), .optional(option), SQLValue(answer.choice == .notApplicable),
                .optional(answer.comment), .optional(EvidenceText.text(answer.evidence)), SQLValue(answer.isTouched),
                SQLValue(answer.isConfirmed))
        }
        try setScore(
            of: formID, score.score, passed: score.passed, autoFailed: score.autoFailed,
            hasDefaultScores: given.hasDefaultScores, transaction)
    }

    private static let insertAnswer = """
        INSERT INTO evaluation_answers (form_id, question, option_key, is_na, comment, evidence, is_touched, is_confirmed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// Takes away what a form was answered.
    static func reset(_ formID: String, _ transaction: borrowing Transaction) throws {
        try clear(formID, transaction)
        try setScore(of: formID, nil, passed: nil, autoFailed: false, hasDefaultScores: false, transaction)
    }

    private static func clear(_ formID: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM evaluation_answers WHERE form_id = ?", .text(formID))
    }

    private static func setScore(
        of formID: String, _ score: Int64?, passed: Bool?, autoFailed: Bool, hasDefaultScores: Bool,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE evaluation_forms SET score = ?, passed = ?, auto_failed = ?, has_default_scores = ? WHERE id = ?",
            .optional(score), .optional(passed), SQLValue(autoFailed), SQLValue(hasDefaultScores), .text(formID))
    }

    // MARK: Drafts

    static func draft(
        of evaluationID: String, by userID: String, _ transaction: borrowing Transaction
    ) throws -> DraftRow? {
        try transaction.row(
            "SELECT content, base, revision, saved_at FROM evaluation_drafts WHERE evaluation_id = ? AND user_id = ?",
            .text(evaluationID), .text(userID)
        ) { row in
            DraftRow(
                content: row.optionalText(0).map { Array($0.utf8) }, base: row.optionalText(1).map { Array($0.utf8) },
                revision: row.int64(2), savedAt: row.int64(3))
        }
    }

    /// Puts a person's draft, which was made knowing what is saved; nil drops its content.
    static func setDraft(
        of evaluationID: String, by userID: String, _ content: [UInt8]?, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO evaluation_drafts (evaluation_id, user_id, content, revision, saved_at) VALUES (?, ?, ?, 1, ?)
            ON CONFLICT (evaluation_id, user_id) DO UPDATE SET content = excluded.content, base = NULL,
                revision = evaluation_drafts.revision + 1, saved_at = excluded.saved_at
            """,
            .text(evaluationID), .text(userID), .optional(content.map { String(decoding: $0, as: UTF8.self) }),
            .integer(transaction.now))
    }

    /// The session began anew: everybody's drafts go.
    static func dropDrafts(of evaluationID: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE evaluation_drafts SET content = NULL, base = NULL, revision = revision + 1
            WHERE evaluation_id = ? AND content IS NOT NULL
            """, .text(evaluationID))
    }

    /// Somebody saved: that person's draft goes, everybody else's stays and remembers the saved answers it began from.
    static func endDraft(
        of evaluationID: String, by userID: String, overtaking base: [UInt8], _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE evaluation_drafts SET content = NULL, base = NULL, revision = revision + 1
            WHERE evaluation_id = ? AND user_id = ? AND content IS NOT NULL
            """, .text(evaluationID), .text(userID))
        try transaction.execute(
            """
            UPDATE evaluation_drafts SET base = ? WHERE evaluation_id = ? AND content IS NOT NULL AND base IS NULL
            """, .text(String(decoding: base, as: UTF8.self)), .text(evaluationID))
    }
}

/// Stretches of the media as they are kept: a JSON list of pairs of milliseconds.
private enum EvidenceText {
    static func text(_ evidence: [TimeRange]) -> String? {
        guard !evidence.isEmpty else { return nil }
        var writer = JSONWriter()
        writer.array { list in
            for range in evidence {
                list.array { pair in
                    pair.value(range.startMs)
                    pair.value(range.endMs)
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func read(_ text: String?) throws -> [TimeRange] {
        guard let text else { return [] }
        return try (JSONReader.read(Array(text.utf8)).elements ?? []).map { pair in
            let ends = (pair.elements ?? []).compactMap(\.integer)
            return try TimeRange(startMs: ends.first ?? 0, endMs: ends.last ?? 0)
        }
    }
}
