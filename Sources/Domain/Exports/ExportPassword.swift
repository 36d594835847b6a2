/// The password somebody types for one encrypted file; it is kept nowhere.
package enum ExportPassword {
    /// In characters as a person counts them.
    package static let shortest = 8
    /// In UTF-16 units: what Excel takes.
    package static let longest = 255

    package static func check(_ password: String?) throws(Refusal) -> String {
        guard let password, !password.isEmpty else {
            throw .field("/password", "password_missing", "An Excel file is exported with a password; give one.")
        }
        guard password.utf8.count <= longest * 4, password.utf16.count <= longest else {
            throw .field("/password", "password_long", "Excel takes passwords of at most \(longest) characters.")
        }
        guard password.count >= shortest else {
            throw .field("/password", "password_short", "A password needs at least \(shortest) characters.")
        }
        return password
    }
}
