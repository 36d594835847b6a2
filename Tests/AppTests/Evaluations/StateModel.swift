/// What is known of a few calls and the sessions on them, and what each action does to these: written from the rules'
/// words, not from their code.
struct StateModel {
    /// How much a form is answered.
    enum Answers: String, CaseIterable, Sendable {
        case none, defaults, half, full
        /// Whole but for one that has to be given by hand.
        case unsure

        /// What a request says.
        var json: String {
            switch self {
            case .none: "{}"
            case .defaults: #"{"q2":{"option":"y","touched":false}}"#
            case .half: #"{"q1":{"option":"y"}}"#
            case .full: Workday.full
            case .unsure: #"{"q1":{"option":"y","confirmed":false},"q2":{"option":"y"},"q3":{"option":"y"}}"#
            }
        }

        var questions: Set<String> {
            switch self {
            case .none: []
            case .defaults: ["q2"]
            case .half: ["q1"]
            case .full, .unsure: ["q1", "q2", "q3"]
            }
        }

        /// Set, and not given by hand.
        var unconfirmed: Set<String> { self == .unsure ? ["q1"] : [] }

        /// What completing is refused with.
        var gap: String? {
            switch self {
            case .none, .defaults: "required_unanswered"
            case .unsure: "answer_unconfirmed"
            case .half, .full: nil
            }
        }
    }

    /// What a person drafted, form by form.
    struct Draft: Equatable, Sendable {
        var answers: [Answers]
        /// What was saved when it was begun; there once somebody else saved.
        var base: [Answers]?
    }

    enum Origin: String, Sendable {
        case criteria, manual
        case adHoc = "ad_hoc"
        case automation
    }

    /// What people may do to a session; people by their number: two evaluators, then the supervisor.
    enum Action: Sendable {
        case take(by: Int)
        case give(to: Int?)
        /// Nil leaves a form as it is drafted or saved.
        case draft([Answers?], by: Int)
        case drop(by: Int)
        case save([Answers?], by: Int, hasReason: Bool)
        case saveStale(by: Int)
        case complete([Answers?], by: Int)
        case completeStale(by: Int)
        case replace(by: Int)
        case setDue(Int64?)
        case rename(String)
        case archive(by: Int)
        case unarchive(by: Int)
        case void(by: Int)
        case delete(by: Int)
        case notify(by: Int)
    }

    struct Session: Sendable {
        let origin: Origin
        /// Of those drawn by search criteria.
        var draw = -1
        var seat = 0
        var interaction: String
        var before: [String] = []
        var state: String
        var holder: Int?
        var wasOpen: Bool
        /// Of each form which version of its scorecard it is.
        var versions: [Int]
        var saved: [Answers]
        /// Whether anything was saved since it began.
        var hasAnswers = false
        var drafts: [Int: Draft] = [:]
        /// How often its agent was told, and of these how often about an interaction that was replaced since.
        var messages = 0
        var movedMessages = 0
        var dueAt: Int64?
        var name: String?
        var isArchived = false
        var isVoided = false
        var revisions = 0
        var isDeleted = false

        var isCompleted: Bool { state == "completed" }
        /// In the way of another draw.
        var isOpen: Bool { !isCompleted && !isArchived && !isDeleted }

        func isExpired(_ now: Int64) -> Bool { !isCompleted && dueAt.map { now > $0 } ?? false }

        func isSeen(by person: Int) -> Bool { person == StateModel.supervisor || holder == nil || holder == person }

        func current(of person: Int) -> [Answers] { drafts[person]?.answers ?? saved }

        /// The forms on which a draft and what somebody else saved meanwhile differ.
        func overtaken(of person: Int) -> [Int] {
            guard let draft = drafts[person], let base = draft.base else { return [] }
            return saved.indices.filter { base[$0] != saved[$0] && draft.answers[$0] != saved[$0] }
        }

        /// Whether what is given leaves it to an overtaken draft what becomes of a form.
        func isUndecided(_ given: [Answers?], by person: Int) -> Bool {
            overtaken(of: person).contains { given[$0] == nil }
        }

        func answers(with given: [Answers?], by person: Int) -> [Answers] {
            zip(given, current(of: person)).map { $0 ?? $1 }
        }

        /// One person's draft ends, everybody else's stays and is overtaken.
        mutating func keep(_ answers: [Answers], by person: Int) {
            drafts[person] = nil
            for (other, draft) in drafts { drafts[other]?.base = draft.base ?? saved }
            (saved, hasAnswers) = (answers, true)
        }

        mutating func beginAnew() {
            (state, seat, hasAnswers, drafts, movedMessages) = ("assigned", 0, false, [:], messages)
            saved = saved.map { _ in .defaults }
        }
    }

