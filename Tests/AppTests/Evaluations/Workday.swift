import Domain
import JSON

@testable import App

/// A day's work: two teams with a supervisor each, two evaluators, calls of two agents, and a published scorecard.
struct Workday {
    let account: SmallAccount
    let admin: Asker
    let supervisor: Asker
    /// Watches over the other team.
    let stranger: Asker
    let evaluator: Asker
    let colleague: Asker
    let agent: Asker
    let otherAgent: Asker
    let scorecard: String

    init() throws {
        account = try SmallAccount()
        let (sales, service) = (try account.team("Sales"), try account.team("Service"))
        admin = try account.person("Ada", .admin)
        supervisor = try account.person("Sue", .supervisor, teams: [sales])
        stranger = try account.person("Sam", .supervisor, teams: [service])
        evaluator = try account.person("Eva", .evaluator)
        colleague = try account.person("Eve", .evaluator)
        agent = try account.person("Al", .agent, teams: [sales])
        otherAgent = try account.person("Bo", .agent, teams: [service])
        scorecard = try Workday.publish(Workday.card(), by: admin)
    }

    /// A required question with an auto-fail, one with a default, one that wants a comment on No.
    static func card(
        key: String = "qa", name: String = "Quality", required: String = "true", evidenceRequired: String = "false"
    ) -> String {
        #"""
        {"key":"\#(key)","name":"\#(name)","format":"percentage","defaultsOn":true,"passMark":70000000,
         "evidenceRequired":\#(evidenceRequired),
         "sections":[{"key":"s","title":"All","weight":10000,"questions":[
          {"key":"q1","type":"yesNo","text":"Greeted?","required":\#(required),"options":[
           {"key":"y","label":"Yes","points":10},{"key":"n","label":"No","points":0,"autoFail":"evaluation"}]},
          {"key":"q2","type":"yesNo","text":"Named?","default":"y","options":[
           {"key":"y","label":"Yes","points":10},{"key":"n","label":"No","points":0}]},
          {"key":"q3","type":"yesNo","text":"Helped?","allowNA":true,"commentPolicy":{"onOptions":["n"]},"options":[
           {"key":"y","label":"Yes","points":20},{"key":"n","label":"No","points":0}]}]}]}
        """#
    }

    static func publish(_ card: String, by person: Asker) throws -> String {
        let draft = try person.post("scorecards", card)
        let published = try person.post("scorecards/\(draft.id)/publication", ifMatch: draft.etag)
        guard published.status == 200 else { throw Unexpected(reply: published) }
        return draft.id
    }

    /// Adds calls of an agent, named by the prefix and a number.
    @discardableResult
    func calls(_ count: Int, of agent: Asker? = nil, named prefix: String = "C") throws -> [String] {
        try (0..<count).map { number in
            let reply = try admin.post(
                "interactions",
                #"""
                {"externalId":"\#(prefix)-\#(number)","channel":"voice","agentId":"\#((agent ?? self.agent).id)",
                 "startedAt":"2026-11-12T14:02:00Z","durationMs":60000}
                """#)
            guard reply.status == 201 else { throw Unexpected(reply: reply) }
            return reply.id
        }
    }

    func criteria(_ search: String = #"{"channel":["voice"]}"#, named name: String = "Calls") throws -> String {
        let reply = try admin.post("criteria", #"{"name":"\#(name)","search":\#(search)}"#)
        guard reply.status == 201 else { throw Unexpected(reply: reply) }
        return reply.id
    }

    /// Sessions drawn by search criteria, unassigned unless somebody is named.
    func drawn(
        _ count: Int, from criteria: String? = nil, to evaluator: Asker? = nil, dueAt: String? = nil,
        seed: String = "seed"
    ) throws -> [String] {
        let due = dueAt.map { #","dueAt":"\#($0)""# } ?? ""
        let person = evaluator.map { #","evaluatorIds":["\#($0.id)"]"# } ?? ""
        let reply = try admin.post(
            "criteria/\(criteria ?? self.criteria())/draw",
            #"{"count":\#(count),"scorecards":["\#(scorecard)"],"seed":"\#(seed)"\#(due)\#(person)}"#)
        guard reply.status == 201 else { throw Unexpected(reply: reply) }
        return (reply["/evaluations"]?.elements ?? []).compactMap(\.text)
    }

    /// A session somebody chose by hand.
    func chosen(_ interaction: String, for evaluator: Asker, scorecards: [String]? = nil) throws -> Reply {
        let cards = (scorecards ?? [scorecard]).map { "\"\($0)\"" }.joined(separator: ",")
        return try admin.post(
            "evaluations",
            #"{"interactionId":"\#(interaction)","scorecards":[\#(cards)],"evaluatorId":"\#(evaluator.id)"}"#)
    }

    /// `forms` of a request for a session's forms in their order.
    func forms(_ session: Reply, _ answers: String...) -> String {
        let forms = zip(session.all("/forms", "id"), answers).map { #"{"id":"\#($0)","answers":\#($1)}"# }
        return #"{"forms":[\#(forms.joined(separator: ","))]}"#
    }

    static let full = #"{"q1":{"option":"y"},"q2":{"option":"y"},"q3":{"option":"y"}}"#

    /// A test's own preparation went wrong.
    struct Unexpected: Error {
        let reply: Reply
    }
}
