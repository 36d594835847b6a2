/// What may be done with a session, and the session afterwards.
extension EvaluationSession {
    /// Somebody takes an unassigned session; whoever comes second is refused.
    package func taken(by actor: Actor) throws(Refusal) -> EvaluationSession {
        guard actor.may(.performEvaluations) else { throw .forbidden(.performEvaluations) }
        try checkNotArchived()
        guard state == .unassigned, evaluator == nil else {
            throw Refusal(
                "already_taken",
                evaluator == actor.id
                    ? "You have taken this evaluation already." : "Somebody else has taken this evaluation.")
        }
        return assigned(evaluator: actor.id)
    }

    /// A supervisor gives the session to somebody, or takes it back with nil; what was answered stays with the session.
    package func assigned(to evaluator: String?, by actor: Actor) throws(Refusal) -> EvaluationSession {
        guard actor.may(.assignEvaluations) else { throw .forbidden(.assignEvaluations) }
        try checkNotArchived()
        guard state != .completed else {
            throw Refusal("already_completed", "A completed evaluation stays with who completed it.")
        }
        return assigned(evaluator: evaluator)
    }

    /// Answers saved: its evaluator's while it is open, its evaluator's or a supervisor's once completed.
    ///
    /// Saving works after the due date; the first save sets *in progress*, a save of a completed session is a revision.
    package func saved(by actor: Actor) throws(Refusal) -> EvaluationSession {
        try checkNotArchived()
        try checkMayAnswer(actor)
        var saved = self
        if state != .completed { saved.state = .inProgress }
        return saved
    }

    /// Completed for good; refused after the due date and while a form lacks an answer.
    package func completed(
        by actor: Actor, now: Int64, forms: [FormCompletion]
    ) throws(Refusal) -> EvaluationSession {
        try checkCompletable(by: actor, now: now)
        try FormCompletion.check(forms)
        var completed = self
        completed.state = .completed
        return completed
    }

    /// Whether the session itself may be completed, whatever its answers.
    package func checkCompletable(by actor: Actor, now: Int64) throws(Refusal) {
        try checkNotArchived()
        guard state != .completed else {
            throw Refusal("already_completed", "This evaluation is completed already.")
        }
        try checkMayAnswer(actor)
        guard !isExpired(now: now) else {
            throw Refusal(
                "due_date_passed",
                "The due date has passed: your answers can still be saved, and a supervisor can extend the date.")
        }
    }

    /// The session as it begins anew with another interaction; only one drawn by a search, open, and not expired.
    package func replaced(by actor: Actor, now: Int64) throws(Refusal) -> EvaluationSession {
        try checkNotArchived()
        guard origin.isDrawn else {
            throw Refusal(
                "replace_not_allowed", "Only an interaction that was drawn by search criteria can be replaced.")
        }
        switch state {
        case .completed:
            throw Refusal("replace_not_allowed", "The interaction of a completed evaluation cannot be replaced.")
        case .unassigned:
            throw Refusal("replace_not_allowed", "Take the evaluation before replacing its interaction.")
        case .assigned, .inProgress: break
        }
        try checkMayAnswer(actor)
        guard !isExpired(now: now) else {
            throw Refusal("replace_not_allowed", "The due date has passed, so the interaction cannot be replaced.")
        }
        var replaced = self
        replaced.state = .assigned
        return replaced
    }

    /// Put aside, to be read only; what is completed or expired alone. Twice is once.
    package func archived(by actor: Actor, now: Int64) throws(Refusal) -> EvaluationSession {
        guard actor.may(.archiveEvaluations) else { throw .forbidden(.archiveEvaluations) }
        guard isArchived || state == .completed || isExpired(now: now) else {
            throw Refusal("archive_not_allowed", "Only a completed or expired evaluation can be archived.")
        }
        var archived = self
        archived.isArchived = true
        return archived
    }

    /// Taken back from the archive as it was. Twice is once; a voided one stays there.
    package func unarchived(by actor: Actor) throws(Refusal) -> EvaluationSession {
        guard actor.may(.archiveEvaluations) else { throw .forbidden(.archiveEvaluations) }
        guard !isVoided else { throw Refusal("voided", "A voided evaluation stays in the archive.") }
        var unarchived = self
        unarchived.isArchived = false
        return unarchived
    }

    /// Withdrawn for good, whatever its state: it is kept in the archive and counts nowhere. Twice is once.
    package func voided(by actor: Actor) throws(Refusal) -> EvaluationSession {
        guard actor.may(.archiveEvaluations) else { throw .forbidden(.archiveEvaluations) }
        guard origin != .automation else {
            throw Refusal("automated", "An automated evaluation is not voided; delete it.")
        }
        var voided = self
        voided.isArchived = true
        voided.isVoided = true
        return voided
    }

    /// Gone for good; what a machine evaluated alone.
    package func checkDeletable(by actor: Actor) throws(Refusal) {
        guard actor.may(.deleteAutomatedEvaluations) else { throw .forbidden(.deleteAutomatedEvaluations) }
        guard origin == .automation else {
            throw Refusal("not_automated", "Only an automated evaluation can be deleted; void this one.")
        }
    }

    /// Its agent may be told at any time, by its evaluator and by whoever assigns evaluations; of a calibration never.
    package func checkNotifiable(by actor: Actor) throws(Refusal) {
        guard origin != .calibration else {
            throw Refusal("calibration", "Agents are not told about calibrations.")
        }
        try checkNotArchived()
        guard evaluator == actor.id || actor.may(.assignEvaluations) else {
            throw Refusal("not_yours", "Only its evaluator or a supervisor may notify the agent.")
        }
    }

    /// What a search could not find another interaction for; nothing changes.
    package static let noCandidate = Refusal(
        "no_candidate",
        "The search criteria find no other interaction of this agent that is free to be evaluated. Nothing was changed."
    )

    private func assigned(evaluator: String?) -> EvaluationSession {
        var assigned = self
        assigned.evaluator = evaluator
        switch (state, evaluator) {
        case (_, nil): assigned.state = .unassigned
        case (.unassigned, _): assigned.state = .assigned
        default: break
        }
        return assigned
    }

    private func checkMayAnswer(_ actor: Actor) throws(Refusal) {
        guard actor.may(.performEvaluations) else { throw .forbidden(.performEvaluations) }
        guard let evaluator else {
            throw Refusal("not_taken", "Take this evaluation before answering.")
        }
        let supervises = state == .completed && actor.may(.assignEvaluations)
        guard evaluator == actor.id || supervises else {
            throw Refusal("not_yours", "This evaluation is assigned to somebody else.")
        }
    }

    private func checkNotArchived() throws(Refusal) {
        guard !isArchived else { throw Refusal("archived", "An archived evaluation can only be read.") }
    }
}
