/// What a person signs in with: a login kept in lower case, unique in the account.
package struct Login: Equatable, Hashable, Sendable {
    package let text: String

    /// 2 to 100 letters, digits and `. _ - + @`, beginning with a letter or digit; capitals count as small letters.
    package init(_ text: String) throws(Refusal) {
        let small = text.lowercased()
        let scalars = small.unicodeScalars
        guard (2...100).contains(scalars.count), let first = scalars.first, first.isASCIILetterOrDigit,
            scalars.allSatisfy({ $0.isASCIILetterOrDigit || "._-+@".unicodeScalars.contains($0) })
        else {
            throw .field(
                "/login", "login_invalid",
                "A login has 2 to 100 letters, digits or . _ - + @ and begins with a letter or digit.")
        }
        self.text = small
    }
}

/// The rules a new password meets.
package enum PasswordRule {
    /// In characters as a person counts them.
    package static let shortest = 10
    package static let longest = 200

    package static func check(_ password: String, login: Login) throws(Refusal) {
        // The bytes first: counting characters of a megabyte would be work for nothing.
        guard password.utf8.count <= longest * 8, password.count <= longest else {
            throw .field("/password", "password_long", "A password has at most \(longest) characters.")
        }
        guard password.count >= shortest else {
            throw .field("/password", "password_short", "A password needs at least \(shortest) characters.")
        }
        guard password.lowercased() != login.text else {
            throw .field("/password", "password_is_login", "A password may not be the login.")
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIILetterOrDigit: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self)
    }
}
