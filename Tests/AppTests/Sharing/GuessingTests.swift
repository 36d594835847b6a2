import Crypto
import Domain
import SQL
import Testing

@testable import App

/// How fast passwords of links may be guessed.
@Suite struct GuessingTests {
    @Test func guessingSlowsDownThenStopsForHalfAnHour() throws {
        let gallery = try Gallery()
        let link = try gallery.share(lastsMs: 48 * 3_600_000, password: "open sesame")
        let clock = gallery.account.clock
        let guest = gallery.stranger()
        for _ in 0..<6 { #expect(try guest.unlock(link.token, "guess").status == 401) }
        // From the sixth failure on each wait is double the one before: 0.2, 0.4, 0.8, 1.6, 3.2 s.
        for wait in [200, 400, 800, 1600, 3200] as [Int64] {
            clock.advance(byMs: wait - 1)
            let early = try guest.unlock(link.token, "open sesame")
            #expect(early.status == 429)
            #expect(early.header("retry-after") == "1")
            clock.advance(byMs: 1)
            #expect(try guest.unlock(link.token, "guess").status == 401)
        }
        clock.advance(byMs: 25_000)
        let late = try guest.unlock(link.token, "open sesame")
        #expect(late.status == 429)
        #expect(try #require(late.header("retry-after").flatMap { Int($0) }) > 1700)
        #expect(try gallery.stranger(from: "127.0.0.2").unlock(link.token, "open sesame").status == 204)
        #expect(try guest.unlock(gallery.share(password: "open sesame").token, "open sesame").status == 204)
        clock.advance(byMs: 30 * 60_000)
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
    }

    @Test func whoeverKnowsThePasswordIsForgivenEarlierMistakes() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        for _ in 0..<5 { #expect(try gallery.stranger().unlock(link.token, "guess").status == 401) }
        #expect(try gallery.stranger().unlock(link.token, "open sesame").status == 204)
        for _ in 0..<6 { #expect(try gallery.stranger().unlock(link.token, "guess").status == 401) }
        #expect(try gallery.stranger().unlock(link.token, "guess").status == 429)
    }

    @Test func guessesAtOnceAreNoMoreThanGuessesInARow() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        let services = gallery.account.services
        let visitor = ShareVisitor(token: link.token, cookie: nil, address: ClientAddress(text: "192.0.2.1"))
        let outcomes = try atOnce(20) { _ in
            do {
                _ = try UnlockShare.run("guess", visitor, services)
                return "in"
            } catch let refusal as Refusal {
                return refusal.code
            } catch let refusal as DetailedRefusal {
                return refusal.refusal.code
            }
        }
        #expect(outcomes.filter { $0 == "wrong_password" }.count == 6)
        #expect(outcomes.filter { $0 == "too_many_attempts" }.count == 14)
    }

    @Test func allLinksTogetherTakeSixtyPasswordsAMinute() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        let (database, clock) = (gallery.account.services.database, gallery.account.clock)
        func admit(_ number: Int) throws -> Int64 {
            try database.write { transaction in
                try PasswordTries.admit(on: link.id, from: "network \(number)", id: "try \(number)", transaction)
            }
        }
        for number in 0..<60 {
            #expect(try admit(number) == 0)
            if number == 0 { clock.advance(byMs: 10_000) }
        }
        #expect(try admit(60) == 50_000)
        #expect(try gallery.stranger().unlock(link.token, "open sesame").status == 429)
        clock.advance(byMs: 50_000)
        #expect(try admit(61) == 0)
        #expect(try admit(62) == 10_000)
    }

    @Test func aClockSetBackKeepsNobodyOut() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        for _ in 0..<6 { #expect(try gallery.stranger().unlock(link.token, "guess").status == 401) }
        #expect(try gallery.stranger().unlock(link.token, "open sesame").status == 429)
        gallery.account.clock.advance(byMs: -60_000)
        #expect(try gallery.stranger().unlock(link.token, "open sesame").status == 204)
    }

    @Test func aDeadLinkCostsNoPasswordWork() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        #expect(try gallery.admin.delete("shares/\(link.id)").status == 204)
        for _ in 0..<20 { #expect(try gallery.stranger().unlock(link.token, "open sesame").status == 404) }
        #expect(try gallery.account.number("SELECT count(*) FROM share_attempts") == 0)
    }
}
