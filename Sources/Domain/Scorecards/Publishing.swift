extension Scorecard {
    /// The most a scorecard may hold.
    package enum Limit {
        package static let sections = 100
        /// Over all sections.
        package static let questions = 200
        package static let options = 2...256
        package static let points: ClosedRange<Int64> = 0...1000
        /// The code of points beyond that.
        package static let pointsOutside = "points_outside"
        /// Forms of one session.
        package static let forms = 10
        package static let name = GivenName.longest
        package static let questionText = 500
        package static let help = 4096
        package static let tags = 50
        /// All weights together, basis points.
        package static let weights: Int64 = 10_000
    }

    /// Refuses to publish what is not a whole form; every problem is named with its section and question.
    package func checkPublishable() throws(Refusal) {
        let problems = publishingProblems
        guard !problems.isEmpty else { return }
        let sentence =
            problems.count == 1
            ? problems[0].sentence
            : "The scorecard cannot be published yet: \(problems.count) things are to be put right."
        throw Refusal("scorecard_unpublishable", sentence, fields: problems)
    }

    /// What stands in the way of publishing, in the order of the form; empty when nothing does.
    package var publishingProblems: [Refusal.Field] {
        var check = PublishingCheck()
        check.card(self)
        return check.problems
    }

    /// The options whose points publishing would refuse, in its words.
    package var pointsOutside: [Refusal.Field] {
        publishingProblems.filter { $0.code == Limit.pointsOutside }
    }
}

/// Goes through a scorecard once and gathers what is wrong, with pointers into its JSON form.
private struct PublishingCheck {
    private(set) var problems: [Refusal.Field] = []
    private var questionKeys: Set<String> = []

    mutating func card(_ card: Scorecard) {
        key(card.key, "", "The scorecard")
        given(card.name, "/name", "The scorecard's name")
        text(card.description, "/description", "The scorecard's description", 0...Scorecard.Limit.help)
        if card.tags.count > Scorecard.Limit.tags {
            add("/tags", "too_many", "A scorecard has at most \(Scorecard.Limit.tags) tags.")
        }
        for (index, tag) in card.tags.enumerated() { given(tag, "/tags/\(index)", "A tag") }
        if let passMark = card.passMark, !(0...Scoring.whole).contains(passMark) {
            add("/passMark", "pass_mark_outside", "The pass mark lies between 0 and 100%.")
        }
        counts(of: card)
        var keys: Set<String> = []
        for (index, section) in card.sections.enumerated() {
            let pointer = "/sections/\(index)"
            if !keys.insert(section.key).inserted {
                add("\(pointer)/key", "key_taken", "\(name(section, index)) has the key of another section.")
            }
            self.section(section, name(section, index), pointer, weighted: card.format == .percentage)
        }
    }

    private mutating func counts(of card: Scorecard) {
        if !(1...Scorecard.Limit.sections).contains(card.sections.count) {
            add("/sections", "section_count", "A scorecard has 1 to \(Scorecard.Limit.sections) sections.")
        }
        let questions = card.questions
        if questions.count > Scorecard.Limit.questions {
            add("/sections", "question_count", "A scorecard has at most \(Scorecard.Limit.questions) questions.")
        }
        switch card.format {
        case .points:
            if !card.sections.isEmpty, questions.allSatisfy({ $0.maximum <= 0 }) {
                add("/sections", "nothing_scorable", "At least one question must be worth points.")
            }
        case .percentage:
            let weights = card.sections.reduce(Int64(0)) { $0.addingReportingOverflow($1.weight).partialValue }
            if !card.sections.isEmpty, weights != Scorecard.Limit.weights {
                add(
                    "/sections", "weights_sum",
                    "The sections' weights add to \(Self.percent(weights)), not to 100%.")
            }
        }
    }

    private mutating func section(_ section: Scorecard.Section, _ name: String, _ pointer: String, weighted: Bool) {
        key(section.key, pointer, name)
        given(section.title, "\(pointer)/title", "The title of \(name)")
        text(section.description, "\(pointer)/description", "The description of \(name)", 0...Scorecard.Limit.help)
        if weighted, !(0...Scorecard.Limit.weights).contains(section.weight) {
            add("\(pointer)/weight", "weight_outside", "The weight of \(name) lies between 0 and 100%.")
        }
        if section.questions.isEmpty {
            add("\(pointer)/questions", "section_empty", "\(name) has no question.")
        } else if weighted, section.weight > 0, section.questions.allSatisfy({ $0.maximum <= 0 }) {
            add(
                "\(pointer)/questions", "nothing_scorable",
                "\(name) has a weight, so one of its questions must be worth points.")
        }
        for (index, question) in section.questions.enumerated() {
            let label = "Question \(index + 1)\(Self.quoted(question.text)) of \(name)"
            let place = "\(pointer)/questions/\(index)"
            if !questionKeys.insert(question.key).inserted {
                add("\(place)/key", "key_taken", "\(label) has the key of another question.")
            }
            self.question(question, label, place)
        }
    }

