import Domain
import HTTP
import JSON

/// A session as the API shows it to one person.
enum SessionJSON {
    static func response(
        _ scored: ScoredSession, _ replacements: [DrawStore.Replacement], for caller: Caller, now: Int64
    ) -> Response {
        let (session, scores) = (scored.session, scored.scores)
        return Response.json(reserving: session.forms.reduce(4_096) { $0 + $1.content.count + 4_096 }) { writer in
            session.record.write(&writer, now: now)
            let total = SessionScore(of: scores)
            writer.field("score", total.score)
            writer.field("passed", total.passed)
            writer.field("passMark", session.record.passMark)
            writer.field("revision", session.record.revision)
            writer.field("etag", session.etag)
            writer.field(
                "forms",
                array: { list in
                    for (form, score) in zip(session.forms, scores) { list.object { write(form, score, to: &$0) } }
                })
            write(session.draft, of: session, to: &writer)
            writer.field("replaced", array: { list in for old in replacements { list.object { write(old, to: &$0) } } })
            if let coverage = session.coverage {
                writer.field("listening", object: { coverage.writeShare(&$0) })
            } else {
                writer.fieldNull("listening")
            }
            writeDoors(session.record, for: caller, now: now, to: &writer)
        }.tagged(session.etag)
    }

    private static func write(_ form: OpenSession.Form, _ score: FormScore, to writer: inout JSONWriter) {
        writer.field("id", form.id)
        writer.field(
            "scorecard",
            object: {
                $0.field("id", form.scorecardID)
                $0.field("key", form.card.key)
                $0.field("name", form.card.name)
                $0.field("version", form.version)
                $0.field("content", raw: form.content)
            })
        writer.field("answers", answers: form.saved)
        writer.field("defaultScores", form.hasDefaultScores)
        writer.field("score", score: score)
    }

    private static func write(_ draft: OpenSession.Draft?, of session: OpenSession, to writer: inout JSONWriter) {
        guard let draft else { return writer.fieldNull("draft") }
        writer.field(
            "draft",
            object: { writer in
                writer.field(
                    "forms",
                    array: { list in
                        for form in session.forms {
                            list.object {
                                FormAnswers(
                                    id: form.id, answers: session.current(form),
                                    hasDefaultScores: session.hasDefaultScores(form)
                                ).write(to: &$0)
                            }
                        }
                    })
                writer.field("savedAt", instant: draft.savedAt)
                session.writeOvertaking(to: &writer)
            })
    }

    private static func write(_ old: DrawStore.Replacement, to writer: inout JSONWriter) {
        writer.field(
            "interaction",
            object: {
                $0.field("id", old.interaction.id)
                $0.field("externalId", old.interaction.name)
            })
        writer.field("reason", old.reason.rawValue)
        writer.field("note", old.note)
        writer.field("at", instant: old.at)
        writer.field("by", old.by)
    }

    /// What this person may do with the session now, and why completing or replacing would be refused.
    private static func writeDoors(
        _ record: EvaluationRecord, for caller: Caller, now: Int64, to writer: inout JSONWriter
    ) {
        let session = record.session
        let actor = caller.actor
        let complete = SessionDoors.refusal { () throws(Refusal) in
            try session.checkCompletable(by: actor, now: now)
        }
        let replace = SessionDoors.refusal { () throws(Refusal) in _ = try session.replaced(by: actor, now: now) }
        let take = SessionDoors.refusal { () throws(Refusal) in _ = try session.taken(by: actor) }
        let save = SessionDoors.refusal { () throws(Refusal) in _ = try session.saved(by: actor) }
        let assign = SessionDoors.refusal { () throws(Refusal) in
            _ = try session.assigned(to: actor.id, by: actor)
        }
        let archive = SessionDoors.refusal { () throws(Refusal) in _ = try session.archived(by: actor, now: now) }
        let void = SessionDoors.refusal { () throws(Refusal) in _ = try session.voided(by: actor) }
        let delete = SessionDoors.refusal { () throws(Refusal) in try session.checkDeletable(by: actor) }
        let notify = SessionDoors.refusal { () throws(Refusal) in try session.checkNotifiable(by: actor) }
        writer.field(
            "may",
            object: {
                $0.field("take", take == nil)
                $0.field("save", save == nil)
                $0.field("complete", complete == nil)
                $0.field("replace", replace == nil)
                $0.field("assign", assign == nil)
                $0.field("extend", actor.may(.extendEvaluations) && session.state != .completed && !session.isArchived)
                $0.field("archive", archive == nil && !session.isArchived)
                $0.field("unarchive", actor.may(.archiveEvaluations) && session.isArchived && !session.isVoided)
                $0.field("void", void == nil && !session.isVoided)
                $0.field("delete", delete == nil)
                $0.field("notify", notify == nil && record.interaction.agent != nil)
            })
        writer.field("completeRefusal", complete?.code)
        writer.field("replaceRefusal", replace?.code)
    }

    /// What the draft is worth that was just kept.
    static func draft(_ outcome: SaveDraft.Outcome) -> Response {
        Response.json { writer in
            let total = SessionScore(of: outcome.forms.map(\.score))
            writer.field("etag", outcome.etag)
            writer.field("savedAt", instant: outcome.savedAt)
            writer.field("score", total.score)
            writer.field("passed", total.passed)
            writer.field(
                "forms",
                array: { list in
                    for form in outcome.forms {
                        list.object {
                            $0.field("id", form.id)
                            $0.field("score", score: form.score)
                        }
                    }
                })
        }.tagged(outcome.etag)
    }

    static func completion(_ summary: CompletionSummary) -> Response {
        Response.json { writer in
            writer.field(
                "forms",
                array: { list in
                    for (index, form) in summary.session.forms.enumerated() {
                        let (score, gaps) = (summary.scores[index], summary.forms[index])
                        list.object {
                            $0.field("id", form.id)
                            $0.field("name", form.card.name)
                            $0.field("score", score.score)
                            $0.field("passed", score.passed)
                            $0.field("missingRequired", gaps.missingRequired)
                            $0.field("blankOptional", gaps.blankOptional)
                            $0.field("unconfirmed", gaps.unconfirmed)
                            $0.field("missingComments", gaps.missingComments)
                            $0.field("missingEvidence", gaps.missingEvidence)
                        }
                    }
                })
            let total = SessionScore(of: summary.scores)
            writer.field("score", total.score)
            writer.field("passed", total.passed)
            guard let refusal = summary.refusal else { return writer.fieldNull("refusal") }
            writer.field(
                "refusal",
                object: {
                    $0.field("code", refusal.code)
                    $0.field("detail", refusal.sentence)
                })
        }.tagged(summary.session.etag)
    }

    /// Every term of the saved answers' scores.
    static func receipt(_ session: OpenSession) throws -> Response {
        let scores = try session.scores(session.forms.map(\.saved))
        return Response.json { writer in
            writer.field(
                "forms",
                array: { list in
                    for (form, score) in zip(session.forms, scores) {
                        var receipt = JSONWriter()
                        ScoreJSON.writeReceipt(score, to: &receipt)
                        list.object {
                            $0.field("id", form.id)
                            $0.field("result", score: score)
                            $0.field("receipt", raw: receipt.bytes)
                        }
                    }
                })
            let total = SessionScore(of: scores)
            writer.field("score", total.score)
            writer.field("passed", total.passed)
        }
    }
}
