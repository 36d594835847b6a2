import Crypto
import Testing

/// Known answers: RFC 4648 section 10.
@Suite struct EncodingTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func theKnownAnswersAreGiven(plain: String, padded: String) {
        let bytes = Array(plain.utf8)
        #expect(Base64.encode(bytes) == padded)
        #expect(Base64.decode(padded) == bytes)
        let short = padded.filter { $0 != "=" }
        #expect(Base64URL.encode(bytes) == short)
        #expect(Base64URL.decode(short) == bytes)
    }

    @Test func theTwoFormsDifferInTheLastTwoLetters() {
        #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
        #expect(Base64URL.encode([0xfb, 0xff]) == "-_8")
        #expect(Base64.decode("-_8=") == nil)
        #expect(Base64URL.decode("+/8") == nil)
    }

    @Test func whateverIsEncodedComesBack() {
        for count in 0...130 {
            let bytes = SecureRandom.bytes(count)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "====", "=", "Z===", "Zm=v", "Zm9v\n", " Zm9", "Zh==", "Zm9=", "Zm9v====", "Zg==Zg==",
        "Z\0==",
    ])
    func onlyTheOneSpellingOfBase64IsAccepted(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm9vZ", "Zm 9", "Zm9v\n", "é", "Zg\0"])
    func onlyTheOneSpellingOfBase64URLIsAccepted(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func equalBytesAreEqualAndNothingElseIs() {
        let bytes = SecureRandom.bytes(40)
        #expect(ConstantTime.equal(bytes, bytes))
        #expect(ConstantTime.equal([], []))
        for index in bytes.indices {
            var other = bytes
            other[index] ^= 0x80
            #expect(!ConstantTime.equal(bytes, other))
        }
        #expect(!ConstantTime.equal(bytes, Array(bytes.dropLast())))
        #expect(ConstantTime.equal("token", "token") && !ConstantTime.equal("token", "Token"))
    }

    @Test func tokensAreUnlikeEachOther() {
        let tokens = (0..<500).map { _ in SecureRandom.token() }
        #expect(Set(tokens).count == 500)
        #expect(tokens.allSatisfy { $0.utf8.count == 43 && Base64URL.decode($0)?.count == 32 })
        #expect(SecureRandom.bytes(0).isEmpty)
        // Each of 64 letters is expected 335 times in 21,500; none stays away.
        #expect(Set(tokens.joined()).count == 64)
    }
}
