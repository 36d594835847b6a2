import CCrypto

/// What only a password opens: the keys of one Office document under ECMA-376 agile encryption.
///
/// AES-256 in CBC mode, SHA-512, 100,000 spins ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15). The password itself is not kept:
/// what is needed to encrypt is drawn by chance, and wrapped under the password once, when this is made.
package struct OfficeLock: Sendable {
    package static let spins = 100_000
    /// Bytes of a hash, and of a key.
    package static let hashBytes = 64
    package static let keyBytes = 32
    package static let saltBytes = 16

    /// Salt of the document, and of the password.
    package let documentSalt: [UInt8]
    package let passwordSalt: [UInt8]
    package let encryptedVerifierInput: [UInt8]
    package let encryptedVerifierHash: [UInt8]
    package let encryptedKey: [UInt8]
    fileprivate let key: [UInt8]

    /// Takes about a tenth of a second: that is what the spins are for.
    package init(password: String) throws(CryptoError) {
        key = SecureRandom.bytes(Self.keyBytes)
        documentSalt = SecureRandom.bytes(Self.saltBytes)
        passwordSalt = SecureRandom.bytes(Self.saltBytes)
        let verifier = SecureRandom.bytes(Self.saltBytes)
        let spun = try Self.spin(password, salt: passwordSalt)
        let salt = passwordSalt
        func wrapped(_ bytes: [UInt8], _ block: [UInt8]) throws(CryptoError) -> [UInt8] {
            let key = try SHA512Hasher.digest(of: spun + block).prefix(Self.keyBytes)
            return try CBCEncryption(key: Array(key)).encrypt(bytes, iv: salt)
        }
        encryptedVerifierInput = try wrapped(verifier, [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79])
        encryptedVerifierHash = try wrapped(
            try SHA512Hasher.digest(of: verifier), [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E])
        encryptedKey = try wrapped(key, [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6])
    }

    /// The hash of a password that takes a guesser long, too (2.3.4.11).
    private static func spin(_ password: String, salt: [UInt8]) throws(CryptoError) -> [UInt8] {
        let hasher = try SHA512Hasher()
        var hash = hasher.digest(salt + password.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        for spin in 0..<UInt32(spins) {
            hash = hasher.digest(littleEndian(spin) + hash)
        }
        return hash
    }

    /// Where a stretch of the document, or another of its secrets, begins its chain (2.3.4.12).
    fileprivate func initialVector(_ block: [UInt8]) throws(CryptoError) -> [UInt8] {
        Array(try SHA512Hasher.digest(of: documentSalt + block).prefix(16))
    }

    fileprivate static func littleEndian(_ number: UInt32) -> [UInt8] {
        [
            UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number >> 16 & 0xFF), UInt8(number >> 24 & 0xFF),
        ]
    }
}

/// Encrypts a document piece by piece as it will stand in its container, and in the end seals what was written.
package final class OfficeCipher {
    /// Bytes that are encrypted together; only the last piece may be shorter.
    package static let segment = 4096

    private let lock: OfficeLock
    private let chain: CBCEncryption
    private let code: HMACSHA512
    private let codeKey: [UInt8]
    private var index: UInt32 = 0

    package init(_ lock: OfficeLock) throws(CryptoError) {
        self.lock = lock
        chain = try CBCEncryption(key: lock.key)
        codeKey = SecureRandom.bytes(OfficeLock.hashBytes)
        code = try HMACSHA512(key: codeKey)
    }

    /// How long a document of so many bytes becomes: its length stands before it, and its end is filled up.
    package static func encryptedSize(of size: Int64) -> Int64 { 8 + (size + 15) / 16 * 16 }

    /// What stands before the document: its length.
    package func head(size: Int64) -> [UInt8] {
        let length = UInt64(size)
        let bytes = (0..<8).map { UInt8(length >> UInt64(8 * $0) & 0xFF) }
        code.update(bytes)
        return bytes
    }

    /// The next piece of the document, encrypted.
    package func encrypt(_ piece: [UInt8]) throws(CryptoError) -> [UInt8] {
        let iv = try lock.initialVector(OfficeLock.littleEndian(index))
        index += 1
        let filled = piece + [UInt8](repeating: 0, count: (16 - piece.count % 16) % 16)
        let encrypted = try chain.encrypt(filled, iv: iv)
        code.update(encrypted)
        return encrypted
    }

    /// What shows whether anybody changed the document (2.3.4.14): key and value of its HMAC, both encrypted.
    package func seal() throws(CryptoError) -> (key: [UInt8], value: [UInt8]) {
        let key = try chain.encrypt(
            codeKey, iv: try lock.initialVector([0x5F, 0xB2, 0xAD, 0x01, 0x0C, 0xB9, 0xE1, 0xF6]))
        let value = try chain.encrypt(
            code.finish(), iv: try lock.initialVector([0xA0, 0x67, 0x7F, 0x02, 0xB2, 0x2C, 0x84, 0x33]))
        return (key, value)
    }
}
