import Crypto
import Glibc
import Testing

@Suite(.serialized) struct PasswordTests {
    @Test(arguments: [
        "correct horse", "", "pässwörd 🔐", "with\0nul", String(repeating: "x", count: PasswordHash.longest),
    ])
    func aPasswordMatchesItsHashAndNoOther(password: String) throws {
        let hash = try PasswordHash.make(password)
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(PasswordHash.matches(password, hash))
        #expect(!PasswordHash.matches(password + "x", hash))
        #expect(!PasswordHash.matches("with", hash))
        #expect(!PasswordHash.isOutdated(hash))
    }

    @Test func twoHashesOfOnePasswordDiffer() throws {
        #expect(try PasswordHash.make("same") != PasswordHash.make("same"))
    }

    /// Made by the reference implementation (phc-winner-argon2, src/test.c): a foreign hash is understood.
    @Test func theReferenceImplementationsHashIsUnderstood() {
        let reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        #expect(PasswordHash.matches("password", reference))
        #expect(!PasswordHash.matches("passwore", reference))
        #expect(PasswordHash.isOutdated(reference))
    }

    @Test func aPasswordTooLongIsRefusedInsteadOfCut() throws {
        let long = String(repeating: "x", count: PasswordHash.longest + 1)
        #expect(throws: CryptoError.passwordTooLong) { try PasswordHash.make(long) }
        #expect(!PasswordHash.matches(long, try PasswordHash.make(String(long.dropLast()))))
    }

    @Test(arguments: ["", "x", "$argon2id$", "$argon2id$v=19$m=19456,t=2,p=1$AAAA", String(repeating: "$", count: 500)])
    func whatIsNoHashMatchesNothing(text: String) {
        #expect(!PasswordHash.matches("", text))
        #expect(!PasswordHash.matches(text, text))
        #expect(PasswordHash.isOutdated(text))
    }

    @Test func theDummyCostsWhatARealHashCosts() throws {
        #expect(!PasswordHash.isOutdated(PasswordHash.dummy))
        #expect(!PasswordHash.matches("", PasswordHash.dummy))
        let real = try PasswordHash.make("known")
        let forReal = processorTime { for _ in 0..<5 { _ = PasswordHash.matches("wrong", real) } }
        let forDummy = processorTime { for _ in 0..<5 { _ = PasswordHash.matches("wrong", PasswordHash.dummy) } }
        #expect(forDummy > forReal * 0.5 && forDummy < forReal * 2, "\(forDummy) s against \(forReal) s")
    }

    /// Seconds of processor time this thread spends.
    private func processorTime(_ body: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        body()
        return now() - start
    }
}
