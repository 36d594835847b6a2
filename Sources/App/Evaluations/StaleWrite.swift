import Domain
import JSON

/// Tells somebody whose change was based on an older state what the two say differently, question by question.
enum StaleWrite {
    /// Refuses (`stale`) unless `etag` names what the person works on now; nothing is ever overwritten unseen.
    static func check(_ session: OpenSession, basedOn etag: String, yours given: [GivenAnswers] = []) throws {
        guard etag != session.etag else { return }
        throw refusal(session, given)
    }

    /// Refuses (`stale`) answers that leave it to an overtaken draft what becomes of a form: it was made without knowing
    /// what somebody else saved since, so that only answers given for that form decide.
    static func checkDecided(_ session: OpenSession, yours given: [GivenAnswers]) throws {
        let decided = Set(given.map(\.formID))
        guard session.overtakenForms.contains(where: { !decided.contains($0.id) }) else { return }
        throw refusal(session, given)
    }

    private static func refusal(_ session: OpenSession, _ given: [GivenAnswers]) -> DetailedRefusal {
        DetailedRefusal(
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
                    let drafted = session.isOvertaken ? session.current(form) : nil
                    guard let yours = given.first(where: { $0.formID == form.id })?.answers ?? drafted else { continue }
                    for difference in AnswerDifference.between(yours, session.other(form).answers, on: form.card) {
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
                        for form in session.forms { list.object { session.other(form).write(to: &$0) } }
                    })
            }
        }
    }

    /// The draft is the person's own, from another window; anything else was saved by whoever edited last.
    private static func by(_ session: OpenSession) -> [UInt8] {
        let isOwn = session.draft != nil && !session.isOvertaken
        let person = isOwn ? session.viewer : session.record.editedBy
        return json { writer in
            guard let person else { return writer.null() }
            writer.object {
                $0.field("id", person.id)
                $0.field("name", person.name)
            }
        }
    }

    private static func at(_ session: OpenSession) -> [UInt8] {
        let own = session.isOvertaken ? nil : session.draft?.savedAt
        let instant = own ?? session.record.editedAt
        return json { $0.value(instant.map { Instant(milliseconds: $0).text }) }
    }

    private static func json(_ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        write(&writer)
        return writer.bytes
    }
}
