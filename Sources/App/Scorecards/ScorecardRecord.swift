import Domain
import JSON

/// A scorecard as it is listed: what it is called, how far it has come.
struct ScorecardRecord: Sendable {
    let id: String
    let key: String
    let name: String
    let description: String
    let tags: [String]
    let format: Scorecard.Format
    /// Of the version that new sessions get; nil while nothing is published.
    let version: Int64?
    let hasDraft: Bool
    let questions: Int64
    let retiredAt: Int64?
    /// Grows with every change; what If-Match names.
    let revision: Int64
    let createdAt: Int64
    let updatedAt: Int64

    /// How far a scorecard has come.
    enum State: String, CaseIterable, Sendable {
        case draft, published, retired
    }

    var state: State {
        if retiredAt != nil { return .retired }
        return version == nil ? .draft : .published
    }

    var etag: String { String(revision) }

    func write(_ writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("key", key)
        writer.field("name", name)
        writer.field("description", description)
        writer.field("tags", tags)
        writer.field("format", format.rawValue)
        writer.field("state", state.rawValue)
        writer.field("version", version)
        writer.field("hasDraft", hasDraft)
        writer.field("questions", questions)
        writer.field("createdAt", instant: createdAt)
        writer.field("updatedAt", instant: updatedAt)
    }
}

/// A frozen version of a scorecard.
struct ScorecardVersion: Sendable {
    let scorecardID: String
    let number: Int64
    /// JSON in the shape of `earmark score`.
    let content: [UInt8]
    /// SHA-256 in hex over the canonical form of all that is not cosmetic.
    let hash: String
    let publishedBy: Reference
    let publishedAt: Int64

    func write(_ writer: inout JSONWriter) {
        writer.field("number", number)
        writer.field("hash", hash)
        writer.field("publishedAt", instant: publishedAt)
        writer.field("publishedBy", publishedBy)
    }

    /// The content as a form to be scored.
    func scorecard() throws -> Scorecard {
        try ScorecardJSON.read(try JSONReader.read(content))
    }
}
