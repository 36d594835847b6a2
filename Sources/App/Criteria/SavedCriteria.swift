import JSON

/// A saved search of interactions under a name.
struct SavedCriteria: Sendable {
    let id: String
    let name: String
    let search: InteractionSearch
    let createdBy: Reference
    let createdAt: Int64

    func write(_ writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("name", name)
        writer.field("search", object: search.write)
        writer.field("createdBy", createdBy)
        writer.field("createdAt", instant: createdAt)
    }
}
