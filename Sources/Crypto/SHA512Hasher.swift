import CCrypto

/// SHA-512 (FIPS 180-4) many times over without setting up anew: what Office documents are hashed with.
final class SHA512Hasher {
    private let context: OpaquePointer

    init() throws(CryptoError) {
        guard let context = EVP_MD_CTX_new() else { throw CryptoError.unavailable }
        self.context = context
        guard EVP_DigestInit_ex(context, EVP_sha512(), nil) == 1 else { throw CryptoError.unavailable }
    }

    deinit { EVP_MD_CTX_free(context) }

    /// 64 bytes.
    func digest(_ bytes: [UInt8]) -> [UInt8] {
        EVP_DigestInit_ex(context, nil, nil)
        EVP_DigestUpdate(context, bytes, bytes.count)
        return [UInt8](unsafeUninitializedCapacity: OfficeLock.hashBytes) { output, count in
            EVP_DigestFinal_ex(context, output.baseAddress, nil)
            count = OfficeLock.hashBytes
        }
    }

    static func digest(of bytes: [UInt8]) throws(CryptoError) -> [UInt8] { try SHA512Hasher().digest(bytes) }
}

/// A keyed code (RFC 2104 with SHA-512) over bytes as they come.
final class HMACSHA512 {
    private let context: OpaquePointer

    init(key: [UInt8]) throws(CryptoError) {
        guard let context = EVP_MD_CTX_new() else { throw CryptoError.unavailable }
        self.context = context
        guard let secret = EVP_PKEY_new_raw_private_key(EVP_PKEY_HMAC, nil, key, key.count) else {
            throw CryptoError.unavailable
        }
        defer { EVP_PKEY_free(secret) }
        guard EVP_DigestSignInit(context, nil, EVP_sha512(), nil, secret) == 1 else { throw CryptoError.unavailable }
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: [UInt8]) { EVP_DigestSignUpdate(context, bytes, bytes.count) }

    /// 64 bytes over everything given; to be asked for once.
    func finish() -> [UInt8] {
        var length = OfficeLock.hashBytes
        return [UInt8](unsafeUninitializedCapacity: OfficeLock.hashBytes) { output, count in
            EVP_DigestSignFinal(context, output.baseAddress, &length)
            count = length
        }
    }
}
