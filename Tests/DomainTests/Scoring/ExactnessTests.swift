import Domain
import Testing

/// Scores of random forms, against counting with whole numbers of any size.
struct ExactnessTests {
    @Test(arguments: 0..<60)
    func aRandomFormCountsAsExactlyAsBruteForce(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        for _ in 0..<5 {
            let card = RandomForm.card(&random, sections: seed < 50 ? 1...8 : 60...100)
            let choices = RandomForm.choices(for: card, &random)
            let score = try Scoring.score(card, choices: choices)
            expectExact(score.scoreBeforeAutoFail, score.sections, card.format, \.earnedBeforeAutoFail)
            if score.autoFailed {
                #expect(score.score == 0)
                #expect(score.passed == false)
            } else {
                expectExact(score.score, score.sections, card.format, \.earned)
            }
        }
    }

    @Test func aTieIsRoundedUp() throws {
        func card(_ format: Scorecard.Format, _ parts: [(earned: Int64, possible: Int64)]) -> Scorecard {
            Scorecard(
                key: "t", format: format,
                sections: parts.enumerated().map { index, part in
                    .init(
                        key: "s\(index)", weight: 2500,
                        questions: [
                            .init(
                                key: "q\(index)",
                                options: [.init(key: "e", points: part.earned), .init(key: "p", points: part.possible)])
                        ])
                })
        }
        func score(_ card: Scorecard) throws -> Int64? {
            try Scoring.score(
                card, choices: Dictionary(uniqueKeysWithValues: card.questions.map { ($0.key, .option("e")) })
            )
            .score
        }
        // 1/512 of 100,000,000 is 195,312.5.
        #expect(try score(card(.points, [(1, 512)])) == 195_313)
        #expect(try score(card(.percentage, [(1, 512)])) == 195_313)
        // 25 % and 1/128 of it is 25,195,312.5: reached by thirds, and missed on both sides by 10^-18 of a section.
        #expect(try score(card(.percentage, [(1, 3), (2, 3), (1, 128), (0, 128)])) == 25_195_313)
        let (wide, wider): (Int64, Int64) = (999_999_999, 1_000_000_000)
        let below = card(.percentage, [(wide - 1, wide), (1, wider), (1, 128), (0, 128)])
        let above = card(.percentage, [(1, wide), (wider - 1, wider), (1, 128), (0, 128)])
        #expect(try score(below) == 25_195_312)
        #expect(try score(above) == 25_195_313)
    }

    @Test(arguments: 0..<30)
    func theOrderOfSectionsAndQuestionsDoesNotMatter(seed: Int) throws {
        var random = Seeded(UInt64(seed) &+ 1000)
        let card = RandomForm.card(&random, sections: 2...8)
        let choices = RandomForm.choices(for: card, &random)
        var shuffled = card
        shuffled.sections.shuffle(using: &random)
        for index in shuffled.sections.indices { shuffled.sections[index].questions.shuffle(using: &random) }
        let (first, second) = (try Scoring.score(card, choices: choices), try Scoring.score(shuffled, choices: choices))
        #expect(first.score == second.score)
        #expect(first.scoreBeforeAutoFail == second.scoreBeforeAutoFail)
        #expect(first.passed == second.passed)
        #expect(first.earned == second.earned)
    }

    @Test(arguments: 0..<30)
    func weightsCountOnlyInProportion(seed: Int) throws {
        var random = Seeded(UInt64(seed) &+ 2000)
        var card = RandomForm.card(&random, sections: 2...8)
        card.format = .percentage
        let choices = RandomForm.choices(for: card, &random)
        let first = try Scoring.score(card, choices: choices).score
        for index in card.sections.indices { card.sections[index].weight *= 7 }
        #expect(try Scoring.score(card, choices: choices).score == first)
    }