    typealias Answer = (status: Int, code: String?)

    static let supervisor = 2
    /// Calls by their id, and whether they are evaluated.
    var calls: [String: Bool]
    var sessions: [String: Session] = [:]
    /// The current version of each scorecard, in the order a session has them.
    var versions = [1, 1]
    var now: Int64

    /// What a draw may choose from.
    var free: Set<String> {
        Set(
            calls.filter { id, isEvaluated in
                !isEvaluated && !sessions.values.contains { $0.isOpen && $0.interaction == id }
            }.keys)
    }

    /// What may take the place of a session's interaction.
    func candidates(for session: Session) -> Set<String> {
        free.subtracting(session.before).subtracting([session.interaction])
    }

    /// How the making of a session by hand is answered.
    func answer(toMakingOn call: String, by person: Int, isConfirmed: Bool) -> Answer {
        guard calls[call] == true else { return (201, nil) }
        if person != Self.supervisor { return (403, "reuse_not_allowed") }
        return isConfirmed ? (201, nil) : (409, "already_evaluated")
    }

    /// How an action is answered, after it was done; which interaction takes the place of another is not foretold.
    mutating func answer(_ action: Action, on id: String) -> Answer {
        guard var session = sessions[id], !session.isDeleted else { return (404, "not_found") }
        let answer = answer(action, on: &session)
        sessions[id] = session
        if case .complete = action, answer.status == 200, session.origin != .automation {
            calls[session.interaction] = true
        }
        if case .void = action, answer.status == 200, session.isCompleted {
            calls[session.interaction] = sessions.values.contains {
                $0.interaction == session.interaction && $0.isCompleted && !$0.isVoided && $0.origin != .automation
            }
        }
        return answer
    }

    private func answer(_ action: Action, on session: inout Session) -> Answer {
        switch action {
        case .take(let person): take(&session, by: person)
        case .give(let person): give(&session, to: person)
        case .draft(let answers, let person): draft(&session, answers, by: person)
        case .drop(let person): drop(&session, by: person)
        case .save(let answers, let person, let hasReason): save(&session, answers, by: person, hasReason: hasReason)
        case .saveStale(let person): bar(session, person) ?? (412, "stale")
        case .complete(let answers, let person): complete(&session, answers, by: person)
        case .completeStale(let person): completionBar(session, person) ?? (412, "stale")
        case .replace(let person): replace(&session, by: person)
        case .setDue(let dueAt): setDue(&session, dueAt)
        case .rename(let name): rename(&session, name)
        case .archive(let person): archive(&session, by: person)
        case .unarchive(let person): unarchive(&session, by: person)
        case .void(let person): void(&session, by: person)
        case .delete(let person): delete(&session, by: person)
        case .notify(let person): notify(&session, by: person)
        }
    }

    /// Why somebody may not give answers; nil when they may.
    private func bar(_ session: Session, _ person: Int) -> Answer? {
        if !session.isSeen(by: person) { return (404, "not_found") }
        if session.isArchived { return (409, "archived") }
        if session.holder == nil { return (409, "not_taken") }
        let supervises = session.isCompleted && person == Self.supervisor
        return session.holder == person || supervises ? nil : (403, "not_yours")
    }

    private func completionBar(_ session: Session, _ person: Int) -> Answer? {
        if !session.isSeen(by: person) { return (404, "not_found") }
        if session.isArchived { return (409, "archived") }
        if session.isCompleted { return (409, "already_completed") }
        if let bar = bar(session, person) { return bar }
        return session.isExpired(now) ? (409, "due_date_passed") : nil
    }

    private func take(_ session: inout Session, by person: Int) -> Answer {
        if !session.isSeen(by: person) { return session.wasOpen ? (409, "already_taken") : (404, "not_found") }
        if session.holder == person { return (200, nil) }
        if session.holder != nil { return (409, "already_taken") }
        if session.isArchived { return (409, "archived") }
        (session.state, session.holder) = ("assigned", person)
        return (200, nil)
    }

    private func give(_ session: inout Session, to person: Int?) -> Answer {
        if session.isArchived { return (409, "archived") }
        if session.isCompleted { return (409, "already_completed") }
        if person == nil {
            (session.state, session.wasOpen) = ("unassigned", true)
        } else if session.state == "unassigned" {
            session.state = "assigned"
        }
        session.holder = person
        return (200, nil)
    }

    private func draft(_ session: inout Session, _ given: [Answers?], by person: Int) -> Answer {
        if let bar = bar(session, person) { return bar }
        if session.isUndecided(given, by: person) { return (412, "stale") }
        session.drafts[person] = Draft(answers: session.answers(with: given, by: person))
        return (200, nil)
    }

