import Domain
import JSON
import SQL

/// Gives an interaction its transcript, in the place of an earlier one. Needs `edit_transcripts`.
///
/// Refuses what is no transcript (`transcript_unreadable`), and an interaction out of sight.
enum PutTranscript {
    struct Input: Sendable {
        let bytes: [UInt8]
        let format: TranscriptFormat
        /// In which a subtitle file is written that is not UTF-8, where the sender knows.
        var codePage: CodePage?
    }

    static func run(
        _ interactionID: String, _ input: Input, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        guard let interaction = try FindInteraction.run(interactionID, for: caller, transaction) else {
            throw Refusal.notFound
        }
        let transcript = try ReadTranscript.read(input.bytes, format: input.format, codePage: input.codePage)
            .knowing(agent: interaction.agent?.name, customer: interaction.customer)
        try TranscriptStore.replace(
            interactionID, language: transcript.language ?? interaction.language, transcript.segments, by: caller,
            transaction)
        if let end = transcript.segments.map(\.endMs).max() {
            try ExtendInteraction.run(interactionID, toMs: end, transaction)
        }
        try EventLog.record(
            "transcript.put", .init(kind: "interaction", id: interactionID), by: caller, transaction
        ) { $0.field("segments", transcript.segments.count) }
    }
}
