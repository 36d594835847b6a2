package import Domain
package import JSON

/// A scorecard as JSON, in the shape that `earmark score`, the API and imports share.
package enum ScorecardJSON {
    /// Texts in drafts may be longer than publishing lets them be, so that they can be put right.
    private static let longestText = 65_536
    private static let mostElements = 10_000

    /// Reads a scorecard; absent members take their defaults, unknown ones are refused, publishing's rules are not applied.
    package static func read(_ value: JSONValue, pointer: String = "") throws -> Scorecard {
        var fields = try JSONFields(value, pointer: pointer)
        var card = Scorecard(key: try text(&fields, "key"))
        card.name = try text(&fields, "name")
        card.description = try text(&fields, "description")
        card.tags = try fields.strings("tags", max: mostElements, each: longestText)
        card.format = try fields.optionalChoice("format", of: Scorecard.Format.self) ?? .percentage
        card.defaultsOn = try fields.optionalBool("defaultsOn") ?? false
        card.evidenceRequired = try fields.optionalBool("evidenceRequired") ?? false
        card.passMark = try fields.optionalInt64("passMark")
        card.unansweredOptional =
            try fields.optionalChoice("unansweredOptional", of: Scorecard.UnansweredOptional.self) ?? .zero
        card.sections = try elements(&fields, "sections", section)
        try fields.finish()
        return card
    }

    private static func section(_ fields: inout JSONFields) throws -> Scorecard.Section {
        Scorecard.Section(
            key: try text(&fields, "key"), title: try text(&fields, "title"),
            description: try text(&fields, "description"),
            weight: try weight(&fields),
            questions: try elements(&fields, "questions", question))
    }

    private static func question(_ fields: inout JSONFields) throws -> Scorecard.Question {
        Scorecard.Question(
            key: try text(&fields, "key"),
            type: try fields.optionalChoice("type", of: Scorecard.QuestionType.self) ?? .yesNo,
            text: try text(&fields, "text"), helpText: try text(&fields, "helpText"),
            isRequired: try fields.optionalBool("required") ?? false,
            allowsNA: try fields.optionalBool("allowNA") ?? false,
            defaultOption: try fields.optionalString("default", max: longestText),
            commentPolicy: try commentPolicy(&fields), options: try elements(&fields, "options", option))
    }

    private static func option(_ fields: inout JSONFields) throws -> Scorecard.Option {
        Scorecard.Option(
            key: try text(&fields, "key"), label: try text(&fields, "label"),
            points: try points(&fields),
            autoFail: try fields.optionalChoice("autoFail", of: Scorecard.AutoFailScope.self) ?? .none)
    }

    /// Who writes percent here learns how it is written.
    private static func weight(_ fields: inout JSONFields) throws(FieldError) -> Int64 {
        let name = "weight"
        if case .number? = fields.present(name) {
            throw FieldError(
                pointer: fields.pointer(to: name), code: "field_type",
                sentence: "“weight” is a whole number of hundredths of a percent: 6250 is 62.5%.")
        }
        return try fields.optionalInt64(name, in: Scoring.amounts) ?? 0
    }

    /// More than publishing allows may stand in a draft; what could not be scored may not.
    private static func points(_ fields: inout JSONFields) throws(FieldError) -> Int64 {
        let name = "points"
        let points = try fields.optionalInt64(name) ?? 0
        guard Scoring.amounts.contains(points) else {
            throw FieldError(
                pointer: fields.pointer(to: name), code: Scorecard.Limit.pointsOutside,
                sentence: "An option is worth 0 to 1,000 points.")
        }
        return points
    }

    private static func commentPolicy(_ fields: inout JSONFields) throws -> Scorecard.CommentPolicy {
        let name = "commentPolicy"
        switch fields.present(name) {
        case nil, .string("optional"): return .optional
        case .string("required"): return .required
        case .some(let value):
            guard case .object = value else {
                throw FieldError(
                    pointer: fields.pointer(to: name), code: "field_value",
                    sentence: "“commentPolicy” is “optional”, “required” or {\"onOptions\":[…]}.")
            }
            var policy = try JSONFields(value, pointer: fields.pointer(to: name))
            let options = try policy.strings("onOptions", max: mostElements, each: longestText)
            try policy.finish()
            return .onOptions(options)
        }
    }

    private static func text(_ fields: inout JSONFields, _ name: String) throws(FieldError) -> String {
        try fields.optionalString(name, max: longestText) ?? ""
    }

    private static func elements<T>(
        _ fields: inout JSONFields, _ name: String, _ element: (inout JSONFields) throws -> T
    ) throws -> [T] {
        fields.present(name) == nil ? [] : try fields.objects(name, max: mostElements, element)
    }

    // MARK: Out

    /// Writes a scorecard with all its members, as one value.
    package static func write(_ card: Scorecard, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("key", card.key)
            writer.field("name", card.name)
            writer.field("description", card.description)
            writer.field("tags", card.tags)
            writer.field("format", card.format.rawValue)
            writer.field("defaultsOn", card.defaultsOn)
            writer.field("evidenceRequired", card.evidenceRequired)
            writer.field("passMark", card.passMark)
            writer.field("unansweredOptional", card.unansweredOptional.rawValue)
            writer.field(
                "sections", array: { writer in for section in card.sections { write(section, to: &writer) } })
        }
    }

    /// A scorecard's JSON, as it is kept.
    package static func bytes(_ card: Scorecard) -> [UInt8] {
        var writer = JSONWriter()
        write(card, to: &writer)
        return writer.bytes
    }

    private static func write(_ section: Scorecard.Section, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("key", section.key)
            writer.field("title", section.title)
            writer.field("description", section.description)
            writer.field("weight", section.weight)
            writer.field(
                "questions", array: { writer in for question in section.questions { write(question, to: &writer) } })
        }
    }

    private static func write(_ question: Scorecard.Question, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("key", question.key)
            writer.field("type", question.type.rawValue)
            writer.field("text", question.text)
            writer.field("helpText", question.helpText)
            writer.field("required", question.isRequired)
            writer.field("allowNA", question.allowsNA)
            writer.field("default", question.defaultOption)
            switch question.commentPolicy {
            case .optional: writer.field("commentPolicy", "optional")
            case .required: writer.field("commentPolicy", "required")
            case .onOptions(let keys):
                writer.field("commentPolicy", object: { writer in writer.field("onOptions", keys) })
            }
            writer.field("options", array: { writer in for option in question.options { write(option, to: &writer) } })
        }
    }

    private static func write(_ option: Scorecard.Option, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("key", option.key)
            writer.field("label", option.label)
            writer.field("points", option.points)
            writer.field("autoFail", option.autoFail.rawValue)
        }
    }
}
