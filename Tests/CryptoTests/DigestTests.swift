import Crypto
import Testing

/// Known answers: RFC 6234 section 8.5 (SHA-256), RFC 4231 (HMAC).
@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            String(repeating: "0123456701234567012345670123456701234567012345670123456701234567", count: 10),
            "594847328451bdfa85056225462cc1d867d877fb388df0ce35f25ab5562bfbb5"
        ),
        (
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ])
    func theKnownAnswersOfSHA256AreGiven(text: String, hex: String) throws {
        #expect(SHA256Digest.of(text).hex == hex)
        #expect(SHA256Digest.of(Array(text.utf8)).hex == hex)
        let hasher = try SHA256Hasher()
        hasher.update(Array(text.utf8))
        #expect(hasher.finish().hex == hex)
    }

    /// RFC 1321 (MD5) and RFC 3174 (SHA-1), appendix and section 7.3.
    @Test(arguments: [
        (DigestAlgorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
        (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func aRunningDigestGivesTheKnownAnswers(algorithm: DigestAlgorithm, hex: String) throws {
        let digest = try RunningDigest(algorithm)
        digest.update(Array("a".utf8))
        digest.update(Array("bc".utf8))
        let spelled = digest.finish().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(spelled == hex)
    }

    @Test func piecesGiveTheDigestOfTheWholeHoweverTheyAreCut() throws {
        let whole = SecureRandom.bytes(20_000)
        let expected = SHA256Digest.of(whole)
        let hasher = try SHA256Hasher()
        for size in [1, 7, 63, 64, 65, 4096, 20_000] {
            var rest = whole[...]
            while !rest.isEmpty {
                hasher.update(Array(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            hasher.update([])
            #expect(hasher.finish() == expected, "pieces of \(size)")
        }
        #expect(hasher.finish() == SHA256Digest.of(""))
    }

    @Test func oneChangedBitChangesTheDigest() {
        var bytes = SecureRandom.bytes(1000)
        let before = SHA256Digest.of(bytes)
        bytes[500] ^= 1
        #expect(SHA256Digest.of(bytes) != before)
    }

    @Test func aDigestHasOneSpelling() {
        let digest = SHA256Digest.of("abc")
        #expect(SHA256Digest(hex: digest.hex) == digest)
        #expect(SHA256Digest(bytes: digest.bytes) == digest)
        for wrong in [
            digest.hex.uppercased(), String(digest.hex.dropLast()), digest.hex + "00", "", " " + digest.hex.dropFirst(),
            String(repeating: "g", count: 64), String(repeating: "é", count: 32),
        ] {
            #expect(SHA256Digest(hex: wrong) == nil, "\(wrong)")
        }
        #expect(SHA256Digest(bytes: []) == nil)
    }

    @Test(
        arguments: [
            (bytes(0x0b, 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                bytes(0xaa, 131), "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
            // An empty key and message: the RFC has none; this one is widely published.
            ([], "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        ] as [([UInt8], String, String)])
    func theKnownAnswersOfHMACAreGiven(key: [UInt8], message: String, hex: String) {
        let code = HMACSHA256.code(key: key, message: Array(message.utf8))
        #expect(SHA256Digest(bytes: code)?.hex == hex)
        #expect(HMACSHA256.isValid(code, key: key, message: Array(message.utf8)))
    }

    @Test func aCodeOfAnotherKeyOrMessageIsNotValid() {
        let key = SecureRandom.bytes(32)
        let code = HMACSHA256.code(key: key, message: [1, 2, 3])
        #expect(!HMACSHA256.isValid(code, key: key, message: [1, 2, 4]))
        #expect(!HMACSHA256.isValid(code, key: SecureRandom.bytes(32), message: [1, 2, 3]))
        #expect(!HMACSHA256.isValid(Array(code.dropLast()), key: key, message: [1, 2, 3]))
        #expect(!HMACSHA256.isValid([], key: key, message: [1, 2, 3]))
    }

    private static func bytes(_ value: UInt8, _ count: Int) -> [UInt8] { [UInt8](repeating: value, count: count) }
}
