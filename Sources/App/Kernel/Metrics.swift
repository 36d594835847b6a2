import HTTP
import SQL
import Sandbox

/// `/metrics` in Prometheus' text form, off unless asked for: counts and states of the work done here, and nothing of
/// the people, calls or files it was done for.
enum Metrics {
    static func response(_ services: Services) -> Response {
        Response.bytes(Array(text(services).utf8), contentType: "text/plain; version=0.0.4; charset=utf-8")
            .header("Cache-Control", "no-store")
    }

    private static func text(_ services: Services) -> String {
        var lines = [
            "# HELP earmark_media_work_total Pieces of media work, by kind and by how they ended.",
            "# TYPE earmark_media_work_total counter",
        ]
        for count in services.media.counts {
            lines.append(
                #"earmark_media_work_total{work="\#(count.work)",outcome="\#(count.outcome)"} \#(count.count)"#)
        }
        lines += [
            "# HELP earmark_media_children_busy Media children at work.", "# TYPE earmark_media_children_busy gauge",
            "earmark_media_children_busy \(services.media.busyCount)",
            "# HELP earmark_media_children_ready Media children that wait for work.",
            "# TYPE earmark_media_children_ready gauge",
            "earmark_media_children_ready \(services.media.readyCount)",
            "# HELP earmark_media_waiting Pieces of media work that wait for a child.",
            "# TYPE earmark_media_waiting gauge", "earmark_media_waiting \(services.media.waitingCount)",
            "# HELP earmark_jobs Slow work that is not over, by kind and state.", "# TYPE earmark_jobs gauge",
        ]
        let jobs = try? services.database.read { transaction in
            try transaction.rows(
                """
                SELECT kind, state, count(*) FROM jobs WHERE state IN ('queued', 'running')
                GROUP BY kind, state ORDER BY kind, state
                """
            ) { #"earmark_jobs{kind="\#($0.text(0))",state="\#($0.text(1))"} \#($0.int64(2))"# }
        }
        return (lines + (jobs ?? [])).joined(separator: "\n") + "\n"
    }
}
