internal import CMicrohttpd
import Glibc
import Synchronization

/// A small file in memory, answered to all who ask without a copy.
package final class StaticAsset: Sendable {
    package let contentType: String
    package let etag: String
    /// Unix seconds.
    package let lastModified: Int64?
    /// What else tells of these bytes: how they are coded, and that there are others for other wishes.
    let headers: [(String, String)]
    package var length: Int { memory.bytes.count }

    let memory: AssetMemory
    private let answers = Mutex<[SharedAnswer]>([])

    package init(
        _ bytes: [UInt8], contentType: String, lastModified: Int64? = nil, headers: [(String, String)] = []
    ) {
        memory = AssetMemory(bytes)
        self.headers = headers
        self.contentType = contentType
        self.lastModified = lastModified
        etag = "\"\(hexadecimal(StaticAsset.fingerprint(bytes)))-\(String(bytes.count, radix: 16))\""
    }

    /// The answer with this status and these headers, made by `make` at the first time and queued again ever after;
    /// nil when memory ran out. It lives as long as the asset.
    func answer(
        status: Int, headers: [(String, String)], of outbox: Int, make: () -> OpaquePointer?
    ) -> OpaquePointer? {
        answers.withLock { answers in
            if let known = answers.first(where: { $0.isFor(status, headers, outbox) }) { return known.raw }
            guard let raw = make() else { return nil }
            answers.append(SharedAnswer(status: status, headers: headers, outbox: outbox, raw: raw))
            return raw
        }
    }

    deinit {
        // Connections that still send one of them hold it, and it holds the memory.
        answers.withLock { answers in for answer in answers { MHD_destroy_response(answer.raw) } }
    }

    /// FNV-1a of 64 bits: our own files change by accident, not by attack.
    private static func fingerprint(_ bytes: [UInt8]) -> UInt64 {
        bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}

/// The bytes of an asset, kept until the last answer with them is sent.
final class AssetMemory: @unchecked Sendable {
    // Written once, before anybody else knows of it.
    let bytes: UnsafeMutableRawBufferPointer

    init(_ bytes: [UInt8]) {
        self.bytes = .allocate(byteCount: bytes.count, alignment: 16)
        self.bytes.copyBytes(from: bytes)
    }

    deinit { bytes.deallocate() }
}

/// An answer in libmicrohttpd's form with all its headers; the library counts who sends it.
private struct SharedAnswer: @unchecked Sendable {
    let status: Int
    let headers: [(String, String)]
    let outbox: Int
    let raw: OpaquePointer

    func isFor(_ status: Int, _ headers: [(String, String)], _ outbox: Int) -> Bool {
        self.status == status && self.outbox == outbox && self.headers.elementsEqual(headers, by: ==)
    }
}
