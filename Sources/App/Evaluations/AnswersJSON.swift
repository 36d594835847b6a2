package import Domain
package import JSON

/// A form's answers as JSON: choices with comments, evidence, and whether a person touched or confirmed them.
package enum AnswersJSON {
    package static func read(_ value: JSONValue, pointer: String) throws -> Answers {
        guard case .object(let members) = value else {
            throw FieldError(pointer: pointer, code: "field_type", sentence: "The answers must be an object.")
        }
        var answers: Answers = [:]
        for member in members {
            let place = JSONPointer.member(member.name, of: pointer)
            var fields = try JSONFields(member.value, pointer: place)
            var answer = Answer(choice: try ScoreJSON.choice(&fields))
            answer.comment = try fields.optionalString("comment", max: Answer.longestComment)
            answer.evidence = try fields.optionalArray("evidence", max: Answer.mostEvidence, evidence) ?? []
            answer.isTouched = try fields.optionalBool("touched") ?? true
            answer.isConfirmed = try fields.optionalBool("confirmed") ?? true
            try fields.finish()
            if !answer.isEmpty { answers[member.name] = answer }
        }
        return answers
    }

    private static func evidence(_ value: JSONValue, _ pointer: String) throws -> TimeRange {
        var fields = try JSONFields(value, pointer: pointer)
        let (start, end) = (try fields.int64("startMs"), try fields.int64("endMs"))
        try fields.finish()
        do {
            return try TimeRange(startMs: start, endMs: end)
        } catch {
            throw FieldError(pointer: pointer, code: error.code, sentence: error.sentence)
        }
    }

    /// Writes the answers as one value, by question in the order of their keys.
    package static func write(_ answers: Answers, to writer: inout JSONWriter) {
        writer.object { writer in
            for (key, answer) in answers.sorted(by: { $0.key < $1.key }) {
                writer.field(key, object: { writer in writeMembers(of: answer, to: &writer) })
            }
        }
    }

    /// Writes one answer as one value; null for none.
    package static func write(_ answer: Answer?, to writer: inout JSONWriter) {
        guard let answer else {
            writer.null()
            return
        }
        writer.object { writer in writeMembers(of: answer, to: &writer) }
    }

    private static func writeMembers(of answer: Answer, to writer: inout JSONWriter) {
        switch answer.choice {
        case .option(let key): writer.field("option", key)
        case .notApplicable: writer.field("na", true)
        case nil: break
        }
        if let comment = answer.comment { writer.field("comment", comment) }
        if !answer.evidence.isEmpty {
            writer.field(
                "evidence",
                array: { writer in
                    for range in answer.evidence {
                        writer.object { writer in
                            writer.field("startMs", range.startMs)
                            writer.field("endMs", range.endMs)
                        }
                    }
                })
        }
        if !answer.isTouched { writer.field("touched", false) }
        if !answer.isConfirmed { writer.field("confirmed", false) }
    }
}