    private func drop(_ session: inout Session, by person: Int) -> Answer {
        if !session.isSeen(by: person) { return (404, "not_found") }
        session.drafts[person] = nil
        return (204, nil)
    }

    private func save(_ session: inout Session, _ given: [Answers?], by person: Int, hasReason: Bool) -> Answer {
        if let bar = bar(session, person) { return bar }
        if session.isUndecided(given, by: person) { return (412, "stale") }
        let answers = session.answers(with: given, by: person)
        if session.isCompleted {
            if !hasReason { return (422, "reason_missing") }
            if answers == session.saved { return (422, "nothing_changed") }
            if let gap = answers.compactMap(\.gap).first { return (422, gap) }
            session.revisions += 1
        } else {
            session.state = "in_progress"
        }
        session.keep(answers, by: person)
        return (200, nil)
    }

    private func complete(_ session: inout Session, _ given: [Answers?], by person: Int) -> Answer {
        if let bar = completionBar(session, person) { return bar }
        if session.isUndecided(given, by: person) { return (412, "stale") }
        let answers = session.answers(with: given, by: person)
        if let gap = answers.compactMap(\.gap).first { return (422, gap) }
        (session.state, session.revisions) = ("completed", 1)
        session.keep(answers, by: person)
        return (200, nil)
    }

    private func replace(_ session: inout Session, by person: Int) -> Answer {
        if !session.isSeen(by: person) { return (404, "not_found") }
        if session.isArchived { return (409, "archived") }
        if session.origin != .criteria || session.isCompleted || session.state == "unassigned" {
            return (409, "replace_not_allowed")
        }
        if let bar = bar(session, person) { return bar }
        if session.isExpired(now) { return (409, "replace_not_allowed") }
        if candidates(for: session).isEmpty { return (409, "no_candidate") }
        session.beginAnew()
        return (200, nil)
    }

    private func setDue(_ session: inout Session, _ dueAt: Int64?) -> Answer {
        if session.isArchived { return (409, "archived") }
        if session.isCompleted { return (409, "already_completed") }
        session.dueAt = dueAt
        return (200, nil)
    }

    private func rename(_ session: inout Session, _ name: String) -> Answer {
        if session.isArchived { return (409, "archived") }
        session.name = name
        return (200, nil)
    }

    private func archive(_ session: inout Session, by person: Int) -> Answer {
        if person != Self.supervisor { return (403, "forbidden") }
        if !session.isArchived, !session.isCompleted, !session.isExpired(now) { return (409, "archive_not_allowed") }
        session.isArchived = true
        return (200, nil)
    }

    private func unarchive(_ session: inout Session, by person: Int) -> Answer {
        if person != Self.supervisor { return (403, "forbidden") }
        if session.isVoided { return (409, "voided") }
        if !session.isArchived { return (200, nil) }
        let isDrawnAgain = sessions.values.contains { other in
            other.origin == .criteria && other.isOpen && other.interaction == session.interaction
                && (other.draw != session.draw || other.seat == session.seat)
        }
        if session.origin == .criteria, !session.isCompleted, isDrawnAgain { return (409, "in_use") }
        session.isArchived = false
        return (200, nil)
    }

    private func void(_ session: inout Session, by person: Int) -> Answer {
        if person != Self.supervisor { return (403, "forbidden") }
        if session.origin == .automation { return (409, "automated") }
        (session.isArchived, session.isVoided) = (true, true)
        return (200, nil)
    }

    private func notify(_ session: inout Session, by person: Int) -> Answer {
        if !session.isSeen(by: person) { return (404, "not_found") }
        if session.isArchived { return (409, "archived") }
        if session.holder != person, person != Self.supervisor { return (403, "not_yours") }
        session.messages += 1
        return (201, nil)
    }

    /// Moves what nobody has begun to the current version of a scorecard; gives which.
    mutating func adopt(_ card: Int) -> Set<String> {
        var moved: Set<String> = []
        for (id, session) in sessions {
            let isOlder = session.versions.indices.contains(card) && session.versions[card] < versions[card]
            let isBegun = session.hasAnswers || !session.drafts.isEmpty
            guard isOlder, !isBegun, !session.isDeleted, !session.isCompleted, !session.isArchived else { continue }
            sessions[id]?.versions[card] = versions[card]
            moved.insert(id)
        }
        return moved
    }

    private func delete(_ session: inout Session, by person: Int) -> Answer {
        if person != Self.supervisor { return (403, "forbidden") }
        if session.origin != .automation { return (409, "not_automated") }
        session.isDeleted = true
        return (204, nil)
    }
}
