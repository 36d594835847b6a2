import Foundation
import Testing

/// A file without a name, open for reading and writing.
final class Scratch: Sendable {
    let descriptor: Int32

    init(_ bytes: [UInt8] = []) throws {
        var template = Array((NSTemporaryDirectory() + "earmark.XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        unlink(template)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + written, bytes.count - written) }
            try #require(count > 0)
            written += count
        }
    }

    deinit { close(descriptor) }

    var bytes: [UInt8] {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        return Array(bytes.prefix(max(0, count)))
    }
}
