import Domain
import JSON

extension JSONFields {
    /// The name that somebody gives to a thing, by the rule of all names.
    mutating func name(_ member: String, longest: Int = GivenName.longest) throws -> String {
        try checked(try string(member, min: 1, max: longest), member)
    }

    /// The same, nil when it is left out.
    mutating func optionalName(_ member: String, longest: Int = GivenName.longest) throws -> String? {
        try optionalString(member, min: 1, max: longest).map { try checked($0, member) }
    }

    private func checked(_ name: String, _ member: String) throws(Refusal) -> String {
        try GivenName.checked(name, member == "title" ? "The title" : "The name", at: pointer(to: member))
    }
}

extension GivenName {
    /// The codes with which a door refuses a name.
    static let refusals = ["text_empty", "text_control"]
}
