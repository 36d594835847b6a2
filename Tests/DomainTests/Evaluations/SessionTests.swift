import Domain
import Testing

/// A session from hand to hand.
struct SessionTests {
    private let eva = EvaluationSession.Actor(id: "eva", permissions: BuiltInRole.evaluator.permissions)
    private let otto = EvaluationSession.Actor(id: "otto", permissions: BuiltInRole.evaluator.permissions)
    private let sue = EvaluationSession.Actor(id: "sue", permissions: BuiltInRole.supervisor.permissions)
    private let agent = EvaluationSession.Actor(id: "agent", permissions: BuiltInRole.agent.permissions)

    private func session(
        _ state: SessionState, _ origin: SessionOrigin = .criteria, due: Int64? = nil, archived: Bool = false
    ) -> EvaluationSession {
        EvaluationSession(
            state: state, origin: origin, evaluator: state == .unassigned ? nil : "eva", dueAt: due,
            isArchived: archived)
    }

    @Test func onlyOneTakesAnUnassignedSession() throws {
        let taken = try session(.unassigned).taken(by: eva)
        #expect(taken.state == .assigned)
        #expect(taken.evaluator == "eva")
        #expect(try refused { _ = try taken.taken(by: otto) } == "already_taken")
        #expect(try refused { _ = try taken.taken(by: eva) } == "already_taken")
        #expect(try refused { _ = try session(.unassigned).taken(by: agent) } == "forbidden")
        #expect(try refused { _ = try session(.unassigned, archived: true).taken(by: eva) } == "archived")
    }

    @Test func supervisorsAssign() throws {
        #expect(try session(.unassigned).assigned(to: "otto", by: sue).state == .assigned)
        let moved = try session(.inProgress).assigned(to: "otto", by: sue)
        #expect(moved.state == .inProgress && moved.evaluator == "otto")
        let back = try session(.inProgress).assigned(to: nil, by: sue)
        #expect(back.state == .unassigned && back.evaluator == nil)
        #expect(try refused { _ = try session(.completed).assigned(to: "otto", by: sue) } == "already_completed")
        #expect(try refused { _ = try session(.unassigned).assigned(to: "eva", by: eva) } == "forbidden")
    }

    @Test func itsEvaluatorSavesAndASupervisorOnceItIsCompleted() throws {
        #expect(try session(.assigned).saved(by: eva).state == .inProgress)
        #expect(try session(.inProgress, due: 0).saved(by: eva).state == .inProgress)
        #expect(try session(.completed).saved(by: eva).state == .completed)
        #expect(try session(.completed).saved(by: sue).state == .completed)
        #expect(try refused { _ = try session(.completed).saved(by: otto) } == "not_yours")
        #expect(try refused { _ = try session(.inProgress).saved(by: sue) } == "not_yours")
        #expect(try refused { _ = try session(.unassigned).saved(by: eva) } == "not_taken")
        #expect(try refused { _ = try session(.completed, archived: true).saved(by: eva) } == "archived")
    }

    @Test func aSessionExpiresAfterItsDueDateAndThenCannotBeCompleted() throws {
        let due = session(.inProgress, due: 1000)
        #expect(!due.isExpired(now: 1000))
        #expect(due.isExpired(now: 1001))
        #expect(!session(.completed, due: 1000).isExpired(now: 2000))
        #expect(try due.completed(by: eva, now: 1000, forms: []).state == .completed)
        #expect(try refused { _ = try due.completed(by: eva, now: 1001, forms: []) } == "due_date_passed")
        #expect(
            try refused { _ = try session(.completed).completed(by: eva, now: 0, forms: []) } == "already_completed")
        #expect(try refused { _ = try session(.inProgress).completed(by: sue, now: 0, forms: []) } == "not_yours")
    }

    @Test(
        arguments: [
            (SessionOrigin.criteria, SessionState.assigned, nil), (.goal, .inProgress, nil),
            (.manual, .assigned, "replace_not_allowed"), (.adHoc, .inProgress, "replace_not_allowed"),
            (.calibration, .assigned, "replace_not_allowed"), (.automation, .assigned, "replace_not_allowed"),
            (.criteria, .completed, "replace_not_allowed"), (.criteria, .unassigned, "replace_not_allowed"),
        ] as [(SessionOrigin, SessionState, String?)])
    func onlyADrawnOpenSessionIsReplaced(origin: SessionOrigin, state: SessionState, code: String?) throws {
        var replaced: EvaluationSession?
        #expect(try refused { replaced = try session(state, origin).replaced(by: eva, now: 0) } == code)
        #expect(replaced?.state == (code == nil ? .assigned : nil))
    }

    @Test func anExpiredOrForeignSessionIsNotReplaced() throws {
        #expect(try refused { _ = try session(.assigned, due: 0).replaced(by: eva, now: 1) } == "replace_not_allowed")
        #expect(try refused { _ = try session(.assigned).replaced(by: otto, now: 0) } == "not_yours")
        #expect(try refused { _ = try session(.assigned, archived: true).replaced(by: eva, now: 0) } == "archived")
    }

    @Test func theReasonOtherNeedsAText() throws {
        #expect(try ReplacementReason.badAudio.checkedNote("  ") == nil)
        #expect(try ReplacementReason.other.checkedNote(" why ") == "why")
        #expect(try refused { _ = try ReplacementReason.other.checkedNote(" ") } == "note_missing")
        #expect(
            try refused { _ = try ReplacementReason.badAudio.checkedNote(String(repeating: "x", count: 1001)) }
                == "note_long")
    }

    @Test func anEvaluatedInteractionIsUsedAgainOnlyWithPermissionAndConfirmation() throws {
        func code(_ origin: SessionOrigin, _ actor: EvaluationSession.Actor, _ confirmed: Bool) throws -> String? {
            try refused {
                try EvaluatedRule.check(origin: origin, isEvaluated: true, actor: actor, isConfirmed: confirmed)
            }
        }
        for origin in [SessionOrigin.criteria, .goal, .automation] {
            #expect(try code(origin, sue, true) == "already_evaluated")
        }
        for origin in [SessionOrigin.manual, .adHoc, .calibration] {
            #expect(try code(origin, sue, true) == nil)
            #expect(try code(origin, sue, false) == "already_evaluated")
            #expect(try code(origin, eva, true) == "reuse_not_allowed")
        }
        try EvaluatedRule.check(origin: .criteria, isEvaluated: false, actor: eva, isConfirmed: false)
        #expect(SessionOrigin.allCases.filter { !EvaluatedRule.tags(origin: $0) } == [.automation])
    }
}
