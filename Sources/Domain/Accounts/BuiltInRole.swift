/// The four roles every account begins with, and what they may do by default.
package enum BuiltInRole: String, CaseIterable, Sendable, Hashable {
    case agent, evaluator, supervisor, admin

    package var permissions: Set<Permission> {
        switch self {
        case .agent: Self.agentPermissions
        case .evaluator: Self.evaluatorPermissions
        case .supervisor: Self.supervisorPermissions
        case .admin: Self.adminPermissions
        }
    }

    /// Which records somebody in this role sees.
    package var sight: Sight {
        switch self {
        case .agent: .own
        case .evaluator: .reviewed
        case .supervisor: .teams
        case .admin: .all
        }
    }

    /// What of the account a role sees; each record is filtered by it.
    package enum Sight: String, CaseIterable, Sendable {
        /// Own interactions, own released evaluations, own action items.
        case own
        /// All interactions; own and unassigned sessions.
        case reviewed
        /// The teams assigned to them.
        case teams
        case all
    }

    private static let agentPermissions: Set<Permission> = [
        .viewInteractions, .writeComments, .createMoments, .viewEvaluations,
    ]

    private static let evaluatorPermissions: Set<Permission> = agentPermissions.union([
        .downloadRecordings, .shareMoments, .viewScorecards, .performEvaluations, .createEvaluations,
    ])

    private static let supervisorPermissions: Set<Permission> = evaluatorPermissions.union([
        .addInteractions, .addOfflineInteractions, .uploadRecordings, .editTranscripts, .editScorecards, .editCriteria,
        .assignEvaluations, .extendEvaluations, .releaseEvaluations, .archiveEvaluations, .deleteAutomatedEvaluations,
        .reuseEvaluated, .viewGoals, .editGoals, .editCalibrations, .editAutomations, .viewCapturePolicy,
    ])

    private static let adminPermissions = Set(Permission.allCases)
}
