import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// People, teams and settings.
struct PeopleTests {
    let account: SmallAccount
    let admin: Asker

    init() throws {
        account = try SmallAccount()
        admin = try account.person("Ada", .admin)
    }

    private func add(_ login: String, _ more: String = "") throws -> Reply {
        try admin.post(
            "users", #"{"login":"\#(login)","name":"N","role":"agent","password":"long enough"\#(more)}"#)
    }

    @Test func aLoginIsOnesOwnWhateverItsLetters() throws {
        #expect(try add("Bob").status == 201)
        let taken = try add("bOB")
        #expect(taken.status == 409)
        #expect(taken.code == "login_taken")
        for bad in ["b", "-bob", "bob smith", "bøb"] { #expect(try add(bad).code == "login_invalid", "\(bad)") }
    }

    @Test func weakPasswordsAreRefused() throws {
        let weak = [("short", "password_short"), ("bob-bob-bob", "password_is_login")]
        for (password, code) in weak {
            let reply = try admin.post(
                "users", #"{"login":"bob-bob-bob","name":"N","role":"agent","password":"\#(password)"}"#)
            #expect(reply.code == code)
        }
    }

    @Test func theLastAdminStays() throws {
        #expect(try admin.patch("users/\(admin.id)", #"{"role":"agent"}"#).code == "last_admin")
        #expect(try admin.patch("users/\(admin.id)", #"{"disabled":true}"#).code == "last_admin")
        #expect(try admin.get("session").status == 200)
        let other = try account.person("Bea", .admin)
        #expect(try other.patch("users/\(admin.id)", #"{"role":"agent"}"#).status == 200)
        #expect(try admin.get("users").status == 403)
    }

    @Test func theRowsThatAreNobodysAreNobodys() throws {
        for id in [ServiceUser.operatorID, ServiceUser.systemID] {
            #expect(try admin.get("users/\(id)").status == 404)
            #expect(try admin.patch("users/\(id)", #"{"name":"Mine"}"#).status == 404)
        }
        let call = try admin.post(
            "interactions",
            #"{"channel":"voice","startedAt":"2026-11-12T14:02:00Z","agentId":"\#(ServiceUser.systemID)"}"#)
        #expect(call.code == "agent_unknown")
        #expect(try admin.get("users").all("/items", "login") == ["ada"])
    }

    @Test func teamsHaveNamesOfTheirOwnAndSupervisorsWhoAreThat() throws {
        let sales = try admin.post("teams", #"{"name":"Sales"}"#)
        #expect(try admin.post("teams", #"{"name":"Sales"}"#).code == "name_taken")
        let other = try admin.post("teams", #"{"name":"Service"}"#)
        #expect(try admin.patch("teams/\(other.id)", #"{"name":"Sales"}"#).status == 409)
        #expect(try admin.patch("teams/\(other.id)", #"{"name":"Service"}"#).status == 200)
        #expect(try admin.patch("teams/unknown", #"{"supervisors":["\#(admin.id)"]}"#).status == 404)
        #expect(try admin.patch("teams/\(sales.id)", #"{"supervisors":["\#(admin.id)"]}"#).code == "supervisor_unknown")
        let sue = try account.person("Sue", .supervisor)
        let named = try admin.patch("teams/\(sales.id)", #"{"supervisors":["\#(sue.id)","\#(sue.id)"]}"#)
        #expect(named.all("/supervisors", "name") == ["Sue"])
        #expect(try sue.get("session").all("/teams", "name") == ["Sales"])
    }

    @Test func aTeamNamedTwiceIsOne() throws {
        let team = try account.team("Sales")
        let reply = try add("bob", #","teams":["\#(team)","\#(team)"]"#)
        #expect(reply.status == 201)
        #expect(reply.all("/teams", "name") == ["Sales"])
        #expect(try add("ben", #","teams":["nowhere"]"#).code == "team_unknown")
        #expect(try account.number("SELECT count(*) FROM users WHERE login = 'ben'") == 0)
    }

    @Test func settingsKeepWhatIsLeftOut() throws {
        let changed = try admin.patch("settings", #"{"sharing":{"evaluatorsMayShare":true}}"#)
        #expect(changed["/sharing/evaluatorsMayShare"]?.truth == true)
        #expect(changed["/sharing/requirePassword"]?.truth == true)
        #expect(changed["/accountName"]?.text == "Earmark")
        #expect(try admin.patch("settings", #"{"timeZone":"Middle/Earth"}"#).code == "time_zone_unknown")
        #expect(try admin.patch("settings", #"{"sharing":{"longestExpiryHours":0}}"#).code == "invalid_input")
        #expect(
            try admin.patch("settings", #"{"sharing":{"colour":1}}"#)["/errors/0/pointer"]?.text == "/sharing/colour")
    }
}
