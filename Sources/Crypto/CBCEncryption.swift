import CCrypto

/// AES-256 in CBC mode (NIST SP 800-38A) over whole blocks: whoever calls fills up the last one.
final class CBCEncryption {
    static let block = 16
    private let context: OpaquePointer

    init(key: [UInt8]) throws(CryptoError) {
        guard key.count == 32, let context = EVP_CIPHER_CTX_new() else { throw CryptoError.unavailable }
        self.context = context
        guard EVP_EncryptInit_ex(context, EVP_aes_256_cbc(), nil, key, nil) == 1 else {
            throw CryptoError.unavailable
        }
        EVP_CIPHER_CTX_set_padding(context, 0)
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    /// As many bytes as were given, which is a multiple of 16; every call begins a chain of its own.
    func encrypt(_ bytes: [UInt8], iv: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard bytes.count % Self.block == 0, iv.count == Self.block,
            EVP_EncryptInit_ex(context, nil, nil, nil, iv) == 1
        else { throw CryptoError.unavailable }
        var length: Int32 = 0
        let encrypted = [UInt8](unsafeUninitializedCapacity: bytes.count) { output, count in
            let code = EVP_EncryptUpdate(context, output.baseAddress, &length, bytes, Int32(bytes.count))
            count = code == 1 ? Int(length) : 0
        }
        guard encrypted.count == bytes.count else { throw CryptoError.unavailable }
        return encrypted
    }
}
