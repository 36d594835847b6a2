/// How far a session has come; *expired* is derived from its due date.
package enum SessionState: String, CaseIterable, Sendable, Hashable {
    case unassigned, assigned
    case inProgress = "in_progress"
    case completed
}

/// How a session came to its interaction.
package enum SessionOrigin: String, CaseIterable, Sendable, Hashable {
    case criteria, manual
    case adHoc = "ad_hoc"
    case calibration, goal, automation

    /// Whether its interaction was drawn by a search, so that another can be drawn in its place.
    package var isDrawn: Bool { self == .criteria || self == .goal }
}

/// Why an interaction is replaced by another.
package enum ReplacementReason: String, CaseIterable, Sendable, Hashable {
    case badAudio = "bad_audio"
    case badVideo = "bad_video"
    case irrelevant
    case wrongAgent = "wrong_agent"
    case tooShort = "too_short"
    case other

    package static let longestNote = 1_000

    /// The note without white space at its ends; *other* needs one.
    package func checkedNote(_ note: String?) throws(Refusal) -> String? {
        let note = note?.trimmed ?? ""
        guard note.unicodeScalars.count <= Self.longestNote else {
            throw .field("/note", "note_long", "A note has at most 1,000 characters.")
        }
        guard self != .other || !note.isEmpty else {
            throw .field("/note", "note_missing", "Say why, when the reason is “other”.")
        }
        return note.isEmpty ? nil : note
    }
}

/// What decides who may do what with a session; instants in ms since 1970.
package struct EvaluationSession: Equatable, Sendable {
    package var state: SessionState
    package var origin: SessionOrigin
    /// Id of the person it is assigned to.
    package var evaluator: String?
    package var dueAt: Int64?
    package var isArchived: Bool
    /// Withdrawn for good; archived too.
    package var isVoided: Bool

    package init(
        state: SessionState, origin: SessionOrigin, evaluator: String? = nil, dueAt: Int64? = nil,
        isArchived: Bool = false, isVoided: Bool = false
    ) {
        self.state = state
        self.origin = origin
        self.evaluator = evaluator
        self.dueAt = dueAt
        self.isArchived = isArchived
        self.isVoided = isVoided
    }

    /// Not completed and past its due date.
    package func isExpired(now: Int64) -> Bool {
        EvaluationSession.isExpired(dueAt: dueAt, isCompleted: state == .completed, now: now)
    }

    package static func isExpired(dueAt: Int64?, isCompleted: Bool, now: Int64) -> Bool {
        guard let dueAt, !isCompleted else { return false }
        return now > dueAt
    }

    /// Who acts: somebody who sees the session, with what their role allows.
    package struct Actor: Equatable, Sendable {
        package let id: String
        package let permissions: Set<Permission>

        package init(id: String, permissions: Set<Permission>) {
            self.id = id
            self.permissions = permissions
        }

        package func may(_ permission: Permission) -> Bool { permissions.contains(permission) }
    }
}
