import CCrypto

/// A keyed code over a message (RFC 2104 with SHA-256): who holds the key wrote it and nobody changed it.
package enum HMACSHA256 {
    /// 32 bytes; key and message may have any length.
    package static func code(key: [UInt8], message: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256Digest.size) { output, count in
            // HMAC takes a missing key for "the one before"; RFC 2104 pads with zeros, so one zero is the empty key.
            let key = key.isEmpty ? [0] : key
            HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, output.baseAddress, nil)
            count = SHA256Digest.size
        }
    }

    /// True when `code` is the code of the message, compared in a time that does not depend on where it differs.
    package static func isValid(_ code: [UInt8], key: [UInt8], message: [UInt8]) -> Bool {
        ConstantTime.equal(code, self.code(key: key, message: message))
    }
}
