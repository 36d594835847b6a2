package import Domain
package import JSON

/// Choices in and scores out, as `earmark score` and the API say them.
package enum ScoreJSON {
    /// Reads `{"<question key>":{"option":"<key>"} | {"na":true}}`.
    package static func choices(_ value: JSONValue?, pointer: String) throws -> [String: AnswerChoice] {
        guard let value else { return [:] }
        guard case .object(let members) = value else {
            throw FieldError(pointer: pointer, code: "field_type", sentence: "The answers must be an object.")
        }
        var choices: [String: AnswerChoice] = [:]
        choices.reserveCapacity(members.count)
        for member in members {
            let place = JSONPointer.member(member.name, of: pointer)
            var fields = try JSONFields(member.value, pointer: place)
            guard let choice = try choice(&fields) else {
                throw FieldError(
                    pointer: place, code: "answer_empty",
                    sentence: "The answer to “\(member.name)” names neither an option nor N/A.")
            }
            try fields.finish()
            choices[member.name] = choice
        }
        return choices
    }

    /// The choice among an answer's members; nil when it names none.
    package static func choice(_ fields: inout JSONFields) throws(FieldError) -> AnswerChoice? {
        let option = try fields.optionalString("option", max: 65_536)
        let isNA = try fields.optionalBool("na")
        switch (option, isNA) {
        case (nil, nil): return nil
        case (.some(let option), nil): return .option(option)
        case (nil, true): return .notApplicable
        case (nil, false):
            throw FieldError(
                pointer: fields.pointer(to: "na"), code: "field_value", sentence: "“na” is true, or left out.")
        case (.some, .some):
            throw FieldError(
                pointer: fields.pointer, code: "answer_ambiguous",
                sentence: "An answer is either an option or N/A, not both.")
        }
    }

    /// Writes a form's score as one value.
    package static func write(_ score: FormScore, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("score", score.score)
            writer.field("scoreBeforeAutoFail", score.scoreBeforeAutoFail)
            writer.field("earned", score.earned)
            writer.field("possible", score.possible)
            writer.field("autoFailed", score.autoFailed)
            writer.field("passed", score.passed)
            writer.field("missingRequired", score.missingRequired)
            writer.field("sections", array: { writer in for section in score.sections { write(section, to: &writer) } })
        }
    }

    private static func write(_ section: FormScore.SectionScore, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("key", section.key)
            writer.field("earned", section.earned)
            writer.field("possible", section.possible)
            writer.field("score", section.score)
            writer.field("autoFailed", section.autoFailed)
        }
    }

    /// Writes every term of a score: what each question and section earned, weighed and counted, and what failed.
    package static func writeReceipt(_ score: FormScore, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("format", score.format.rawValue)
            writer.field("countedWeight", score.countedWeight)
            writer.field(
                "sections",
                array: { writer in for section in score.sections { writeTerms(section, to: &writer) } })
            writer.field(
                "triggers",
                array: { writer in
                    for trigger in score.triggers {
                        writer.object { writer in
                            writer.field("section", trigger.section)
                            writer.field("question", trigger.question)
                            writer.field("option", trigger.option)
                            writer.field("scope", trigger.scope.rawValue)
                        }
                    }
                })
        }
    }

    private static func writeTerms(_ section: FormScore.SectionScore, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("key", section.key)
            writer.field("weight", section.weight)
            writer.field("counts", section.counts)
            writer.field("earned", section.earned)
            writer.field("earnedBeforeAutoFail", section.earnedBeforeAutoFail)
            writer.field("possible", section.possible)
            writer.field("score", section.score)
            writer.field("autoFailed", section.autoFailed)
            writer.field(
                "questions",
                array: { writer in
                    for question in section.questions {
                        writer.object { writer in
                            writer.field("key", question.key)
                            writer.field("state", question.state.rawValue)
                            writer.field("earned", question.earned)
                            writer.field("possible", question.possible)
                            writer.field("maximum", question.maximum)
                        }
                    }
                })
        }
    }
}
