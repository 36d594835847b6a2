import Crypto
import Domain
import Glibc

/// The directory an import's files lie in; none outside it is read, whatever a line names.
struct ImportFolder {
    private let path: String

    /// The list of a directory, or the file that was named.
    static func list(in source: String) -> String {
        var facts = stat()
        guard stat(source, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else { return source }
        return source + (source.hasSuffix("/") ? "" : "/") + "interactions.jsonl"
    }

    init(of list: String) throws {
        let folder = list.lastIndex(of: "/").map { String(list[...$0]) } ?? "."
        guard let path = Self.resolved(folder) else { throw FileRefusal(folder, "cannot be found") }
        self.path = path
    }

    func open(_ name: String) throws -> ImportFile {
        guard !name.hasPrefix("/"), !name.utf8.contains(0), let real = Self.resolved(path + "/" + name) else {
            throw Refused(description: "There is no such file beside the list.")
        }
        guard real.hasPrefix(path == "/" ? path : path + "/") else {
            throw Refused(description: "The file lies outside the directory of the list.")
        }
        return try ImportFile(real, name: name)
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}

/// A file that is taken in, open for reading as long as this lives.
final class ImportFile {
    let name: String
    let bytes: Int64
    private let descriptor: Int32

    init(_ path: String, name: String) throws {
        // A pipe would keep us waiting for its writer.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileRefusal("The file", "cannot be read") }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw Refused(description: "This is no file that can be read.")
        }
        self.name = name
        bytes = Int64(facts.st_size)
    }

    deinit { close(descriptor) }

    /// The last part of its path.
    var fileName: String { name.split(separator: "/").last.map(String.init) ?? name }

    /// At most `count` bytes from an offset; empty at the end.
    func read(_ count: Int, at offset: Int64) throws -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset) + filled)
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                guard got > 0 else { return }
                filled += got
            }
        }
        guard !failed else { throw FileRefusal("The file", "cannot be read") }
        return bytes
    }

    func all(atMost limit: Int64) throws -> [UInt8] {
        guard bytes <= limit else { throw Refused(description: "The file is larger than \(limit >> 20) MiB.") }
        return try read(Int(bytes), at: 0)
    }

    /// The SHA-256 of all bytes, hexadecimal.
    func hash() throws -> String {
        let hasher = try SHA256Hasher()
        var offset: Int64 = 0
        while true {
            let piece = try read(1 << 20, at: offset)
            if piece.isEmpty { return hasher.finish().hex }
            hasher.update(piece)
            offset += Int64(piece.count)
        }
    }
}

/// The lines of a file, one after the other.
final class LineFile {
    /// A line and its number, from 1.
    struct Line {
        let number: Int
        /// Nil when it is longer than any line may be.
        let bytes: [UInt8]?
    }

    static let longest = 32 << 20

    let path: String
    private let file: ImportFile
    private var offset: Int64 = 0
    private var rest: [UInt8] = []
    private var number = 0
    private var isAtEnd = false

    init(_ path: String) throws {
        self.path = path
        do {
            file = try ImportFile(path, name: path)
        } catch let refusal as FileRefusal {
            throw Refused(description: "“\(path)”: \(refusal.description)")
        }
    }

    /// How many lines there are that are not empty.
    func count() throws -> Int {
        var count = 0
        var hasText = false
        var offset: Int64 = 0
        while true {
            let piece = try file.read(1 << 20, at: offset)
            if piece.isEmpty { return count + (hasText ? 1 : 0) }
            for byte in piece {
                if byte == 0x0A {
                    if hasText { count += 1 }
                    hasText = false
                } else if byte > 0x20 {
                    hasText = true
                }
            }
            offset += Int64(piece.count)
        }
    }

    /// The next line that is not empty; nil at the end.
    func next() throws -> Line? {
        while true {
            guard let (bytes, isTooLong) = try take() else { return nil }
            number += 1
            if isTooLong { return Line(number: number, bytes: nil) }
            let text = number == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
            if text.contains(where: { $0 > 0x20 }) { return Line(number: number, bytes: text) }
        }
    }

    private func take() throws -> (bytes: [UInt8], isTooLong: Bool)? {
        var isTooLong = false
        var searched = 0
        while true {
            if let end = rest[searched...].firstIndex(of: 0x0A) {
                let line = Array(rest[..<end])
                rest.removeSubrange(...end)
                return (line, isTooLong)
            }
            searched = rest.count
            if isAtEnd {
                defer { rest = [] }
                return rest.isEmpty && !isTooLong ? nil : (rest, isTooLong)
            }
            if rest.count > Self.longest {
                (rest, searched, isTooLong) = ([], 0, true)
            }
            let piece = try file.read(1 << 18, at: offset)
            isAtEnd = piece.isEmpty
            offset += Int64(piece.count)
            rest += piece
        }
    }
}
