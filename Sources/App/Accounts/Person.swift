import Domain
import JSON

/// Somebody who can sign in, as lists and details show them.
struct Person: Sendable {
    let id: String
    let login: String
    let name: String
    let role: BuiltInRole
    /// Teams the person works in; for a supervisor the teams watched over.
    var teams: [Reference]
    let isDisabled: Bool
    let createdAt: Int64

    func write(_ writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("login", login)
        writer.field("name", name)
        writer.field("role", role.rawValue)
        writer.field("teams", teams)
        writer.field("disabled", isDisabled)
        writer.field("createdAt", instant: createdAt)
    }
}

extension JSONWriter {
    mutating func field(_ name: String, _ references: [Reference]) {
        field(
            name,
            array: { list in
                for reference in references {
                    list.object {
                        $0.field("id", reference.id)
                        $0.field("name", reference.name)
                    }
                }
            })
    }
}
