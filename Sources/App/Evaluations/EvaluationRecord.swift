import Domain
import JSON

/// An evaluation session as it is listed.
struct EvaluationRecord: Sendable {
    let id: String
    let name: String
    let isNamed: Bool
    var state: SessionState
    let origin: SessionOrigin
    let interaction: InteractionSummary
    /// The agent it was drawn for.
    let agentID: String?
    let drawID: String?
    let evaluator: Reference?
    /// False while nothing was saved and the scorecards' defaults stand.
    var hasAnswers: Bool
    let dueAt: Int64?
    /// Micro-percent of the saved answers.
    var score: Int64?
    var passed: Bool?
    /// What the score is measured by; nil without one, and with several forms.
    let passMark: Int64?
    var revision: Int64
    let createdBy: Reference
    let createdAt: Int64
    var editedBy: Reference?
    var editedAt: Int64?
    var completedAt: Int64?
    let archivedAt: Int64?
    /// Its place in the order of their making.
    let number: Int64
    let void: Void?
    var scorecards: [ScorecardSummary] = []

    /// What a session shows of its interaction.
    struct InteractionSummary: Sendable {
        let id: String
        let externalID: String
        let channel: String
        let queue: String?
        let agent: Reference?
        let startedAt: Int64
        let durationMs: Int64
    }

    /// Why it was withdrawn, by whom and when.
    struct Void: Sendable {
        let reason: String
        let by: Reference
        let at: Int64
    }

    /// What a session shows of a scorecard it is scored with.
    struct ScorecardSummary: Sendable {
        let id: String
        let name: String
        let version: Int64
    }

    /// What decides who may do what with it.
    var session: EvaluationSession {
        EvaluationSession(
            state: state, origin: origin, evaluator: evaluator?.id, dueAt: dueAt, isArchived: archivedAt != nil,
            isVoided: void != nil)
    }

    func write(_ writer: inout JSONWriter, now: Int64) {
        writer.field("id", id)
        writer.field("name", name)
        writer.field("state", state.rawValue)
        writer.field("expired", session.isExpired(now: now))
        writer.field("origin", origin.rawValue)
        writer.field(
            "interaction",
            object: {
                $0.field("id", interaction.id)
                $0.field("externalId", interaction.externalID)
                $0.field("channel", interaction.channel)
                $0.field("queue", interaction.queue)
                $0.field("agent", interaction.agent)
                $0.field("startedAt", instant: interaction.startedAt)
                $0.field("durationMs", interaction.durationMs)
            })
        writer.field(
            "scorecards",
            array: { list in
                for scorecard in scorecards {
                    list.object {
                        $0.field("id", scorecard.id)
                        $0.field("name", scorecard.name)
                        $0.field("version", scorecard.version)
                    }
                }
            })
        writer.field("evaluator", evaluator)
        writer.field("createdBy", createdBy)
        writer.field("createdAt", instant: createdAt)
        writer.field("dueAt", instant: dueAt)
        writer.field("completedAt", instant: completedAt)
        writer.field("lastEditedAt", instant: editedAt)
        writer.field("lastEditedBy", editedBy)
        writer.field("archivedAt", instant: archivedAt)
        if let void {
            writer.field(
                "voided",
                object: {
                    $0.field("reason", void.reason)
                    $0.field("by", void.by)
                    $0.field("at", instant: void.at)
                })
        } else {
            writer.fieldNull("voided")
        }
    }

    /// The total of the saved answers.
    func writeScore(_ writer: inout JSONWriter) {
        writer.field("score", score)
        writer.field("passed", passed)
        writer.field("passMark", passMark)
    }
}

extension Caller {
    var actor: EvaluationSession.Actor { EvaluationSession.Actor(id: id, permissions: permissions) }
}
