import ArgumentParser
import Glibc

/// A file that cannot be used, as a sentence.
struct FileRefusal: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ what: String) {
        description = "\(path) \(what): \(String(cString: strerror(errno)))."
    }
}

/// FILE or FILE@OFFSETMS: a recording and where its first instant lies on the timeline.
struct PlacedFile: ExpressibleByArgument {
    let path: String
    /// ms; may be negative.
    let offsetMs: Int

    static let defaultValueDescription = "FILE[@OFFSETMS]"

    init?(argument: String) {
        // A name may hold an @ of its own.
        let parts = argument.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count > 1, access(argument, F_OK) != 0, let offset = Int(parts[parts.count - 1]) {
            guard (-86_400_000...86_400_000).contains(offset) else { return nil }
            path = parts.dropLast().joined(separator: "@")
            offsetMs = offset
        } else {
            path = argument
            offsetMs = 0
        }
    }
}

/// A file open for reading as long as this lives.
final class InputFile {
    let descriptor: Int32

    init(_ path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileRefusal(path, "cannot be read") }
    }

    deinit { close(descriptor) }
}

/// A file that takes its name only when it is complete; whatever stood there before stays until then.
final class OutputFile {
    let descriptor: Int32
    private let path: String
    private let unfinished: String
    private var isKept = false

    init(_ path: String) throws {
        self.path = path
        var template = Array("\(path).XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileRefusal(path, "cannot be written") }
        unfinished = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit {
        close(descriptor)
        if !isKept { unlink(unfinished) }
    }

    func write(_ bytes: [UInt8]) throws {
        var position = 0
        while position < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress! + position, bytes.count - position)
            }
            guard count > 0 else { throw FileRefusal(path, "cannot be written") }
            position += count
        }
    }

    func keep() throws {
        let mask = umask(0)
        umask(mask)
        guard fchmod(descriptor, 0o666 & ~mask) == 0, rename(unfinished, path) == 0 else {
            throw FileRefusal(path, "cannot be written")
        }
        isKept = true
    }
}
