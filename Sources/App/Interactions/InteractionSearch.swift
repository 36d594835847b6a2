import Domain
import JSON
import SQL

/// Which interactions somebody looks for; also what evaluation criteria keep.
struct InteractionSearch: Sendable, Equatable {
    /// Words of the external ID, customer, topics, agent's name or transcript.
    var text: String?
    /// The whole external ID.
    var externalID: String?
    var agents: [String] = []
    var teams: [String] = []
    var queues: [String] = []
    var channels: [String] = []
    var dispositions: [String] = []
    var languages: [String] = []
    var isEvaluated: Bool?
    /// Started at or after, before; ms since 1970.
    var from: Int64?
    var to: Int64?
    /// Started on these days, whenever one looks; never beside `from` and `to`.
    var period: DayPeriod?
    /// Part of the title or name of a window that was in front on a recorded screen.
    var window: String?
    /// What must hold besides.
    var conditions: ConditionTree?

    init() {}

    /// Reads the query of `GET interactions`.
    init(_ call: Call) throws {
        text = call.query("q")
        externalID = call.query("externalId")
        agents = call.queryAll("agent")
        teams = call.queryAll("team")
        queues = call.queryAll("queue")
        channels = call.queryAll("channel")
        dispositions = call.queryAll("disposition")
        languages = call.queryAll("language")
        window = call.query("window")
        from = try Self.instant(call, "from")
        to = try Self.instant(call, "to")
        if let text = call.query("period") {
            guard let given = DayPeriod(text: text) else { throw Refusal("query_invalid", Self.periods) }
            guard from == nil, to == nil else { throw Refusal("query_invalid", Self.oneOfTwo) }
            period = given
        }
        conditions = try Self.conditions(call)
        switch call.query("evaluated") {
        case nil: break
        case "true"?: isEvaluated = true
        case "false"?: isEvaluated = false
        default: throw Refusal("query_invalid", "“evaluated” is true or false.")
        }
    }

    /// Reads the `search` of saved criteria: the same names as the query's, lists where any of several may hold.
    init(reading fields: inout JSONFields) throws {
        text = try fields.optionalString("q", max: 500)
        agents = try fields.strings("agent", max: 1000, each: 100)
        teams = try fields.strings("team", max: 1000, each: 100)
        queues = try fields.strings("queue", max: 1000, each: 250)
        channels = try fields.strings("channel", max: 10, each: 20)
        dispositions = try fields.strings("disposition", max: 1000, each: 250)
        languages = try fields.strings("language", max: 1000, each: 50)
        window = try fields.optionalString("window", max: 250)
        from = try fields.optionalInstant("from")?.milliseconds
        to = try fields.optionalInstant("to")?.milliseconds
        if let text = try fields.optionalString("period", max: 20) {
            let pointer = fields.pointer(to: "period")
            guard let given = DayPeriod(text: text) else {
                throw FieldError(pointer: pointer, code: "field_value", sentence: Self.periods)
            }
            guard from == nil, to == nil else { throw Refusal.field(pointer, "period_mixed", Self.oneOfTwo) }
            period = given
        }
        conditions = try fields.present("conditions").map {
            try ConditionJSON.read($0, pointer: fields.pointer(to: "conditions"))
        }
        try fields.finish()
    }

    func write(_ writer: inout JSONWriter) {
        if let text { writer.field("q", text) }
        let lists = [
            ("agent", agents), ("team", teams), ("queue", queues), ("channel", channels),
            ("disposition", dispositions), ("language", languages),
        ]
        for (name, values) in lists where !values.isEmpty { writer.field(name, values) }
        if let window { writer.field("window", window) }
        if let from { writer.field("from", instant: from) }
        if let to { writer.field("to", instant: to) }
        if let period { writer.field("period", period.text) }
        if let conditions { writer.field("conditions", object: { ConditionJSON.write(conditions, to: &$0) }) }
    }

    /// The same, its days told by the calendar: as they are when it is asked.
    func dated(_ transaction: borrowing Transaction) throws -> InteractionSearch {
        guard let period else { return self }
        let instants = try SettingsStore.load(transaction).instants(of: period, at: transaction.now)
        var search = self
        search.from = instants.lowerBound
        search.to = instants.upperBound
        search.period = nil
        return search
    }

    private static let periods =
        "A period is “today”, “yesterday”, or so many days as in “7d”, \(DayPeriod.mostDays) at most."
    private static let oneOfTwo = "Give either a period, or days from and to."

    private static func conditions(_ call: Call) throws -> ConditionTree? {
        guard let text = call.query("conditions") else { return nil }
        do {
            return try ConditionJSON.read(try JSONReader.read(Array(text.utf8)), pointer: "/conditions")
        } catch {
            let sentence = (error as? Refusal)?.sentence ?? "“conditions” is a tree of conditions, as JSON."
            throw Refusal("query_invalid", sentence)
        }
    }

    private static func instant(_ call: Call, _ name: String) throws(Refusal) -> Int64? {
        guard let text = call.query(name) else { return nil }
        if let instant = Instant(text: text) { return instant.milliseconds }
        guard let day = CalendarDay(text: text) else {
            throw Refusal("query_invalid", "Give “\(name)” as in 2026-11-12 or 2026-11-12T14:02:00Z.")
        }
        return (day.daysSinceEpoch + (name == "to" ? 1 : 0)) * 86_400_000
    }
}
