import Domain

/// What is written beside the doors of people, teams, tokens and settings.
enum AccountAPI {
    static let api = RoomAPI(operations: session + users + teams + tokens + settings, shapes: shapes)

    private static let roles = Shape.choice(of: BuiltInRole.self)
    private static let permissions = Shape.list(.choice(of: Permission.self))

    private static let shapes: [(name: String, shape: Shape)] = [
        (
            "Who",
            .object([
                "user": .object(["id": .id, "login": .text(), "name": .text(), "role": roles]),
                "permissions": permissions, "teams": .list(.person),
                "account": .object(["name": .text(), "timeZone": .text()]),
            ])
        ),
        (
            "Person",
            .object([
                "id": .id, "login": .text(), "name": .text(), "role": roles, "teams": .list(.person),
                "disabled": .truth, "createdAt": .instant,
            ])
        ),
        (
            "Team",
            .object(["id": .id, "name": .text(), "members": .integer(), "supervisors": .list(.person)])
        ),
        (
            "Token",
            .object([
                "id": .id, "name": .text(), "scopes": .list(.choice(of: Scope.self)), "createdAt": .instant,
            ])
        ),
        (
            "Settings",
            .object([
                "accountName": .text(), "timeZone": .text(),
                "sharing": .object([
                    "shareOutside": .truth, "evaluatorsMayShare": .truth, "requirePassword": .truth,
                    "longestExpiryHours": .integer(1...2160), "allowDownload": .truth,
                ]),
            ])
        ),
        (
            "CapturePolicy",
            .object([
                "screens": .truth, "teams": Shape.list(.id).orNull,
                "channels": Shape.list(.choice(of: Channel.self)).orNull, "roles": Shape.list(.text()).orNull,
                "keepDays": Shape.integer().orNull,
            ])
        ),
    ]

    private static let session: [Operation] = [
        .post(
            "session", "Sign in; the answer sets the session's cookie.",
            .json(.input(["login": .text(0...200), "password": .text(0...1000)])), answers: [.ok(.named("Who"))],
            refusals: ["wrong_login", "too_many_attempts"]),
        .get("session", "Who is signed in, and what they may do.", answers: [.ok(.named("Who"))]),
        .delete("session", "Sign out."),
    ]

    private static let users: [Operation] = [
        .get(
            "users", "The people of the account, by name.",
            [
                .query("role", roles, "Only these."),
                .query("login", .text(1...200), "The one with this login."),
            ] + .page(sorts: ["name"]), answers: [.page(of: .named("Person"))]),
        .post(
            "users", "Add somebody who can sign in.",
            .json(
                .input(
                    ["login": .text(2...100), "name": .text(1...250), "role": roles, "password": .text(10...200)],
                    optional: ["teams": .list(.id, max: 1000)])),
            answers: [.created(.named("Person"))],
            refusals: [
                "login_invalid", "login_taken", "password_short", "password_long", "password_is_login", "team_unknown",
            ] + GivenName.refusals),
        .get("users/{id}", "One person.", answers: [.ok(.named("Person"))]),
        .patch(
            "users/{id}", "Change somebody, or shut them out; a new password ends every sign-in.",
            .json(
                .input(optional: [
                    "name": .text(1...250), "role": roles, "password": .text(10...200), "disabled": .truth,
                    "teams": .list(.id, max: 1000),
                ])),
            answers: [.ok(.named("Person"))],
            refusals: ["password_short", "password_long", "password_is_login", "team_unknown", "last_admin"]
                + GivenName.refusals),
    ]

    private static let teams: [Operation] = [
        .get("teams", "All teams with who supervises them.", answers: [.ok(.whole(.named("Team")))]),
        .post(
            "teams", "Add a team.", .json(.input(["name": .text(1...250)])), answers: [.created(.named("Team"))],
            refusals: ["name_taken"] + GivenName.refusals),
        .patch(
            "teams/{id}", "Rename a team, or say who supervises it.",
            .json(.input(optional: ["name": .text(1...250), "supervisors": .list(.id, max: 1000)])),
            answers: [.ok(.named("Team"))], refusals: ["name_taken", "supervisor_unknown"] + GivenName.refusals),
        .get(
            "roles", "The roles and what each may do.",
            answers: [.ok(.whole(.object(["name": roles, "permissions": permissions])))]),
    ]

    private static let tokens: [Operation] = [
        .get("tokens", "The API tokens that hold, without their secrets.", answers: [.ok(.whole(.named("Token")))]),
        .post(
            "tokens", "Make an API token; its secret is shown this once, to a repeat of the request too a new one.",
            .json(.input(["name": .text(1...250), "scopes": .list(.choice(of: Scope.self), min: 1, max: 100)])),
            answers: [
                .created(
                    .object([
                        "id": .id, "name": .text(), "scopes": .list(.choice(of: Scope.self)), "createdAt": .instant,
                        "token": .text(),
                    ]))
            ], refusals: ["scope_unknown", "scopes_missing"] + GivenName.refusals),
        .delete("tokens/{id}", "Revoke a token."),
    ]

    private static let settings: [Operation] = [
        .get("settings", "What the account decided for everybody.", answers: [.ok(.named("Settings"))]),
        .patch(
            "settings", "Change settings; what is left out stays.",
            .json(
                .input(optional: [
                    "accountName": .text(1...250), "timeZone": .text(1...100),
                    "sharing": .input(optional: [
                        "shareOutside": .truth, "evaluatorsMayShare": .truth, "requirePassword": .truth,
                        "longestExpiryHours": .integer(1...2160), "allowDownload": .truth,
                    ]),
                ])),
            answers: [.ok(.named("Settings"))], refusals: ["time_zone_unknown"] + GivenName.refusals),
        .get(
            "capture-policy", "For whom screens may be recorded; null is for all.",
            answers: [.ok(.named("CapturePolicy"))]),
        .put(
            "capture-policy", "Say for whom screens may be recorded and how long they are kept.",
            .json(
                .input(optional: [
                    "screens": .truth, "teams": .list(.id, max: 10_000),
                    "channels": .list(.choice(of: Channel.self), max: 10), "roles": .list(.text(0...100), max: 100),
                    "keepDays": .integer(1...36_500),
                ])),
            answers: [.ok(.named("CapturePolicy"))], refusals: ["channel_unknown", "keep_days_outside"]),
    ]
}
