import Glibc

/// A small file in memory, answered to all who ask without a copy.
package final class StaticAsset: @unchecked Sendable {
    package let contentType: String
    package let etag: String
    /// Unix seconds.
    package let lastModified: Int64?
    package var length: Int { memory.count }

    // Written once, before anybody else knows of it.
    let memory: UnsafeMutableRawBufferPointer

    package init(_ bytes: [UInt8], contentType: String, lastModified: Int64? = nil) {
        memory = .allocate(byteCount: bytes.count, alignment: 16)
        memory.copyBytes(from: bytes)
        self.contentType = contentType
        self.lastModified = lastModified
        etag = "\"\(hexadecimal(StaticAsset.fingerprint(bytes)))-\(String(bytes.count, radix: 16))\""
    }

    deinit { memory.deallocate() }

    /// FNV-1a of 64 bits: our own files change by accident, not by attack.
    private static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
