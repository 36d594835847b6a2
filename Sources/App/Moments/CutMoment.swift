import Domain
import JSON
import SQL

/// Cuts a moment out of an interaction. Needs `create_moments`; agents may once an evaluation of theirs is released.
///
/// Refuses a stretch shorter than 1 s, longer than 10 min, or outside the media.
enum CutMoment {
    struct Input: Sendable {
        let title: String
        let note: String?
        let startMs: Int64
        let endMs: Int64
        let screens: Moment.Screens
        /// As they were given; read once it is known what the moment shows.
        private let redactions: JSONValue?

        init(reading fields: inout JSONFields) throws {
            title = try fields.name("title", longest: Moment.longestTitle)
            note = try fields.optionalString("note", max: Moment.longestNote)
            startMs = try fields.int64("startMs")
            endMs = try fields.int64("endMs")
            switch fields.present("screens") {
            case nil, .string("grid")?: screens = .grid
            case .string("none")?: screens = .none
            case .integer(let number)? where (1...4).contains(number): screens = .monitor(Int(number))
            default:
                throw Refusal.field(
                    "/screens", "moment_monitor", "A moment shows “grid”, “none”, or the screen of monitor 1 to 4.")
            }
            redactions = fields.present("redactions")
            try fields.finish()
        }

        fileprivate func redacted(_ moment: Moment) throws -> Moment {
            guard let redactions else { return moment }
            var fields = try JSONFields(.object([.init(name: "redactions", value: redactions)]))
            return moment.redacted(by: try RedactionJSON.list("redactions", &fields, in: moment))
        }
    }

    static func run(
        _ interactionID: String, _ input: Input, by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> KeptMoment {
        guard !caller.isAgent else {
            throw Refusal("forbidden", "You can cut moments out of your calls once an evaluation of them is released.")
        }
        guard try FindInteraction.run(interactionID, for: caller, transaction) != nil else { throw Refusal.notFound }
        let recordings = try FindRecordings.run(of: interactionID, for: .system, transaction)
        let mediaMs = recordings.compactMap { recording in recording.durationMs.map { $0 + recording.offsetMs } }.max()
        guard let mediaMs, mediaMs > 0 else {
            throw Refusal("moment_outside_media", "This interaction has no recording that could be cut.")
        }
        if case .monitor(let number) = input.screens,
            !recordings.contains(where: { $0.monitor == Int64(number) && $0.state == .ready })
        {
            throw Refusal.field("/screens", "moment_monitor", "Monitor \(number) of this interaction is not recorded.")
        }
        let moment = try input.redacted(
            Moment(startMs: input.startMs, endMs: input.endMs, screens: input.screens, mediaMs: mediaMs))
        let id = services.outside.id()
        try MomentStore.insert(
            id: id, interactionID: interactionID, title: input.title, note: input.note, moment, by: caller, transaction)
        try EventLog.record("moment.cut", .init(kind: "moment", id: id), by: caller, transaction) {
            $0.field("interaction", interactionID)
        }
        guard let kept = try MomentStore.find(id, for: .system, transaction) else { throw Refusal.notFound }
        return kept
    }
}

/// Renames a moment or changes its note, or takes it away; whoever cut it may, and supervisors and admins.
enum ChangeMoment {
    static func run(
        _ id: String, _ fields: inout JSONFields, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> KeptMoment {
        var kept = try own(id, caller, transaction)
        if let title = try fields.optionalName("title", longest: Moment.longestTitle) { kept.title = title }
        if fields.has("note") { kept.note = try fields.optionalString("note", max: Moment.longestNote) }
        try fields.finish()
        try MomentStore.change(id, title: kept.title, note: kept.note, transaction)
        try EventLog.record("moment.changed", .init(kind: "moment", id: id), by: caller, transaction)
        return kept
    }

    /// Links to it are dead from here on, and its clip is erased.
    static func delete(
        _ id: String, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws {
        _ = try own(id, caller, transaction)
        try MomentStore.delete(id, transaction)
        try SweepMedia.request(services, transaction)
        try EventLog.record("moment.deleted", .init(kind: "moment", id: id), by: caller, transaction)
    }

    static func own(
        _ id: String, _ caller: Caller, _ transaction: borrowing Transaction
    ) throws -> KeptMoment {
        guard let kept = try MomentStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        guard kept.mayBeChanged(by: caller) else {
            throw Refusal("forbidden", "Only whoever cut a moment may change it, or a supervisor.")
        }
        return kept
    }
}

extension KeptMoment {
    func mayBeChanged(by caller: Caller) -> Bool {
        createdBy.id == caller.id || caller.role == .supervisor || caller.role == .admin
    }
}
