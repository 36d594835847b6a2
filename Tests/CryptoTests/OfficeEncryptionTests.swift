import Testing

@testable import Crypto

/// What Office documents are encrypted with: known answers, and that nothing repeats.
@Suite struct OfficeEncryptionTests {
    private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    /// NIST SP 800-38A, F.2.5.
    @Test func theKnownAnswerOfAES256IsGivenAndEveryCallBeginsAnew() throws {
        let key = try bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
        let iv = try bytes("000102030405060708090a0b0c0d0e0f")
        let plain = try bytes("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51")
        let cipher = try CBCEncryption(key: key)
        for _ in 0..<2 {
            #expect(
                Hex.encode(try cipher.encrypt(plain, iv: iv))
                    == "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d")
        }
    }

    /// RFC 6234 section 8.5 and RFC 4231 section 4.3.
    @Test func theKnownAnswersOfSHA512AreGiven() throws {
        let hasher = try SHA512Hasher()
        for _ in 0..<2 {
            #expect(Hex.encode(hasher.digest(Array("abc".utf8))).hasPrefix("ddaf35a193617abacc417349ae204131"))
        }
        let code = try HMACSHA512(key: Array("Jefe".utf8))
        code.update(Array("what do ya want ".utf8))
        code.update(Array("for nothing?".utf8))
        let hex = Hex.encode(code.finish())
        #expect(hex.hasPrefix("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd6") && hex.count == 128)
    }

    @Test(arguments: [(0, 8), (1, 24), (15, 24), (16, 24), (17, 40), (4095, 4104), (4096, 4104), (4097, 4120)])
    func aDocumentIsFilledUpToWholeBlocks(size: Int64, encrypted: Int64) throws {
        #expect(OfficeCipher.encryptedSize(of: size) == encrypted)
        let cipher = try OfficeCipher(OfficeLock(password: "long enough"))
        var written = Int64(cipher.head(size: size).count)
        var left = Int(size)
        while left > 0 {
            let piece = [UInt8](repeating: 1, count: min(left, OfficeCipher.segment))
            written += Int64(try cipher.encrypt(piece).count)
            left -= piece.count
        }
        #expect(written == encrypted)
    }

    @Test func theSameDocumentUnderTheSamePasswordNeverLooksTheSame() throws {
        let locks = [try OfficeLock(password: "long enough"), try OfficeLock(password: "long enough")]
        #expect(locks[0].encryptedKey != locks[1].encryptedKey && locks[0].passwordSalt != locks[1].passwordSalt)
        let pieces = try locks.map { try OfficeCipher($0).encrypt([UInt8](repeating: 0, count: 4096)) }
        #expect(pieces[0] != pieces[1])
        let cipher = try OfficeCipher(locks[0])
        #expect(
            try cipher.encrypt([UInt8](repeating: 0, count: 16)) != cipher.encrypt([UInt8](repeating: 0, count: 16)))
        let (one, other) = (try OfficeCipher(locks[0]).seal(), try OfficeCipher(locks[0]).seal())
        #expect(one.key != other.key && one.key.count == 64 && one.value.count == 64)
    }
}
