import Domain
import JSON
import SQL
import Testing

@testable import App

/// Random sequences of all that people do to sessions, held against a model of their states.
///
/// `EARMARK_MODEL_SEED` repeats a run; what it is begins the output.
struct StateModelTests {
    private static let seed = Chance.seed(of: "EARMARK_MODEL_SEED")

    @Test(arguments: 0..<8)
    func noSequenceOfActionsLeavesTheModel(run: Int) throws {
        var walk = try StateWalk(seed: StateModelTests.seed &+ UInt64(run))
        for _ in 0..<60 { try walk.step() }
    }
}

/// One walk: an account of its own, the model beside it, and what was done so far.
private struct StateWalk {
    private let seed: UInt64
    private var chance: Chance
    private let day: Workday
    private let people: [Asker]
    private let criteria: String
    /// One or both are a session's forms.
    private let scorecards: [String]
    private var model: StateModel
    private var done: [String] = []
    private var draws = 0

    init(seed: UInt64) throws {
        self.seed = seed
        chance = Chance(state: seed)
        day = try Workday()
        people = [day.evaluator, day.colleague, day.supervisor]
        scorecards = [day.scorecard, try Workday.publish(Workday.card(key: "more", name: "More"), by: day.admin)]
        let calls = try day.calls(5)
        criteria = try day.criteria()
        model = StateModel(
            calls: Dictionary(uniqueKeysWithValues: calls.map { ($0, false) }), now: day.account.clock.now)
    }

    mutating func step() throws {
        let ids = model.sessions.filter { !$0.value.isDeleted }.keys.sorted()
        switch chance.below(20) {
        case 0 where ids.count < 6: try draw()
        case 1 where ids.count < 6: try make()
        case 2: pass()
        case 3 where !ids.isEmpty: try many(ids)
        case 4: try publish()
        case 5: try adopt()
        default:
            guard !ids.isEmpty else { return try draw() }
            try one(chance.one(of: ids))
        }
        for id in ids { try check(id) }
        try checkList()
    }

    private mutating func pass() {
        let minutes = Int64(1 + chance.below(9))
        day.account.clock.advance(byMs: minutes * 60_000)
        model.now += minutes * 60_000
        done.append("\(minutes) minutes pass")
    }

    // MARK: Versions

    private mutating func publish() throws {
        let card = chance.below(scorecards.count)
        model.versions[card] += 1
        let path = "scorecards/\(scorecards[card])"
        let shown = try day.admin.get(path)
        let (key, name) = (shown["/key"]?.text ?? "", shown["/name"]?.text ?? "")
        let content = Workday.card(key: key, name: name)
            .replacing("Greeted?", with: "Greeted, asked for the time \(model.versions[card])?")
        let drafted = try day.admin.put("\(path)/draft", content, ifMatch: shown.etag)
        let etag = try day.admin.get(path).etag
        let published = try day.admin.post("\(path)/publication", ifMatch: etag)
        done.append("version \(model.versions[card]) of scorecard \(card) -> \(drafted.status), \(published.status)")
        try require(published["/version"]?.integer == Int64(model.versions[card]), "\(published.body)")
    }

    private mutating func adopt() throws {
        let card = chance.below(scorecards.count)
        let expected = model.adopt(card)
        let reply = try day.supervisor.post("scorecards/\(scorecards[card])/adoption")
        done.append("what nobody has begun moves to version \(model.versions[card]) of scorecard \(card): \(expected)")
        try require(reply.status == 200 && reply["/moved"]?.integer == Int64(expected.count), "\(reply.body)")
    }

    /// The first scorecard alone, or both.
    private mutating func chooseScorecards() -> (count: Int, list: String) {
        let count = 1 + chance.below(2)
        return (count, scorecards.prefix(count).map { "\"\($0)\"" }.joined(separator: ","))
    }

    // MARK: Making

