import Glibc
import Synchronization

/// A file that is answered from its descriptor, whole or in ranges, with validators that hold for its bytes.
package struct FileBody: Sendable {
    package let descriptor: OwnedDescriptor
    /// In bytes.
    package let length: Int64
    package let contentType: String
    /// A strong validator with its quotes: `"9f86d0"`.
    package let etag: String
    /// Unix seconds.
    package let lastModified: Int64?
    /// An open-ended range (`bytes=N-`) is answered with at most so many bytes, so that a player asks again instead
    /// of holding a connection; nil for downloads.
    package let clampOpenRangesTo: Int64?

    /// `descriptor` is owned from here on and closed when the answer is done.
    package init(
        descriptor: Int32, length: Int64, contentType: String, etag: String, lastModified: Int64? = nil,
        clampOpenRangesTo: Int64? = nil
    ) {
        self.descriptor = OwnedDescriptor(descriptor)
        self.length = length
        self.contentType = contentType
        self.etag = etag
        self.lastModified = lastModified
        self.clampOpenRangesTo = clampOpenRangesTo
    }
}

/// An open file that is closed exactly once: by whoever takes it, or with its last reference.
package final class OwnedDescriptor: Sendable {
    private let value: Mutex<Int32>

    init(_ descriptor: Int32) { value = Mutex(descriptor) }

    deinit {
        let left = take()
        if left >= 0 { close(left) }
    }

    /// Does something with the descriptor while it stays open; -1 when it has been taken.
    func use<Result>(_ body: (Int32) -> Result) -> Result { value.withLock { body($0) } }

    /// The descriptor, now the caller's to close; -1 when it has been taken before.
    func take() -> Int32 {
        value.withLock { held in
            defer { held = -1 }
            return held
        }
    }
}
