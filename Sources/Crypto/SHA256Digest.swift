import CCrypto

/// The SHA-256 of some bytes (FIPS 180-4): the name of a blob, the stored form of a token.
package struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    package let bytes: [UInt8]

    /// Nil unless there are exactly 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == SHA256Digest.size else { return nil }
        self.bytes = bytes
    }

    /// Nil unless the text is exactly 64 lower-case hexadecimal digits: a digest has one spelling.
    package init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// 64 lower-case hexadecimal digits.
    package var hex: String { Hex.encode(bytes) }
    package var description: String { hex }

    package static func of(_ bytes: [UInt8]) -> SHA256Digest { bytes.withUnsafeBytes { of($0) } }

    /// The digest of the text's UTF-8.
    package static func of(_ text: String) -> SHA256Digest {
        var text = text
        return text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
    }

    package static func of(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        SHA256Digest(
            whole: [UInt8](unsafeUninitializedCapacity: size) { output, count in
                let isDone = EVP_Digest(bytes.baseAddress, bytes.count, output.baseAddress, nil, method, nil) == 1
                precondition(isDone, "there is no SHA-256")
                count = size
            })
    }

    static let size = 32

    /// Looked up once: looking it up by name costs as much as a short digest.
    nonisolated(unsafe) private static let method = EVP_MD_fetch(nil, "SHA256", nil)

    init(whole bytes: [UInt8]) { self.bytes = bytes }
}

/// Takes bytes as they arrive and gives their SHA-256 at the end: for uploads and files that do not fit in memory.
package final class SHA256Hasher {
    private let context: OpaquePointer

    package init() throws(CryptoError) {
        guard let context = EVP_MD_CTX_new() else { throw CryptoError.unavailable }
        self.context = context
        guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            EVP_MD_CTX_free(context)
            throw CryptoError.unavailable
        }
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    package func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The digest of everything given so far; the hasher then starts anew.
    package func finish() -> SHA256Digest {
        let bytes = [UInt8](unsafeUninitializedCapacity: SHA256Digest.size) { output, count in
            EVP_DigestFinal_ex(context, output.baseAddress, nil)
            count = SHA256Digest.size
        }
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
        return SHA256Digest(whole: bytes)
    }
}
