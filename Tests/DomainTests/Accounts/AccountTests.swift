import Domain
import Testing

/// Roles, what people sign in with, and how failing slows them down.
struct AccountTests {
    @Test func rolesGrowFromAgentToAdmin() {
        let roles = BuiltInRole.allCases.map(\.permissions)
        for (smaller, larger) in zip(roles, roles.dropFirst()) { #expect(smaller.isStrictSubset(of: larger)) }
        #expect(BuiltInRole.admin.permissions == Set(Permission.allCases))
    }

    @Test(arguments: [
        (Permission.downloadRecordings, [BuiltInRole.evaluator, .supervisor, .admin]),
        (.performEvaluations, [.evaluator, .supervisor, .admin]),
        (.addOfflineInteractions, [.supervisor, .admin]), (.editScorecards, [.supervisor, .admin]),
        (.archiveEvaluations, [.supervisor, .admin]), (.reuseEvaluated, [.supervisor, .admin]),
        (.viewGoals, [.supervisor, .admin]), (.editGoals, [.supervisor, .admin]),
        (.deleteAutomatedEvaluations, [.supervisor, .admin]), (.extendEvaluations, [.supervisor, .admin]),
        (.shareMoments, [.evaluator, .supervisor, .admin]), (.manageSettings, [.admin]),
        (.manageCapturePolicy, [.admin]), (.manageUsers, [.admin]), (.viewActivity, [.admin]),
        (.viewInteractions, BuiltInRole.allCases),
    ])
    func aPermissionIsGivenToTheseRolesByDefault(permission: Permission, roles: [BuiltInRole]) {
        #expect(BuiltInRole.allCases.filter { $0.permissions.contains(permission) } == roles)
    }

    @Test(arguments: ["dana", "Dana.Lee-2@example.com", "a+b_c", "0x"])
    func aLoginIsKeptInSmallLetters(text: String) throws {
        #expect(try Login(text).text == text.lowercased())
    }

    @Test(arguments: ["", "a", ".ab", "a b", "dané", "a/b", String(repeating: "a", count: 101), "a\0b", "-x"])
    func aLoginOfOtherLettersIsRefused(text: String) throws {
        #expect(try refused { _ = try Login(text) } == "login_invalid")
    }

    @Test(
        arguments: [
            ("123456789", "password_short"), ("1234567890", nil), (String(repeating: "é", count: 10), nil),
            ("éééééé", "password_short"), (String(repeating: "x", count: 200), nil),
            (String(repeating: "x", count: 201), "password_long"), ("dana.lee-long", "password_is_login"),
            ("DANA.Lee-long", "password_is_login"), ("dana.lee-longer", nil),
        ] as [(String, String?)])
    func aPasswordMeetsTheRules(password: String, code: String?) throws {
        let login = try Login("Dana.Lee-Long")
        #expect(try refused { try PasswordRule.check(password, login: login) } == code)
    }

    @Test func waitingDoublesFromAFifthOfASecondToTwentyFive() {
        let waits = (0...10).map(Throttle.signIn.waitMs(afterFailures:))
        #expect(waits == [0, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_000, 25_000, 25_000])
        #expect(Throttle.signIn.waitMs(afterFailures: .max) == 25_000)
    }

    @Test func aLinkHasFiveTriesFree() {
        let waits = (0...8).map(Throttle.shareLink.waitMs(afterFailures:))
        #expect(waits == [0, 0, 0, 0, 0, 0, 200, 400, 800])
    }

    @Test func aWaitRunsOutAndIsNeverLongerThanItself() {
        func remaining(_ failures: Int, _ last: Int64, _ now: Int64) -> Int64 {
            Throttle.signIn.remainingMs(failures: failures, lastFailureAt: last, now: now)
        }
        #expect(remaining(3, 1000, 1000) == 800)
        #expect(remaining(3, 1000, 1799) == 1)
        #expect(remaining(3, 1000, 1800) == 0)
        #expect(remaining(0, 1000, 1000) == 0)
        // A clock set back by an hour does not lock anybody out for an hour.
        #expect(remaining(20, 3_600_000, 0) == 25_000)
        #expect(Throttle.signIn.isForgotten(lastFailureAt: 0, now: 1_800_000))
        #expect(!Throttle.signIn.isForgotten(lastFailureAt: 0, now: 1_799_999))
    }
}
