import Domain
import Testing

/// The words of an action item, and which evaluations an agent is told about.
struct ActionItemRuleTests {
    @Test func wordsAreTrimmedAndBounded() throws {
        #expect(try ActionItemRule.checkedSummary(" Look ") == "Look")
        #expect(throws: Refusal.self) { try ActionItemRule.checkedSummary(" ") }
        #expect(throws: Refusal.self) { try ActionItemRule.checkedSummary(String(repeating: "x", count: 501)) }
        #expect(throws: Refusal.self) { try ActionItemRule.checkedBody(String(repeating: "x", count: 4_001)) }
    }

    @Test func itsEvaluatorAndWhoAssignsMayNotifyAtAnyTime() throws {
        let evaluator = EvaluationSession.Actor(id: "e", permissions: BuiltInRole.evaluator.permissions)
        let other = EvaluationSession.Actor(id: "o", permissions: BuiltInRole.evaluator.permissions)
        let supervisor = EvaluationSession.Actor(id: "s", permissions: BuiltInRole.supervisor.permissions)
        for state in [SessionState.assigned, .inProgress, .completed] {
            let session = EvaluationSession(state: state, origin: .manual, evaluator: "e")
            try session.checkNotifiable(by: evaluator)
            try session.checkNotifiable(by: supervisor)
            #expect(throws: Refusal.self) { try session.checkNotifiable(by: other) }
        }
        let calibration = EvaluationSession(state: .completed, origin: .calibration, evaluator: "e")
        #expect(throws: Refusal.self) { try calibration.checkNotifiable(by: supervisor) }
        let archived = EvaluationSession(state: .completed, origin: .manual, evaluator: "e", isArchived: true)
        #expect(throws: Refusal.self) { try archived.checkNotifiable(by: evaluator) }
    }
}
