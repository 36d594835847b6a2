/// The rule of the Evaluated tag: what was evaluated once is not evaluated again unasked.
package enum EvaluatedRule {
    /// Refuses a new session on a tagged interaction: draws never, people only with the permission and a confirmation.
    package static func check(
        origin: SessionOrigin, isEvaluated: Bool, actor: EvaluationSession.Actor, isConfirmed: Bool
    ) throws(Refusal) {
        guard isEvaluated else { return }
        switch origin {
        case .criteria, .goal, .automation:
            throw Refusal("already_evaluated", "This interaction is evaluated already.")
        case .manual, .adHoc, .calibration:
            guard actor.may(.reuseEvaluated) else {
                throw Refusal(
                    "reuse_not_allowed",
                    "This interaction is evaluated already, and your role does not allow evaluating it again.")
            }
            guard isConfirmed else {
                throw Refusal(
                    "already_evaluated", "This interaction is evaluated already; confirm that it is to be used again.")
            }
        }
    }

    /// Whether completing a session of this origin tags its interaction; automated evaluations do not.
    package static func tags(origin: SessionOrigin) -> Bool { origin != .automation }
}
