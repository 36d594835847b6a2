/// Adds to a PDF of cairo's what cairo 1.16 cannot say: the document's language, and that its title is to be shown rather
/// than its file's name. It is an incremental update (PDF 32000-1, 7.5.6): the bytes before stay as they are.
enum PDFCatalog {
    static func completed(_ bytes: [UInt8], language: String) -> [UInt8] {
        guard let table = number(after: "startxref", in: bytes, from: max(0, bytes.count - 64)),
            let trailer = find("trailer", in: bytes, from: table),
            let root = number(after: "/Root", in: bytes, from: trailer),
            let size = number(after: "/Size", in: bytes, from: trailer),
            let start = offset(of: root, in: bytes, table: table),
            let open = find("<<", in: bytes, from: start), let end = find("endobj", in: bytes, from: open)
        else { return bytes }
        let info = number(after: "/Info", in: bytes, from: trailer).map { " /Info \($0) 0 R" } ?? ""
        let rest = String(decoding: bytes[(open + 2)..<end], as: UTF8.self)
        let place = bytes.count
        let catalog =
            "\(root) 0 obj\n<< /Lang (\(language)) /ViewerPreferences << /DisplayDocTitle true >>\(rest)endobj\n"
        let entry = String(String(10_000_000_000 + place).dropFirst())
        let update =
            catalog + "xref\n\(root) 1\n\(entry) 00000 n \ntrailer\n<< /Size \(size) /Root \(root) 0 R\(info) "
            + "/Prev \(table) >>\nstartxref\n\(place + catalog.utf8.count)\n%%EOF\n"
        return bytes + Array(update.utf8)
    }

    /// Where an object begins, by the table of 20 bytes an entry (7.5.4).
    private static func offset(of object: Int, in bytes: [UInt8], table: Int) -> Int? {
        guard let section = find("0 ", in: bytes, from: table), let line = bytes[section...].firstIndex(of: 0x0A)
        else { return nil }
        let entry = line + 1 + object * 20
        guard entry + 10 <= bytes.count else { return nil }
        return Int(String(decoding: bytes[entry..<(entry + 10)], as: UTF8.self))
    }

    private static func number(after word: String, in bytes: [UInt8], from start: Int) -> Int? {
        guard let place = find(word, in: bytes, from: start) else { return nil }
        let digits = bytes[(place + word.utf8.count)...].drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D }
            .prefix { (0x30...0x39).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    private static func find(_ word: String, in bytes: [UInt8], from start: Int) -> Int? {
        let word = Array(word.utf8)
        guard start >= 0, bytes.count >= word.count else { return nil }
        return (start..<(bytes.count - word.count + 1)).first {
            bytes[$0] == word[0] && bytes[$0...].starts(with: word)
        }
    }
}