    private mutating func draw() throws {
        let free = model.free
        let isForTwo = chance.flips(1, of: 3)
        let who: [Int] = isForTwo ? [0, 1] : chance.flips(1, of: 2) ? [chance.below(2)] : []
        let list = who.map { "\"\(people[$0].id)\"" }.joined(separator: ",")
        let cards = chooseScorecards()
        let reply = try day.supervisor.post(
            "criteria/\(criteria)/draw",
            #"{"count":1,"scorecards":[\#(cards.list)],"evaluatorIds":[\#(list)],"distribution":"each"}"#)
        let made = reply.texts("/evaluations")
        done.append("draw for \(who) of \(free.count) -> \(made.count)")
        try require(reply.status == 201 && made.count == (free.isEmpty ? 0 : max(1, who.count)))
        draws += 1
        for (seat, id) in made.enumerated() {
            let call = try day.admin.get("evaluations/\(id)")["/interaction/id"]?.text ?? ""
            try require(free.contains(call))
            let holder = who.isEmpty ? nil : who[seat]
            model.sessions[id] = StateModel.Session(
                origin: .criteria, draw: draws, seat: seat, interaction: call,
                state: holder == nil ? "unassigned" : "assigned", holder: holder, wasOpen: holder == nil,
                versions: Array(model.versions.prefix(cards.count)),
                saved: Array(repeating: .defaults, count: cards.count))
        }
    }

    private mutating func make() throws {
        let call = chance.one(of: model.calls.keys.sorted())
        let origin: StateModel.Origin = chance.one(of: [.manual, .adHoc, .automation])
        let person = origin == .adHoc ? chance.below(3) : StateModel.supervisor
        let holder = origin == .adHoc ? person : chance.one(of: [0, 1, nil])
        let isConfirmed = chance.flips(1, of: 2)
        let cards = chooseScorecards()
        let expected = model.answer(toMakingOn: call, by: person, isConfirmed: isConfirmed)
        let reply = try people[person].post(
            "evaluations",
            #"""
            {"interactionId":"\#(call)","scorecards":[\#(cards.list)],"reuseEvaluated":\#(isConfirmed),
             "adHoc":\#(origin == .adHoc),"evaluatorId":\#(name(holder))}
            """#)
        done.append("\(origin) by \(person) for \(name(holder)), confirmed: \(isConfirmed) -> \(reply.status)")
        try require(reply.status == expected.status && reply.code == expected.code)
        guard reply.status == 201 else { return }
        let id = reply.id
        if origin == .automation {
            try day.account.services.database.write {
                try $0.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", .text(id))
            }
        }
        model.sessions[id] = StateModel.Session(
            origin: origin, interaction: call, state: holder == nil ? "unassigned" : "assigned", holder: holder,
            wasOpen: holder == nil, versions: Array(model.versions.prefix(cards.count)),
            saved: Array(repeating: .defaults, count: cards.count))
    }

    // MARK: Doing

    private mutating func one(_ id: String) throws {
        let before = model.sessions[id]
        let action = choose(for: before)
        let candidates = before.map { model.candidates(for: $0) } ?? []
        let expected = model.answer(action, on: id)
        let reply = try perform(action, on: id)
        done.append("\(id.suffix(4)): \(action) -> \(reply.status) \(reply.code ?? "")")
        try require(
            reply.status == expected.status && reply.code == expected.code,
            "expected \(expected), before: \(String(describing: before))")
        guard case .replace = action, reply.status == 200, let before else { return }
        let next = reply["/interaction/id"]?.text ?? ""
        try require(candidates.contains(next))
        model.sessions[id]?.before.append(before.interaction)
        model.sessions[id]?.interaction = next
    }

    /// More often than not it is who may that tries; of a completed one two may.
    private mutating func choose(for session: StateModel.Session?) -> StateModel.Action {
        let anybody = chance.below(3)
        let isSupervised = session?.isCompleted == true && chance.flips(1, of: 2)
        let holder = isSupervised ? StateModel.supervisor : session?.holder ?? anybody
        let person = chance.flips(2, of: 3) ? holder : anybody
        let given = (session?.saved ?? [.none]).map { _ in
            chance.flips(1, of: 4) ? nil : chance.one(of: [StateModel.Answers.none, .half, .full, .full, .unsure])
        }
        switch chance.below(31) {
        case 0...2: return .take(by: person)
        case 3: return .give(to: chance.one(of: [0, 1, 2, nil]))
        case 4...7: return .draft(given, by: person)
        case 8: return .drop(by: person)
        case 9...12: return .save(given, by: person, hasReason: chance.flips(3, of: 4))
        case 13: return .saveStale(by: person)
        case 14...17: return .complete(given, by: person)
        case 18: return .completeStale(by: person)
        case 19...21: return .replace(by: person)
        case 22: return .setDue(chance.one(of: [model.now - 60_000, model.now + 600_000, nil]))
        case 23: return .rename("Name \(chance.below(100))")
        case 24...25: return .archive(by: chance.flips(3, of: 4) ? 2 : 0)
        case 26: return .unarchive(by: chance.flips(3, of: 4) ? 2 : 1)
        case 27: return .void(by: chance.flips(1, of: 2) ? 2 : 1)
        case 28...29: return .notify(by: person)
        default: return .delete(by: chance.flips(3, of: 4) ? 2 : 1)
        }
    }

    private func perform(_ action: StateModel.Action, on id: String) throws -> Reply {
        let path = "evaluations/\(id)"
        let ids = try day.admin.get(path).all("/forms", "id")
        func body(_ answers: [StateModel.Answers?], _ more: String = "") -> String {
            let forms = zip(ids, answers).compactMap { id, answers in
                answers.map { #"{"id":"\#(id)","answers":\#($0.json)}"# }
            }
            return #"{"forms":[\#(forms.joined(separator: ","))]\#(more)}"#
        }
        switch action {
        case .take(let person): return try people[person].put("\(path)/assignment", #"{"evaluatorId":"me"}"#)
        case .give(let person):
            return try day.supervisor.put("\(path)/assignment", #"{"evaluatorId":\#(name(person))}"#)
        case .draft(let answers, let person):
            return try people[person].put("\(path)/draft", body(answers), ifMatch: etag(id, person))
        case .drop(let person): return try people[person].delete("\(path)/draft")
        case .save(let answers, let person, let hasReason):
            return try people[person].put(
                "\(path)/answers", body(answers, hasReason ? #","reason":"Heard again.""# : ""),
                ifMatch: etag(id, person))
        case .saveStale(let person):
            return try people[person].put("\(path)/answers", body(ids.map { _ in .full }), ifMatch: "0.0")
        case .complete(let answers, let person):
            return try people[person].post("\(path)/completion", body(answers), ifMatch: etag(id, person))
        case .completeStale(let person):
            return try people[person].post("\(path)/completion", body(ids.map { _ in .full }), ifMatch: "0.0")
        case .replace(let person):
            return try people[person].post(
                "\(path)/replacement", #"{"reason":"irrelevant"}"#, ifMatch: etag(id, person))
        case .setDue(let dueAt): return try day.supervisor.patch(path, due(dueAt), ifMatch: etag(id, 2))
        case .rename(let name):
            return try day.supervisor.patch(path, #"{"name":"\#(name)"}"#, ifMatch: etag(id, 2))
        case .archive(let person): return try people[person].put("\(path)/archive", "")
        case .unarchive(let person): return try people[person].delete("\(path)/archive")
        case .void(let person): return try people[person].put("\(path)/void", #"{"reason":"A test call."}"#)
        case .delete(let person): return try people[person].delete(path)
        case .notify(let person):
            return try people[person].post("\(path)/notification", #"{"summary":"Please look at this."}"#)
        }
    }

    /// One thing done to all sessions at once.
    private mutating func many(_ ids: [String]) throws {
        let person: Int? = chance.one(of: [0, 1, 2, nil])
        let dueAt: Int64? = chance.one(of: [model.now - 60_000, model.now + 600_000, nil])
        let kind = chance.below(4)
        let action: StateModel.Action =
            switch kind {
            case 0: .give(to: person)
            case 1: .setDue(dueAt)
            case 2: .archive(by: 2)
            default: .unarchive(by: 2)
            }
        let said = [
            #""action":"assign","evaluatorId":\#(name(person))"#,
            #""action":"extend",\#(due(dueAt).dropFirst().dropLast())"#, #""action":"archive""#,
            #""action":"unarchive""#,
        ][kind]
        let expected = ids.map { model.answer(action, on: $0).code }
        let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
        let reply = try day.supervisor.post("evaluations/batch", "{\(said),\"evaluations\":[\(list)]}")
        let codes = (reply["/results"]?.elements ?? []).map { $0["code"]?.text }
        done.append("all: \(action) -> \(codes)")
        try require(reply.status == 200 && codes == expected, "expected \(expected)")
    }

    /// The revision as the person would have it: with their own draft's.
    private func etag(_ id: String, _ person: Int) throws -> String {
        let reply = try people[person].get("evaluations/\(id)")
        return reply.status == 200 ? reply.etag : try day.admin.get("evaluations/\(id)").etag
    }

    private func name(_ person: Int?) -> String { person.map { "\"\(people[$0].id)\"" } ?? "null" }

    private func due(_ dueAt: Int64?) -> String {
        #"{"dueAt":\#(dueAt.map { "\"\(Instant(milliseconds: $0).text)\"" } ?? "null")}"#
    }

    // MARK: Looking

    private func check(_ id: String) throws {
        let seen = try day.admin.get("evaluations/\(id)")
        guard let session = model.sessions[id], !session.isDeleted else {
            return try require(seen.status == 404)
        }
        let told = "\(session) but \(seen.body)"
        try require(seen["/state"]?.text == session.state, told)
        try require(people.firstIndex { $0.id == seen["/evaluator/id"]?.text } == session.holder, told)
        try require(seen["/origin"]?.text == session.origin.rawValue, told)
        try require(seen["/interaction/id"]?.text == session.interaction, told)
        try require(seen["/expired"]?.truth == session.isExpired(model.now), told)
        try require((seen["/archivedAt"] != nil) == session.isArchived, told)
        try require((seen["/voided"] != nil) == session.isVoided, told)
        for (index, saved) in session.saved.enumerated() {
            try require(isThere(saved, seen["/forms/\(index)/answers"]), told)
            try require(seen["/forms/\(index)/scorecard/version"]?.integer == Int64(session.versions[index]), told)
        }
        try checkMessages(of: id, session, told)
        let replaced = (seen["/replaced"]?.elements ?? []).compactMap { $0["interaction"]?["id"]?.text }
        try require(replaced == session.before, told)
        if let name = session.name { try require(seen["/name"]?.text == name, told) }
        let revisions = try day.admin.get("evaluations/\(id)/revisions")["/items"]?.elements?.count
        try require(revisions == session.revisions, told)
        let call = try day.admin.get("interactions/\(session.interaction)")
        try require(call["/evaluated"]?.truth == model.calls[session.interaction], told)
        for (number, person) in people.enumerated() {
            let own = try person.get("evaluations/\(id)")
            try require((own.status == 200) == session.isSeen(by: number), told)
            guard own.status == 200 else { continue }
            let draft = session.drafts[number]
            try require((own["/draft"] != nil) == (draft != nil), "\(number)'s draft: \(told)")
            for (index, answers) in (draft?.answers ?? []).enumerated() {
                try require(isThere(answers, own["/draft/forms/\(index)/answers"]), "\(number)'s draft: \(told)")
            }
            let isOvertaken = !session.overtaken(of: number).isEmpty
            try require((own["/draft/overtaken"] != nil) == isOvertaken, "\(number)'s draft: \(told)")
        }
    }

    /// What its agent was told stays with the session, and opens what it holds now, unless it is about another call.
    private func checkMessages(of id: String, _ session: StateModel.Session, _ told: String) throws {
        let items = try day.agent.get("action-items?evaluation=\(id)").all("/items", "id")
        try require(items.count == session.messages, told)
        let all = try items.map { try day.agent.get("action-items/\($0)/evaluation") }
        try require(all.count { $0.code == "evaluation_moved" } == session.movedMessages, told)
        guard let opened = all.first(where: { $0.code != "evaluation_moved" }) else { return }
        if session.isVoided { return try require(opened.code == "voided", told) }
        try require(opened["/interaction/id"]?.text == session.interaction, told)
        try require(opened["/final"]?.truth == session.isCompleted, told)
        for (index, saved) in session.saved.enumerated() {
            let questions = opened["/forms/\(index)/sections/0/questions"]?.elements ?? []
            let answered = questions.filter { $0["answer"]?.text != nil }.compactMap { $0["key"]?.text }
            try require(Set(answered) == (session.hasAnswers ? saved.questions : []), told)
        }
    }

    /// Whether answers say what the model says of them.
    private func isThere(_ expected: StateModel.Answers, _ answers: JSONValue?) -> Bool {
        guard case .object(let members)? = answers else { return false }
        let unconfirmed = members.filter { $0.value["confirmed"]?.truth == false }.map(\.name)
        return Set(members.map(\.name)) == expected.questions && Set(unconfirmed) == expected.unconfirmed
    }

    private func checkList() throws {
        for isArchived in [false, true] {
            let list = try day.admin.get("evaluations?limit=100&archived=\(isArchived)").all("/items", "id")
            let expected = model.sessions.filter { !$0.value.isDeleted && $0.value.isArchived == isArchived }.keys
            try require(Set(list) == Set(expected) && list.count == expected.count, "archived \(isArchived): \(list)")
        }
    }

    private func require(_ isRight: Bool, _ told: String = "") throws {
        try #require(isRight, "EARMARK_MODEL_SEED=\(seed): \(told)\n\(done.joined(separator: "\n"))")
    }
}
