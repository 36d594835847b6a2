/// What a recording shows or carries.
package enum RecordingKind: String, CaseIterable, Sendable, Hashable {
    case audio, screen
}

/// Whom an audio recording carries; `both` is one file for all, mixed or with a channel each.
package enum Party: String, CaseIterable, Sendable, Hashable {
    case agent, customer, both
}

/// Where a recording stands in its interaction: audio of a party, or the screen of a monitor.
package enum RecordingPlace: Equatable, Hashable, Sendable {
    case audio(Party)
    /// Monitors are counted 1 to 4.
    case screen(monitor: Int)

    package var kind: RecordingKind {
        switch self {
        case .audio: .audio
        case .screen: .screen
        }
    }

    /// The furthest a recording may begin before or after its interaction: 24 h, in ms.
    package static let offsetsMs: ClosedRange<Int64> = -TimeRange.longestMs...TimeRange.longestMs

    /// The place of what was asked for: audio names a party (both, when none is named), a screen its monitor.
    package init(kind: RecordingKind, party: Party?, monitor: Int64?) throws(Refusal) {
        switch kind {
        case .audio:
            guard monitor == nil else {
                throw .field("/monitor", "monitor_of_audio", "Only a screen recording has a monitor.")
            }
            self = .audio(party ?? .both)
        case .screen:
            guard party == nil else {
                throw .field("/party", "party_of_screen", "Only an audio recording has a party.")
            }
            guard let monitor else {
                throw .field("/monitor", "monitor_missing", "A screen recording needs its monitor, 1 to 4.")
            }
            guard (1...4).contains(monitor) else {
                throw .field(
                    "/monitor", "fifth_monitor", "An interaction has screens of at most four monitors, numbered 1 to 4."
                )
            }
            self = .screen(monitor: Int(monitor))
        }
    }

    /// Refuses a place that is taken, or that does not go with the ones there are.
    package func check(beside others: [RecordingPlace], offsetMs: Int64) throws(Refusal) {
        guard Self.offsetsMs.contains(offsetMs) else {
            throw .field("/offsetMs", "offset_outside", "A recording begins at most 24 hours from its interaction.")
        }
        switch self {
        case .screen(let monitor):
            guard !others.contains(self) else {
                throw .field("/monitor", "monitor_taken", "Monitor \(monitor) of this interaction is recorded already.")
            }
        case .audio(let party):
            let taken = others.compactMap { other in if case .audio(let party) = other { party } else { nil } }
            guard !taken.contains(party) else {
                throw .field(
                    "/party", "party_taken",
                    "This interaction has \(Self.sound(of: party)) already. "
                        + "Remove that recording first, or say who else is heard.")
            }
            guard taken.isEmpty || (party != .both && !taken.contains(.both)) else {
                throw .field(
                    "/party", "party_taken",
                    party == .both
                        ? "The sound of one party is here already. Remove it first, or say whose sound this is."
                        : "The sound of both parties is here already. Remove it to attach one recording of each.")
            }
        }
    }

    private static func sound(of party: Party) -> String {
        switch party {
        case .agent: "the agent's sound"
        case .customer: "the customer's sound"
        case .both: "the sound of both parties"
        }
    }
}
