import Domain
import JSON
import SQL

/// How one agent's scores went, month by month or week by week, on one scorecard or on all. Needs `view_evaluations`.
///
/// Counts completed evaluations in the caller's sight by the time of their completion, archived ones too; drafts,
/// calibrations and what was voided never count. Refuses (`not_found`) an agent or a scorecard out of sight, and the
/// days that `TrendPeriod` refuses.
enum FollowScores {
    struct Input: Sendable {
        let agentID: String
        /// Nil takes the evaluations' own scores, whatever their scorecards.
        let scorecardID: String?
        let step: TrendStep
        let from: CalendarDay?
        /// Nil is today.
        let to: CalendarDay?

        init(_ call: Call) throws(Refusal) {
            guard let agent = call.query("agent") else {
                throw Refusal("query_invalid", "Say whose scores: “agent” is a person's id.")
            }
            agentID = agent
            scorecardID = call.query("scorecard")
            step = try call.choice("by", of: TrendStep.self) ?? .month
            from = try Input.day(call, "from")
            to = try Input.day(call, "to")
        }

        private static func day(_ call: Call, _ name: String) throws(Refusal) -> CalendarDay? {
            guard let text = call.query(name) else { return nil }
            guard let day = CalendarDay(text: text) else {
                throw Refusal("query_invalid", "“\(name)” is a day as in 2026-11-30.")
            }
            return day
        }
    }

    /// One period and what was completed in it.
    struct Point: Sendable {
        let period: TrendPeriod
        var summary = ScoreSummary()
        /// How many scorecards its scores are of.
        var scorecards: Int { cards.count }
        fileprivate var cards: Set<String> = []
    }

    struct Trend: Sendable {
        let agent: Reference
        let scorecard: Reference?
        let step: TrendStep
        let timeZone: String
        let points: [Point]
        let total: ScoreSummary
        /// Those the agent was scored with in these periods, and how often, by name.
        let scorecards: [(scorecard: Reference, completed: Int64)]
    }

    static func run(_ input: Input, for caller: Caller, _ transaction: borrowing Transaction) throws -> Trend {
        let settings = try SettingsStore.load(transaction)
        let today = settings.day(at: transaction.now)
        let periods = try TrendPeriod.covering(from: input.from, to: input.to ?? today, by: input.step)
        let source = try TrendStore.Source(agent: input.agentID, for: caller, transaction)
        let agent = try agent(input.agentID, source, for: caller, transaction)
        let scorecard = try input.scorecardID.map { id in
            let record = try FindScorecard.run(id, for: caller, transaction)
            return Reference(id: id, name: record.name)
        }
        var points = periods.map { Point(period: $0) }
        var total = ScoreSummary()
        var completed: [String: Int64] = [:]
        // Where each period begins, and where the last one ends.
        var borders = periods.map { settings.startOfDay($0.first) }
        if let last = periods.last { borders.append(settings.endOfDay(last.last)) }
        if let source, let first = borders.first, let last = borders.last {
            try TrendStore.visit(source, completed: first..<last, transaction) { result in
                completed[result.scorecardID, default: 0] += 1
                guard input.scorecardID == nil || input.scorecardID == result.scorecardID else { return }
                let place = FollowScores.place(of: result.completedAt, borders)
                points[place].cards.insert(result.scorecardID)
                guard input.scorecardID != nil || result.isFirst else { return }
                let one = input.scorecardID == nil ? result.evaluation : result.form
                points[place].summary.add(score: one.score, passed: one.passed, isAutoFailed: one.isAutoFailed)
                total.add(score: one.score, passed: one.passed, isAutoFailed: one.isAutoFailed)
            }
        }
        return Trend(
            agent: agent, scorecard: scorecard, step: input.step, timeZone: settings.timeZone, points: points,
            total: total,
            scorecards: try TrendStore.scorecards(completed.keys, transaction).map { ($0, completed[$0.id] ?? 0) })
    }

    /// Somebody whose interactions the caller sees by team, or any evaluation of whom is in sight.
    private static func agent(
        _ id: String, _ source: TrendStore.Source?, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Reference {
        guard let person = try FindPerson.run(id, transaction) else { throw Refusal.notFound }
        switch caller.sight {
        case .own: throw Refusal.notFound
        case .everything: break
        case .teams(let teams):
            if person.teams.contains(where: { teams.contains($0.id) }) { break }
            guard let source, try TrendStore.isAny(source, transaction) else { throw Refusal.notFound }
        }
        return Reference(id: person.id, name: person.name)
    }

    /// The last period that begins at or before an instant.
    private static func place(of instant: Int64, _ borders: [Int64]) -> Int {
        var (low, high) = (0, borders.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if borders[middle] <= instant { low = middle } else { high = middle }
        }
        return low
    }
}
