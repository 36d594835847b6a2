import Documents
import Domain
import HTTP
import JSON

/// `evaluations/trend`: how one agent's scores went.
enum TrendRoutes {
    /// What a trend comes as.
    private enum Format: String, CaseIterable { case json, csv }

    static let all: [Route] = [
        .read("evaluations/trend", .needs(.viewEvaluations), .evaluationsRead) { call, transaction in
            let format = try call.choice("format", of: Format.self) ?? .json
            let trend = try FollowScores.run(try FollowScores.Input(call), for: try call.caller(), transaction)
            guard format == .csv else { return .json { trend.write(&$0) } }
            return Response.bytes(trend.csv, contentType: "text/csv; charset=utf-8")
                .header("Content-Disposition", ContentDisposition.attachment(trend.fileName))
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
        }
    ]
}

extension FollowScores.Trend {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("agent", agent)
        writer.field("scorecard", scorecard)
        writer.field("by", step.rawValue)
        writer.field("timeZone", timeZone)
        writer.field(
            "periods",
            array: { list in
                for point in points {
                    list.object {
                        $0.field("from", point.period.first.text)
                        $0.field("to", point.period.last.text)
                        point.summary.write(&$0)
                        $0.field("scorecards", point.scorecards)
                    }
                }
            })
        writer.field("total", object: { total.write(&$0) })
        writer.field(
            "scorecards",
            array: { list in
                for (scorecard, completed) in scorecards {
                    list.object {
                        $0.field("id", scorecard.id)
                        $0.field("name", scorecard.name)
                        $0.field("completed", completed)
                    }
                }
            })
    }

    /// `trend_<agent>_<scorecard>_<first day>_<last day>.csv`
    fileprivate var fileName: String {
        let days = [points.first?.period.first, points.last?.period.last].compactMap { $0.map(ExportName.compact) }
        let names = [agent.name, scorecard?.name].compactMap { $0.map { String(ExportName.safe($0).prefix(50)) } }
        return (["trend"] + names + days).joined(separator: "_") + ".csv"
    }

    fileprivate var csv: [UInt8] {
        var csv = CSVWriter(byteOrderMark: true)
        csv.row([
            "From", "To (\(timeZone))", "Agent", "Scorecard", "Completed", "Scored", "Mean %", "95 % from", "95 % to",
            "Lowest %", "Highest %", "Passed", "Failed", "Automatic fails", "Scorecards",
        ])
        for point in points {
            let summary = point.summary
            let scores = [
                summary.mean, summary.interval?.low, summary.interval?.high, summary.lowest, summary.highest,
            ]
            let counts = [summary.passed, summary.failed, summary.autoFailed, Int64(point.scorecards)]
            var cells: [CSVWriter.Cell] = [
                .text(point.period.first.text), .text(point.period.last.text), .text(agent.name),
                scorecard.map { .text($0.name) } ?? .empty, .integer(summary.completed), .integer(summary.scored),
            ]
            cells += scores.map { $0.map { .decimal(ScoreText.percent($0, decimals: 2)) } ?? .empty }
            cells += counts.map(CSVWriter.Cell.integer)
            csv.row(cells)
        }
        return csv.bytes
    }
}

extension ScoreSummary {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("completed", completed)
        writer.field("scored", scored)
        writer.field("mean", mean)
        if let interval {
            writer.field(
                "interval",
                object: {
                    $0.field("low", interval.low)
                    $0.field("high", interval.high)
                })
        } else {
            writer.fieldNull("interval")
        }
        writer.field("lowest", lowest)
        writer.field("highest", highest)
        writer.field("passed", passed)
        writer.field("failed", failed)
        writer.field("autoFailed", autoFailed)
    }
}
