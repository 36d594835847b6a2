import CCrypto

/// Digests by which a sender lets us see that bytes arrived as they left; only SHA-256 also withstands forgery.
package enum DigestAlgorithm: String, CaseIterable, Sendable {
    case sha1, md5, sha256
}

/// Takes bytes as they arrive and gives their digest at the end.
package final class RunningDigest {
    private let context: OpaquePointer

    package init(_ algorithm: DigestAlgorithm) throws(CryptoError) {
        guard let context = EVP_MD_CTX_new() else { throw CryptoError.unavailable }
        self.context = context
        let kind =
            switch algorithm {
            case .sha1: EVP_sha1()
            case .md5: EVP_md5()
            case .sha256: EVP_sha256()
            }
        // MD5 is missing where OpenSSL is told to keep to FIPS.
        guard EVP_DigestInit_ex(context, kind, nil) == 1 else { throw CryptoError.unavailable }
    }

    deinit { EVP_MD_CTX_free(context) }

    package func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    /// The digest of everything given; to be asked for once.
    package func finish() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { output, count in
            var length: UInt32 = 0
            EVP_DigestFinal_ex(context, output.baseAddress, &length)
            count = Int(length)
        }
    }
}
