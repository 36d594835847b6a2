import Domain
import JSON
import SQL
import Testing

@testable import App

/// Every part of a link against every way in which a link can be dead: nobody can tell one from another, nor from a
/// link that never was.
@Suite struct DeadLinkTests {
    /// What can be asked of a link.
    enum Part: String, CaseIterable {
        case moment, lookedAt, clip, range, clipHead, download, poster, posterHead, captions, unlocking, page, pageHead

        func ask(_ link: Gallery.Link, _ stranger: Stranger) throws -> Stranger.Answer {
            switch self {
            case .moment: try stranger.get(link.path)
            case .lookedAt: try stranger.head(link.path)
            case .clip: try stranger.get(link.path + "/clip")
            case .range: try stranger.get(link.path + "/clip", "Range: bytes=10-19")
            case .clipHead: try stranger.head(link.path + "/clip")
            case .download: try stranger.get(link.path + "/clip?download=1")
            case .poster: try stranger.get(link.path + "/poster")
            case .posterHead: try stranger.head(link.path + "/poster")
            case .captions: try stranger.get(link.path + "/captions")
            case .unlocking: try stranger.unlock(link.token, "open sesame")
            case .page: try stranger.get(link.page)
            case .pageHead: try stranger.head(link.page)
            }
        }

        /// Of a link that is open to the stranger and allows downloading.
        var statusWhenOpen: Int {
            switch self {
            case .range: 206
            case .unlocking: 204
            default: 200
            }
        }
    }

    /// How a link dies; done while a visitor is looking at it.
    enum Death: String, CaseIterable {
        case revoked, expired, momentDeleted, ownerDisabled, ownerDemoted, tokenRevoked
        case sharingForbidden, passwordNowRequired, expiryShortened, tonesFound

        func strike(_ link: Gallery.Link, _ gallery: Gallery) throws {
            let (admin, owner) = (gallery.admin, gallery.supervisor)
            let reply: Reply? =
                switch self {
                case .revoked: try admin.delete("shares/\(link.id)")
                case .expired, .tonesFound: nil
                case .momentDeleted: try admin.delete("moments/\(gallery.moment)")
                case .ownerDisabled: try admin.patch("users/\(owner.id)", #"{"disabled":true}"#)
                case .ownerDemoted: try admin.patch("users/\(owner.id)", #"{"role":"agent"}"#)
                case .tokenRevoked: try admin.delete("tokens/\(admin.get("tokens")["/items/0/id"]?.text ?? "")")
                case .sharingForbidden: try admin.patch("settings", #"{"sharing":{"shareOutside":false}}"#)
                case .passwordNowRequired: try admin.patch("settings", #"{"sharing":{"requirePassword":true}}"#)
                case .expiryShortened: try admin.patch("settings", #"{"sharing":{"longestExpiryHours":1}}"#)
                }
            if let reply { try #require(reply.status < 300, "\(reply)") }
            if self == .tonesFound { try gallery.ring(11_000..<12_500) }
            if self == .expired { gallery.account.clock.advance(byMs: 10 * 3_600_000) }
            if self == .expiryShortened { gallery.account.clock.advance(byMs: 3_600_000) }
        }

        /// Links of supervisors have passwords; that of the account's policy has none.
        var isOfSupervisor: Bool { self == .ownerDisabled || self == .ownerDemoted }
    }

    @Test(arguments: Death.allCases) func aDeadLinkIsLikeOneThatNeverWas(_ death: Death) throws {
        let gallery = try Gallery()
        try gallery.settings(#""requirePassword":false"#)
        let owner = try death == .tokenRevoked ? integration(gallery) : death.isOfSupervisor ? gallery.supervisor : nil
        let link = try gallery.share(
            by: owner, lastsMs: 10 * 3_600_000, password: death.isOfSupervisor ? "open sesame" : nil,
            #","allowDownload":true"#)
        let never = Gallery.Link(id: "", token: String(repeating: "A", count: 43))
        let guest = gallery.stranger()
        if death.isOfSupervisor { #expect(try guest.unlock(link.token, "open sesame").status == 204) }
        for part in Part.allCases {
            #expect(try part.ask(link, guest).status == part.statusWhenOpen, "\(part) before")
        }
        try death.strike(link, gallery)
        for part in Part.allCases {
            let unknown = try part.ask(never, gallery.stranger())
            #expect(unknown.status == 404, "\(part)")
            #expect(try part.ask(link, guest) == unknown, "\(part) to who was inside")
            #expect(try part.ask(link, gallery.stranger()) == unknown, "\(part) to who comes now")
        }
    }

    @Test func aLinkThatIsUsedUpIsLikeOneThatNeverWasButToWhoUsedIt() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame", #","allowDownload":true,"maxViews":1"#)
        let never = Gallery.Link(id: "", token: String(repeating: "A", count: 43))
        let (guest, late) = (gallery.stranger(), gallery.stranger())
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        #expect(try late.unlock(link.token, "open sesame").status == 204)
        #expect(try guest.get(link.path).status == 200)
        for part in Part.allCases {
            #expect(try part.ask(link, guest).status == part.statusWhenOpen, "\(part) to who was counted")
            let unknown = try part.ask(never, gallery.stranger())
            #expect(try part.ask(link, late) == unknown, "\(part) to who came too late")
            #expect(try part.ask(link, gallery.stranger()) == unknown, "\(part) to who has no password")
        }
        #expect(try gallery.admin.get("shares/\(link.id)")["/views"]?.integer == 1)
    }

    @Test func aLockedLinkTellsNothingButThatItIsLocked() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame", #","allowDownload":true"#)
        for part in Part.allCases where part != .unlocking {
            let answer = try part.ask(link, gallery.stranger())
            #expect(answer.status == 401, "\(part)")
            #expect(!answer.text.contains("refund"), "\(part)")
        }
        #expect(try gallery.stranger().get(link.path).text.contains("share_locked"))
    }

    @Test func expiryHoldsToTheMillisecondForBytesThatWereGrantedBefore() throws {
        let gallery = try Gallery()
        let link = try gallery.share(lastsMs: 30_000, password: "open sesame")
        let guest = gallery.stranger()
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        #expect(try guest.get(link.path + "/clip", "Range: bytes=0-9").status == 206)
        gallery.account.clock.advance(byMs: 29_999)
        #expect(try guest.get(link.path + "/clip", "Range: bytes=10-19").status == 206)
        gallery.account.clock.advance(byMs: 1)
        #expect(try guest.get(link.path + "/clip", "Range: bytes=20-29").status == 404)
    }

    @Test func downloadsStopWhenThePolicyStopsThem() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame", #","allowDownload":true"#)
        let guest = gallery.stranger()
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        #expect(try guest.get(link.path + "/clip?download=1").body == gallery.clip)
        try gallery.settings(#""allowDownload":false"#)
        #expect(try guest.get(link.path + "/clip?download=1").status == 403)
        #expect(try guest.get(link.path + "/clip").body == gallery.clip)
    }

    /// An API token that may share.
    private func integration(_ gallery: Gallery) throws -> Asker {
        let reply = try gallery.admin.post("tokens", #"{"name":"Bot","scopes":["shares:write"]}"#)
        return Asker(
            account: gallery.account, id: reply.id, name: "Bot",
            proof: ("Authorization", "Bearer \(reply["/token"]?.text ?? "")"))
    }
}
