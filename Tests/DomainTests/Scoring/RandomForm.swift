import Domain

/// A random number generator that gives the same forms for the same seed (splitmix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// Forms of any shape and answers to them.
enum RandomForm {
    static func card(_ random: inout Seeded, sections: ClosedRange<Int>) -> Scorecard {
        var number = 0
        let list = (0..<Int.random(in: sections, using: &random)).map { index in
            Scorecard.Section(
                key: "s\(index)", title: "s\(index)",
                weight: Int.random(in: 0..<6, using: &random) == 0 ? 0 : Int64.random(in: 1...9999, using: &random),
                questions: (0..<Int.random(in: 1...3, using: &random)).map { _ in
                    number += 1
                    return question("q\(number)", &random)
                })
        }
        return Scorecard(
            key: "random", format: Bool.random(using: &random) ? .percentage : .points,
            unansweredOptional: Bool.random(using: &random) ? .zero : .exclude, sections: list)
    }

    private static func question(_ key: String, _ random: inout Seeded) -> Scorecard.Question {
        Scorecard.Question(
            key: key, isRequired: Bool.random(using: &random), allowsNA: Bool.random(using: &random),
            options: (0..<Int.random(in: 2...5, using: &random)).map { index in
                let scopes: [Scorecard.AutoFailScope] = [.section, .evaluation]
                return Scorecard.Option(
                    key: "o\(index)", points: Int64.random(in: 0...1000, using: &random),
                    autoFail: Int.random(in: 0..<40, using: &random) == 0
                        ? scopes[Int.random(in: 0...1, using: &random)] : .none)
            })
    }

    static func choices(for card: Scorecard, _ random: inout Seeded) -> [String: AnswerChoice] {
        var choices: [String: AnswerChoice] = [:]
        for question in card.questions {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: break
            case 1 where question.allowsNA: choices[question.key] = .notApplicable
            default: choices[question.key] = question.options.randomElement(using: &random).map { .option($0.key) }
            }
        }
        return choices
    }
}
