/// A request the product declines, with a stable code and a reason a person can act on.
package struct Refusal: Error, Equatable, Sendable {
    package let code: String
    /// A whole sentence for people.
    package let sentence: String
    /// What exactly is wrong, when several things can be.
    package let fields: [Field]?

    package init(_ code: String, _ sentence: String, fields: [Field]? = nil) {
        self.code = code
        self.sentence = sentence
        self.fields = fields
    }

    /// One part of what was asked that is not as it should be.
    package struct Field: Equatable, Sendable {
        /// JSON pointer (RFC 6901) into what was asked.
        package let pointer: String
        package let code: String
        package let sentence: String

        package init(pointer: String, code: String, sentence: String) {
            self.pointer = pointer
            self.code = code
            self.sentence = sentence
        }
    }
}

extension Refusal {
    /// What was asked for is not there, or not for this person's eyes; both look the same.
    package static let notFound = Refusal("not_found", "There is nothing here, or it is not yours to see.")

    /// The person may not do this.
    package static let forbidden = Refusal("forbidden", "Your role does not allow this.")

    package static func forbidden(_ permission: Permission) -> Refusal {
        Refusal("forbidden", "Your role does not allow this: it needs the permission “\(permission.rawValue)”.")
    }

    /// Somebody else changed what this change was based on.
    package static let stale = Refusal("stale", "This was changed meanwhile; load it again before changing it.")

    /// One field is wrong.
    package static func field(_ pointer: String, _ code: String, _ sentence: String) -> Refusal {
        Refusal(code, sentence, fields: [Field(pointer: pointer, code: code, sentence: sentence)])
    }
}
