/// A form for scoring a conversation: sections of questions with options. A version of it is this value, frozen.
package struct Scorecard: Equatable, Sendable {
    /// Stable over versions; so are the keys of sections, questions and options.
    package var key: String
    package var name: String
    package var description: String
    package var tags: [String]
    package var format: Format
    package var defaultsOn: Bool
    /// Whether a failing answer needs a range of the media as evidence.
    package var evidenceRequired: Bool
    /// Micro-percent, 0...100,000,000.
    package var passMark: Int64?
    package var unansweredOptional: UnansweredOptional
    package var sections: [Section]

    /// How a score is counted and shown.
    package enum Format: String, CaseIterable, Sendable {
        /// Sections carry weights that add to 10,000 basis points.
        case percentage
        /// Points add up over the whole form.
        case points
    }

    /// What an optional question without an answer counts: its full points as not earned, or nothing.
    package enum UnansweredOptional: String, CaseIterable, Sendable {
        case zero, exclude
    }

    package init(
        key: String, name: String = "", description: String = "", tags: [String] = [], format: Format = .percentage,
        defaultsOn: Bool = false, evidenceRequired: Bool = false, passMark: Int64? = nil,
        unansweredOptional: UnansweredOptional = .zero, sections: [Section] = []
    ) {
        self.key = key
        self.name = name
        self.description = description
        self.tags = tags
        self.format = format
        self.defaultsOn = defaultsOn
        self.evidenceRequired = evidenceRequired
        self.passMark = passMark
        self.unansweredOptional = unansweredOptional
        self.sections = sections
    }

    /// Part of a scorecard with a weight of its own.
    package struct Section: Equatable, Sendable {
        package var key: String
        package var title: String
        package var description: String
        /// Basis points (10,000 = all); counts in percentage format alone.
        package var weight: Int64
        package var questions: [Question]

        package init(
            key: String, title: String = "", description: String = "", weight: Int64 = 0, questions: [Question] = []
        ) {
            self.key = key
            self.title = title
            self.description = description
            self.weight = weight
            self.questions = questions
        }

        /// Whether the section as a whole can be set N/A.
        package var allowsNA: Bool { !questions.isEmpty && questions.allSatisfy(\.allowsNA) }
    }

    /// One thing an evaluator answers.
    package struct Question: Equatable, Sendable {
        package var key: String
        package var type: QuestionType
        package var text: String
        package var helpText: String
        package var isRequired: Bool
        package var allowsNA: Bool
        /// Key of the option filled in when a session is first opened.
        package var defaultOption: String?
        package var commentPolicy: CommentPolicy
        package var options: [Option]

        package init(
            key: String, type: QuestionType = .yesNo, text: String = "", helpText: String = "",
            isRequired: Bool = false, allowsNA: Bool = false, defaultOption: String? = nil,
            commentPolicy: CommentPolicy = .optional, options: [Option] = []
        ) {
            self.key = key
            self.type = type
            self.text = text
            self.helpText = helpText
            self.isRequired = isRequired
            self.allowsNA = allowsNA
            self.defaultOption = defaultOption
            self.commentPolicy = commentPolicy
            self.options = options
        }

        /// What the question is worth within its section: its largest option's points.
        package var maximum: Int64 { options.reduce(0) { max($0, $1.points) } }

        package var canAutoFail: Bool { options.contains { $0.autoFail != .none } }

        package func option(_ key: String) -> Option? { options.first { $0.key == key } }

    }

    /// How a question is answered.
    package enum QuestionType: String, CaseIterable, Sendable {
        case yesNo, singleChoice, ratingScale
    }

    /// When an answer needs the evaluator's comment.
    package enum CommentPolicy: Equatable, Sendable {
        case optional
        case required
        /// Required when one of these options is chosen.
        case onOptions([String])

        package func requiresComment(on choice: AnswerChoice) -> Bool {
            switch (self, choice) {
            case (.optional, _): false
            case (.required, _): true
            case (.onOptions(let keys), .option(let key)): keys.contains(key)
            case (.onOptions, .notApplicable): false
            }
        }
    }

    /// One answer a question offers.
    package struct Option: Equatable, Sendable {
        package var key: String
        package var label: String
        /// 0...1000 to publish.
        package var points: Int64
        package var autoFail: AutoFailScope

        package init(key: String, label: String = "", points: Int64 = 0, autoFail: AutoFailScope = .none) {
            self.key = key
            self.label = label
            self.points = points
            self.autoFail = autoFail
        }

        /// Whether choosing it is a failing answer: it earns no points, or fails automatically.
        package var isFailing: Bool { points == 0 || autoFail != .none }
    }

    /// What choosing an option fails at once.
    package enum AutoFailScope: String, CaseIterable, Sendable {
        case none, section, evaluation
    }

    /// All questions in the order they stand on the form.
    package var questions: [Question] { sections.flatMap(\.questions) }

    package func question(_ key: String) -> Question? {
        for section in sections {
            for question in section.questions where question.key == key { return question }
        }
        return nil
    }
}
