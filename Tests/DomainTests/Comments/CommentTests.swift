import Domain
import Testing

/// What a comment hangs on and who reads it.
struct CommentTests {
    @Test func aCommentHangsOnOneThing() throws {
        #expect(try CommentAnchor(startMs: nil, endMs: nil, segment: nil) == .interaction)
        #expect(try CommentAnchor(startMs: 5, endMs: nil, segment: nil) == .instant(ms: 5))
        #expect(try CommentAnchor(startMs: 5, endMs: 6, segment: nil) == .range(TimeRange(startMs: 5, endMs: 6)))
        #expect(try CommentAnchor(startMs: nil, endMs: nil, segment: 3) == .segment(3))
        #expect(try refused { _ = try CommentAnchor(startMs: nil, endMs: 6, segment: nil) } == "range_empty")
        #expect(try refused { _ = try CommentAnchor(startMs: 6, endMs: 6, segment: nil) } == "range_empty")
        #expect(try refused { _ = try CommentAnchor(startMs: 6, endMs: nil, segment: 0) } == "anchor_ambiguous")
        #expect(try refused { _ = try CommentAnchor(startMs: nil, endMs: nil, segment: -1) } == "segment_unknown")
        #expect(try refused { _ = try CommentAnchor(startMs: -1, endMs: nil, segment: nil) } == "range_outside")
    }

    @Test func aBodyHasATextOfAtMostFourThousand() throws {
        #expect(try CommentRule.checkedBody("  x\n ") == "x")
        #expect(try refused { _ = try CommentRule.checkedBody(" \n\t ") } == "comment_empty")
        #expect(try refused { _ = try CommentRule.checkedBody(String(repeating: "é", count: 4000)) } == nil)
        #expect(try refused { _ = try CommentRule.checkedBody(String(repeating: "é", count: 4001)) } == "comment_long")
    }

    @Test func aPrivateCommentIsForItsAuthorTheTaggedAndSupervisors() {
        func mayRead(_ reader: String, supervises: Bool = false, _ visibility: CommentVisibility = .private) -> Bool {
            CommentRule.mayRead(
                visibility, reader: reader, author: "a", tagged: ["t"], readerSupervises: supervises)
        }
        #expect(mayRead("a") && mayRead("t") && mayRead("s", supervises: true))
        #expect(!mayRead("x"))
        #expect(mayRead("x", .public))
    }

    @Test func aReplyIsAsVisibleAsItsThread() throws {
        #expect(try CommentRule.visibility(asked: nil, parent: .private) == .private)
        #expect(try CommentRule.visibility(asked: nil, parent: nil) == .public)
        #expect(try CommentRule.visibility(asked: .private, parent: nil) == .private)
        #expect(
            try refused { _ = try CommentRule.visibility(asked: .public, parent: .private) } == "visibility_of_thread")
    }
}
