extension Scorecard {
    /// What two versions are compared by: canonical JSON (RFC 8785) of everything but the cosmetic parts.
    ///
    /// Cosmetic are the scorecard's name, description and tags, the sections' descriptions and the help texts; titles and
    /// the wording of questions and options are not. The hash of these bytes names a version's content.
    package var canonicalForm: [UInt8] {
        var form = CanonicalJSON()
        form.object([
            ("defaultsOn", { $0.truth(defaultsOn) }),
            ("evidenceRequired", { $0.truth(evidenceRequired) }),
            ("format", { $0.text(format.rawValue) }),
            ("key", { $0.text(key) }),
            ("passMark", { $0.integer(passMark) }),
            ("sections", { $0.array(sections) { $0.section($1) } }),
            ("unansweredOptional", { $0.text(unansweredOptional.rawValue) }),
        ])
        return form.bytes
    }
}

/// Writes canonical JSON; members are said in the order of their names, as RFC 8785 wants them.
private struct CanonicalJSON {
    private(set) var bytes: [UInt8] = []

    mutating func section(_ section: Scorecard.Section) {
        object([
            ("key", { $0.text(section.key) }),
            ("questions", { $0.array(section.questions) { $0.question($1) } }),
            ("title", { $0.text(section.title) }),
            ("weight", { $0.integer(section.weight) }),
        ])
    }

    private mutating func question(_ question: Scorecard.Question) {
        object([
            ("allowNA", { $0.truth(question.allowsNA) }),
            ("commentPolicy", { $0.policy(question.commentPolicy) }),
            ("default", { $0.text(question.defaultOption) }),
            ("key", { $0.text(question.key) }),
            ("options", { $0.array(question.options) { $0.option($1) } }),
            ("required", { $0.truth(question.isRequired) }),
            ("text", { $0.text(question.text) }),
            ("type", { $0.text(question.type.rawValue) }),
        ])
    }

    private mutating func option(_ option: Scorecard.Option) {
        object([
            ("autoFail", { $0.text(option.autoFail.rawValue) }),
            ("key", { $0.text(option.key) }),
            ("label", { $0.text(option.label) }),
            ("points", { $0.integer(option.points) }),
        ])
    }

    private mutating func policy(_ policy: Scorecard.CommentPolicy) {
        switch policy {
        case .optional: text("optional")
        case .required: text("required")
        // Which options ask for a comment is a set; the order they were named in means nothing.
        case .onOptions(let keys): object([("onOptions", { $0.array(Set(keys).sorted()) { $0.text($1) } })])
        }
    }

    mutating func object(_ members: [(name: StaticString, write: (inout CanonicalJSON) -> Void)]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            text("\(member.name)")
            bytes.append(UInt8(ascii: ":"))
            member.write(&self)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    mutating func array<T>(_ elements: [T], _ write: (inout CanonicalJSON, T) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func truth(_ truth: Bool) {
        bytes.append(contentsOf: truth ? "true".utf8 : "false".utf8)
    }

    mutating func integer(_ integer: Int64?) {
        bytes.append(contentsOf: (integer.map { "\($0)" } ?? "null").utf8)
    }

    mutating func text(_ text: String?) {
        guard let text else {
            bytes.append(contentsOf: "null".utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0C: bytes.append(contentsOf: "\\f".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u001").utf8)
                bytes.append(contentsOf: String(byte & 0xF, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