    private mutating func question(_ question: Scorecard.Question, _ name: String, _ pointer: String) {
        key(question.key, pointer, name)
        text(question.text, "\(pointer)/text", "The text of \(name)", 1...Scorecard.Limit.questionText)
        text(question.helpText, "\(pointer)/helpText", "The help of \(name)", 0...Scorecard.Limit.help)
        options(of: question, name, pointer)
        if let key = question.defaultOption {
            if let option = question.option(key) {
                if question.isRequired, option.autoFail != .none {
                    add(
                        "\(pointer)/default", "default_fails",
                        "\(name) is required and can fail automatically, so it may not default to a failing option.")
                }
            } else {
                add("\(pointer)/default", "option_unknown", "\(name) defaults to an option it does not have.")
            }
        }
        if case .onOptions(let keys) = question.commentPolicy {
            for (index, key) in keys.enumerated() where question.option(key) == nil {
                add(
                    "\(pointer)/commentPolicy/onOptions/\(index)", "option_unknown",
                    "\(name) asks for a comment on an option it does not have.")
            }
        }
    }

    private mutating func options(of question: Scorecard.Question, _ name: String, _ pointer: String) {
        let options = question.options
        if question.type == .yesNo, options.count != 2 {
            add("\(pointer)/options", "option_count", "\(name) is a yes/no question and has exactly two options.")
        } else if !Scorecard.Limit.options.contains(options.count) {
            add("\(pointer)/options", "option_count", "\(name) needs 2 to 256 options.")
        } else if question.type == .ratingScale, !Self.isScale(options) {
            add(
                "\(pointer)/options", "scale_steps",
                "\(name) is a rating scale: its options are whole numbers, each one more than the one before.")
        }
        var keys: Set<String> = []
        for (index, option) in options.enumerated() {
            let place = "\(pointer)/options/\(index)"
            let label = "Option \(index + 1)\(Self.quoted(option.label)) of \(name)"
            key(option.key, place, label)
            if !keys.insert(option.key).inserted {
                add("\(place)/key", "key_taken", "\(label) has the key of another option.")
            }
            given(option.label, "\(place)/label", "The label of \(label)")
            if !Scorecard.Limit.points.contains(option.points) {
                add("\(place)/points", Scorecard.Limit.pointsOutside, "\(label) is worth 0 to 1,000 points.")
            }
        }
    }

    /// A scale's steps stand in its labels, in its keys, or, where both are words, in its points.
    private static func isScale(_ options: [Scorecard.Option]) -> Bool {
        isInSteps(options.map { Int64($0.label) }) || isInSteps(options.map { Int64($0.key) })
            || isInSteps(options.map(\.points))
    }

    private static func isInSteps(_ values: [Int64?]) -> Bool {
        zip(values, values.dropFirst()).allSatisfy { first, second in
            guard let first, let second else { return false }
            return first < Int64.max && first + 1 == second
        }
    }

    private mutating func key(_ key: String, _ pointer: String, _ owner: String) {
        text(
            key, "\(pointer)/key", "The key of \(owner == "The scorecard" ? "the scorecard" : owner)",
            1...Scorecard.Limit.name)
    }

    /// A name, by the rule of all names.
    private mutating func given(_ name: String, _ pointer: String, _ label: String) {
        text(name, pointer, label, 1...Scorecard.Limit.name)
        if !GivenName.isPlain(name) { add(pointer, "text_control", GivenName.controlled(label)) }
    }

    private mutating func text(_ text: String, _ pointer: String, _ label: String, _ lengths: ClosedRange<Int>) {
        let length = text.unicodeScalars.count
        if length < lengths.lowerBound || (lengths.lowerBound > 0 && !GivenName.isSeen(text)) {
            add(pointer, "text_empty", "\(label) is missing.")
        } else if length > lengths.upperBound {
            add(pointer, "text_long", "\(label) has at most \(lengths.upperBound) characters.")
        }
    }

    private mutating func add(_ pointer: String, _ code: String, _ sentence: String) {
        problems.append(Refusal.Field(pointer: pointer, code: code, sentence: sentence))
    }

    private func name(_ section: Scorecard.Section, _ index: Int) -> String {
        "Section \(index + 1)\(Self.quoted(section.title))"
    }

    private static func quoted(_ text: String) -> String {
        guard !text.isEmpty else { return "" }
        return text.count > 60 ? " “\(text.prefix(60))…”" : " “\(text)”"
    }

    private static func percent(_ basisPoints: Int64) -> String {
        let rest = basisPoints.magnitude % 100
        let sign = basisPoints < 0 ? "-" : ""
        let whole = "\(sign)\(basisPoints.magnitude / 100)"
        return rest == 0 ? "\(whole)%" : "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
    }
}
