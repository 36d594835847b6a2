import Domain
import JSON
import SQL

/// A moment as the API shows it, with its clip and what the caller may do.
struct ShownMoment: Sendable {
    let kept: KeptMoment
    let clip: ClipState
    let undecidedProposals: Int
    let mayShare: Bool
    let mayDelete: Bool

    init(_ kept: KeptMoment, for caller: Caller, _ transaction: borrowing Transaction) throws {
        self.kept = kept
        clip = try ClipState(of: kept, transaction)
        undecidedProposals = try MomentRedactions.undecidedCount(of: kept, transaction)
        let policy = SharingPolicy(role: caller.role, settings: try SettingsStore.load(transaction).sharing)
        mayShare = caller.may(.shareMoments) && policy.mayShare
        mayDelete = kept.mayBeChanged(by: caller)
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("id", kept.id)
        writer.field(
            "interaction",
            object: {
                $0.field("id", kept.interactionID)
                $0.field("externalId", kept.externalID)
            })
        writer.field("title", kept.title)
        writer.field("startMs", kept.moment.range.startMs)
        writer.field("endMs", kept.moment.range.endMs)
        writer.field("note", kept.note)
        if case .monitor(let number) = kept.moment.screens {
            writer.field("screens", number)
        } else {
            writer.field("screens", kept.moment.screens.text)
        }
        writer.field("createdBy", kept.createdBy)
        writer.field("createdAt", instant: kept.createdAt)
        writer.field("redactions", array: { RedactionJSON.write(kept.moment.redactions, &$0) })
        writer.field("undecidedProposals", undecidedProposals)
        writer.field("clip", object: { clip.write(&$0) })
        writer.field("mayShare", mayShare)
        writer.field("mayDelete", mayDelete)
    }
}

extension ClipState {
    var name: String {
        switch self {
        case .none: "none"
        case .rendering: "rendering"
        case .ready: "ready"
        case .failed: "failed"
        }
    }

    /// How large the picture is that stands for the clip; null where there is none.
    func writePoster(_ writer: inout JSONWriter) {
        guard case .ready(let clip) = self, let poster = clip.poster else {
            writer.fieldNull("poster")
            return
        }
        writer.field(
            "poster",
            object: {
                $0.field("width", poster.width)
                $0.field("height", poster.height)
            })
    }

    static let posterShape = Shape.object(["width": .integer(), "height": .integer()]).orNull

    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("state", name)
        if case .rendering(let job) = self {
            writer.field(
                "job",
                object: {
                    $0.field("id", job.id)
                    $0.field("url", Call.apiPrefix + job.path)
                })
        } else {
            writer.fieldNull("job")
        }
        if case .ready(let clip) = self {
            writer.field("bytes", clip.blob.bytes)
            writer.field("durationMs", clip.durationMs)
            writer.field("contentType", clip.contentType)
            writer.field("reencodedFrames", clip.packets?.reencodedFrames)
            writer.field("copiedPackets", clip.packets?.copiedPackets)
        } else {
            for name in ["bytes", "durationMs", "contentType", "reencodedFrames", "copiedPackets"] {
                writer.fieldNull(name)
            }
        }
        writePoster(&writer)
        if case .failed(let refusal) = self {
            writer.field(
                "error",
                object: {
                    $0.field("code", refusal.code)
                    $0.field("message", refusal.sentence)
                })
        } else {
            writer.fieldNull("error")
        }
    }
}
