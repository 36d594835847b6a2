import Domain
import HTTP
import JSON
import SQL

/// The demo's evaluations: given out, drawn, replaced, scored, changed, archived, exported, and what agents are told about them.
extension DemoStory {
    func addSessions() throws {
        var criteria: [String: String] = [:]
        for saved in list("criteria") {
            let added = try door(of: text(saved, "by")).ask(
                .post, "criteria", .members(("name", saved["name"]), ("search", saved["search"])))
            criteria[text(saved, "name")] = added["id"]?.text
        }
        for session in list("sessions") { try add(session) }
        for draw in list("draws") {
            let id = criteria[text(draw, "criteria")] ?? ""
            let drawn = try door(of: text(draw, "by")).ask(
                .post, "criteria/\(id)/draw",
                .members(
                    ("count", draw["count"]), ("scorecards", scorecards(draw)),
                    ("evaluatorIds", evaluator(draw).map { .array([$0]) }), ("dueAt", due(draw)),
                    ("seed", draw["seed"])))
            guard let replacement = draw["replacement"] else { continue }
            for session in drawn["evaluations"]?.elements ?? [] {
                try replace(session.text ?? "", replacement, by: try door(of: text(draw, "evaluator")))
            }
        }
        for export in list("exports") {
            try door(of: text(export, "by")).ask(
                .post, "evaluations/export", .members(("format", export["format"])))
        }
    }

    /// What agents are told, and what they answer.
    func addMessages() throws {
        for message in list("messages") {
            let session = sessionIDs[text(message, "interaction")] ?? ""
            let item = try door(of: text(message, "by")).ask(
                .post, "evaluations/\(session)/notification",
                .members(
                    ("summary", message["summary"]), ("showScore", message["showScore"]), ("dueAt", due(message))))
            for reply in message["replies"]?.elements ?? [] {
                try door(of: text(reply, "by")).ask(
                    .post, "action-items/\(text(item, "id"))/messages", .members(("body", reply["body"])))
            }
            guard let closer = message["closedBy"]?.text else { continue }
            try door(of: closer).ask(.put, "action-items/\(text(item, "id"))/closure")
        }
    }

    func add(_ session: JSONValue) throws {
        let isAutomated = session["automated"]?.truth ?? false
        let id = isAutomated ? try addAutomated(session) : try addAssigned(session)
        sessionIDs[text(session, "interaction")] = id
        guard let answers = session["answers"] else { return }
        let evaluator = isAutomated ? DemoDoor(door: door, caller: .system) : try door(of: text(session, "evaluator"))
        let saved = try save(id, [answers] + (session["moreAnswers"]?.elements ?? []), because: nil, by: evaluator)
        guard text(session, "state") == "completed" else { return }
        try evaluator.ask(.post, "evaluations/\(id)/completion", ifMatch: saved)
        if let revision = session["revision"], let answers = revision["answers"] {
            try save(id, [answers], because: revision["reason"], by: try door(of: text(revision, "by")))
        }
        if let archivist = session["archivedBy"]?.text {
            try door(of: archivist).ask(.put, "evaluations/\(id)/archive")
        }
    }

    private func addAssigned(_ session: JSONValue) throws -> String {
        let made = try door(of: text(session, "by")).ask(
            .post, "evaluations",
            .members(
                ("interactionId", interactionIDs[text(session, "interaction")].map(JSONValue.string)),
                ("scorecards", scorecards(session)), ("evaluatorId", evaluator(session)), ("dueAt", due(session)),
                ("adHoc", session["adHoc"])))
        return text(made, "id")
    }

    private func addAutomated(_ session: JSONValue) throws -> String {
        let services = door.services
        let cards = (session["scorecards"]?.elements ?? []).compactMap { $0.text.flatMap { scorecardIDs[$0] } }
        let interaction = interactionIDs[text(session, "interaction")] ?? ""
        return try services.database.write { transaction in
            try AutomateEvaluation.run(of: interaction, with: cards, services, transaction)
        }
    }

    /// Saves the answers of the first forms; the state afterwards.
    @discardableResult
    private func save(
        _ id: String, _ answers: [JSONValue], because reason: JSONValue?, by person: DemoDoor
    ) throws -> String? {
        let opened = try person.ask(.get, "evaluations/\(id)")
        let forms = zip(opened["forms"]?.elements ?? [], answers).map { form, answers in
            JSONValue.members(("id", form["id"]), ("answers", answers))
        }
        let saved = try person.ask(
            .put, "evaluations/\(id)/answers", .members(("forms", .array(forms)), ("reason", reason)),
            ifMatch: opened["etag"]?.text)
        return saved["etag"]?.text
    }

    private func replace(_ id: String, _ replacement: JSONValue, by person: DemoDoor) throws {
        let opened = try person.ask(.get, "evaluations/\(id)")
        try person.ask(
            .post, "evaluations/\(id)/replacement",
            .members(("reason", replacement["reason"]), ("note", replacement["note"])), ifMatch: opened["etag"]?.text)
    }

    private func due(_ session: JSONValue) -> JSONValue? {
        session["dueInDays"]?.integer.map { days in
            let today = door.services.outside.now() / 86_400_000
            return .string(CalendarDay(daysSinceEpoch: today + days).text)
        }
    }

    private func scorecards(_ session: JSONValue) -> JSONValue {
        .array(
            (session["scorecards"]?.elements ?? []).compactMap { $0.text.flatMap { scorecardIDs[$0] } }.map(
                JSONValue.string))
    }

    private func evaluator(_ session: JSONValue) -> JSONValue? {
        session["evaluator"]?.text.flatMap { userIDs[$0] }.map(JSONValue.string)
    }
}