    @Test(arguments: 0..<30)
    func permutingWeightsOfSectionsWithTheSameAnswersChangesNothing(seed: Int) throws {
        var random = Seeded(UInt64(seed) &+ 3000)
        let one = RandomForm.card(&random, sections: 1...1).sections[0]
        var weights = (0..<4).map { _ in Int64.random(in: 1...5000, using: &random) }
        func card() -> Scorecard {
            Scorecard(
                key: "p",
                sections: weights.enumerated().map { index, weight in
                    var section = one
                    section.key = "s\(index)"
                    section.weight = weight
                    for question in section.questions.indices { section.questions[question].key += "-\(index)" }
                    return section
                })
        }
        let choices = RandomForm.choices(for: Scorecard(key: "p", sections: [one]), &random)
        var all: [String: AnswerChoice] = [:]
        for index in 0..<4 { for (key, choice) in choices { all["\(key)-\(index)"] = choice } }
        let first = try Scoring.score(card(), choices: all)
        weights.shuffle(using: &random)
        let second = try Scoring.score(card(), choices: all)
        #expect(first.score == second.score)
        if !first.autoFailed { #expect(first.score == first.sections[0].score) }
    }

    @Test(arguments: 0..<30)
    func aSectionSetNAGivesItsWeightToTheOthers(seed: Int) throws {
        var random = Seeded(UInt64(seed) &+ 4000)
        var card = RandomForm.card(&random, sections: 3...6)
        card.format = .percentage
        for index in card.sections.indices {
            for question in card.sections[index].questions.indices {
                card.sections[index].questions[question].allowsNA = true
            }
        }
        var choices = RandomForm.choices(for: card, &random)
        for question in card.sections[1].questions { choices[question.key] = .notApplicable }
        let with = try Scoring.score(card, choices: choices)
        var without = card
        let removed = without.sections.remove(at: 1)
        for question in removed.questions { choices[question.key] = nil }
        #expect(try Scoring.score(without, choices: choices).score == with.score)
    }

    @Test func whatIsAnsweredLastGivesTheNumberThatWasShownOnTheWay() throws {
        var random = Seeded(77)
        let card = RandomForm.card(&random, sections: 4...4)
        let choices = RandomForm.choices(for: card, &random)
        var soFar: [String: AnswerChoice] = [:]
        var shown: FormScore?
        for question in card.questions {
            soFar[question.key] = choices[question.key]
            shown = try Scoring.score(card, choices: soFar)
        }
        #expect(try shown == Scoring.score(card, choices: choices))
    }

    private func expectExact(
        _ score: Int64?, _ sections: [FormScore.SectionScore], _ format: Scorecard.Format,
        _ earned: (FormScore.SectionScore) -> Int64, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var terms: [(numerator: Int, denominator: Int)]
        var weights = 1
        switch format {
        case .points:
            let possible = sections.reduce(0) { $0 + Int($1.possible) }
            terms = possible > 0 ? [(sections.reduce(0) { $0 + Int(earned($1)) }, possible)] : []
        case .percentage:
            let counted = sections.filter { $0.possible > 0 && $0.weight > 0 }
            terms = counted.map { (Int($0.weight) * Int(earned($0)), Int($0.possible)) }
            weights = counted.reduce(0) { $0 + Int($1.weight) }
        }
        guard !terms.isEmpty else {
            #expect(score == nil, sourceLocation: sourceLocation)
            return
        }
        guard let score else {
            Issue.record("not scored", sourceLocation: sourceLocation)
            return
        }
        // numerator / denominator over the product of all: score <= value * 10^8 + 1/2 < score + 1.
        var numerator = Big(0)
        var denominator = Big(weights)
        for index in terms.indices {
            var term = Big(terms[index].numerator)
            for (other, fraction) in terms.enumerated() where other != index { term = term * Big(fraction.denominator) }
            numerator = numerator + term
            denominator = denominator * Big(terms[index].denominator)
        }
        let doubled = numerator * Big(200_000_000) + denominator
        #expect(denominator * Big(2 * Int(score)) <= doubled, sourceLocation: sourceLocation)
        #expect(doubled < denominator * Big(2 * Int(score) + 2), sourceLocation: sourceLocation)
    }
}
