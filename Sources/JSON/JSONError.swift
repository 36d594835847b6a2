/// Why bytes are not a JSON document we take: a code to match, the byte it begins at, a sentence for people.
package struct JSONError: Error, Equatable, Sendable {
    /// `json_syntax`, `json_duplicate_key`, `json_depth`, `json_number`, `json_utf8`, `json_surrogate`, `json_trailing`.
    package let code: String
    /// Offset in bytes from the start of the document.
    package let offset: Int
    package let sentence: String

    package init(code: String, offset: Int, sentence: String) {
        self.code = code
        self.offset = offset
        self.sentence = sentence
    }
}
