import Domain
import HTTP
import JSON

/// `shared/{token}`: what a link shows to people outside, who have no account.
enum SharedRoutes {
    static let all: [Route] = [
        .plain(.get, "shared/{token}", .anyone, nil, consumes: [], limit: 0, moment),
        .plain(.post, "shared/{token}/unlock", .anyone, nil, limit: 8192, unlock),
        .media("shared/{token}/clip", .anyone, nil) { call, transaction in
            .media(
                try FindClip.run(
                    call.shareVisitor, isDownload: call.query("download") == "1", headers: unlisted, transaction))
        },
        .media("shared/{token}/poster", .anyone, nil) { call, transaction in
            .media(try FindClip.poster(call.shareVisitor, headers: unlisted, transaction))
        },
        .read("shared/{token}/captions", .anyone, nil) { call, transaction in
            let text = try FindClip.captions(call.shareVisitor, transaction)
            return Response.bytes(Array(text.utf8), contentType: "text/vtt; charset=utf-8")
                .header("Content-Security-Policy", "default-src 'none'; sandbox").unlisted
        },
    ]

    /// `/s/{token}`: the page itself is the same for everybody, its status tells whether there is anything to see.
    static let page = DecidedPage(name: "s", file: "/shared.html", headers: unlisted) { call in
        do {
            _ = try OpenShare.look(call.shareVisitor, call.services)
            return 200
        } catch let refusal as Refusal {
            return refusal == .shareLocked ? 401 : 404
        }
    }

    /// For nobody to keep and for no search engine to show.
    private static let unlisted = [("Cache-Control", "private, no-store"), ("X-Robots-Tag", "noindex, nofollow")]

    private static func moment(_ call: Call) throws -> Response {
        guard call.head.method == .get else {
            let shown = try OpenShare.look(call.shareVisitor, call.services)
            return Response.json { shown.write(&$0) }.unlisted
        }
        let opened = try OpenShare.run(call.shareVisitor, call.services)
        let response = Response.json { opened.moment.write(&$0) }.unlisted
        return opened.visit.map { response.remembering($0.secret, until: $0.expiresAt, call) } ?? response
    }

    private static func unlock(_ call: Call) throws -> Response {
        var fields = try call.fields()
        let password = try fields.string("password", max: MakeShare.Input.longestPassword)
        try fields.finish()
        let visit = try UnlockShare.run(password, call.shareVisitor, call.services)
        return visit.map { Response.noContent.remembering($0.secret, until: $0.expiresAt, call) } ?? .noContent
    }
}

/// The cookie of one browser's stay at one link; other links never see it, since its path is the link's own.
private enum VisitCookie {
    static func name(_ services: Services) -> String {
        services.isSecure ? "__Secure-share" : "share"
    }
}

extension Call {
    fileprivate var shareVisitor: ShareVisitor {
        ShareVisitor(token: parameter("token"), cookie: head.cookies[VisitCookie.name(services)], address: client)
    }
}

extension Response {
    fileprivate var unlisted: Response {
        header("Cache-Control", "private, no-store").header("X-Robots-Tag", "noindex, nofollow")
    }

    /// Set for the page and for what it loads, which stand under different paths.
    fileprivate func remembering(_ secret: String, until expiresAt: Int64, _ call: Call) -> Response {
        let seconds = Int((expiresAt - call.outside.now() + 999) / 1000)
        let token = percentEncoded(call.parameter("token"))
        return [Call.apiPrefix + "shared/" + token, "/s/" + token].reduce(self) { response, path in
            response.cookie(
                SetCookie(
                    name: VisitCookie.name(call.services), value: secret, maxAge: max(1, seconds), path: path,
                    secure: call.services.isSecure))
        }
    }
}
