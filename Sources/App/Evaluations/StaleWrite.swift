import Domain
import JSON

/// Tells somebody whose change was based on an older state what the two say differently, question by question.
enum StaleWrite {
    /// Refuses (`stale`) unless `etag` names what the person works on now; nothing is ever overwritten unseen.
    static func check(_ session: OpenSession, basedOn etag: String, yours given: [GivenAnswers] = []) throws {
        guard etag != session.etag else { return }
        throw DetailedRefusal(
            Refusal("stale", "This evaluation was changed meanwhile; choose what is to stand, question by question."),
            extras: [
                ("etag", json { $0.value(session.etag) }), ("conflicts", conflicts(session, given)),
                ("theirs", theirs(session)), ("by", by(session)), ("at", at(session)),
            ])
    }

    private static func conflicts(_ session: OpenSession, _ given: [GivenAnswers]) -> [UInt8] {
        json { writer in
            writer.array { list in
                for form in session.forms {
                    guard let yours = given.first(where: { $0.formID == form.id })?.answers else { continue }
                    for difference in AnswerDifference.between(yours, session.current(form), on: form.card) {
                        list.object { writer in
                            writer.field("form", form.id)
                            writer.field("question", difference.question)
                            writer.field("yours", answer: difference.yours)
                            writer.field("theirs", answer: difference.theirs)
                        }
                    }
                }
            }
        }
    }

    private static func theirs(_ session: OpenSession) -> [UInt8] {
        json { writer in
            writer.object { writer in
                writer.field(
                    "forms",
                    array: { list in
                        for form in session.forms {
                            list.object {
                                $0.field("id", form.id)
                                $0.field("answers", answers: session.current(form))
                            }
                        }
                    })
            }
        }
    }

    /// The draft is the person's own, from another window; anything else was saved by whoever edited last.
    private static func by(_ session: OpenSession) -> [UInt8] {
        let person = session.draft == nil ? session.record.editedBy : session.viewer
        return json { writer in
            guard let person else { return writer.null() }
            writer.object {
                $0.field("id", person.id)
                $0.field("name", person.name)
            }
        }
    }

    private static func at(_ session: OpenSession) -> [UInt8] {
        let instant = session.draft?.savedAt ?? session.record.editedAt
        return json { $0.value(instant.map { Instant(milliseconds: $0).text }) }
    }

    private static func json(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        write(&writer)
        return writer.bytes
    }
}
