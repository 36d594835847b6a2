import JSON
import MediaWork

/// What the media child found, as the API shows it and the tables keep it.
enum ReportJSON {
    static func streams(_ streams: [StreamReport]) -> String {
        array { list in
            for stream in streams {
                list.object {
                    $0.field("index", stream.index)
                    $0.field("type", stream.type.rawValue)
                    $0.field("codec", stream.codec)
                    $0.field("width", stream.width)
                    $0.field("height", stream.height)
                    $0.field("frameRate", stream.frameRate)
                    $0.field("sampleRate", stream.sampleRate)
                    $0.field("channels", stream.channels)
                    $0.field("pixelFormat", stream.pixelFormat)
                    $0.field("durationMs", stream.durationMs)
                }
            }
        }
    }

    static func health(_ findings: [Health]) -> String {
        array { list in
            for finding in findings {
                list.object {
                    $0.field("code", finding.code.rawValue)
                    $0.field("message", finding.message)
                }
            }
        }
    }

    static func levels(_ levels: LevelsReport) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field(
                "channels",
                array: { list in
                    for channel in levels.channels {
                        list.object {
                            $0.field("loudnessDb", rounded(channel.loudnessDb))
                            $0.field("peakDb", rounded(channel.peakDb))
                            $0.field("silences", array: { ranges(channel.silences, &$0) })
                            $0.field("talks", array: { ranges(channel.talks, &$0) })
                            $0.field("tones", array: { ranges(channel.tones, &$0) })
                            $0.field("clippedPart", (channel.clippedPart * 1_000_000).rounded() / 1_000_000)
                            $0.field("clips", array: { ranges(channel.clips, &$0) })
                        }
                    }
                })
            writer.field("overTalk", array: { ranges(levels.overTalk, &$0) })
            writer.field("talkRatio", levels.talkRatio.map { ($0 * 1000).rounded() / 1000 })
            if let monologue = levels.longestMonologue {
                writer.field(
                    "longestMonologue",
                    object: {
                        $0.field("channel", monologue.channel)
                        $0.field("startMs", monologue.range.startMs)
                        $0.field("endMs", monologue.range.endMs)
                    })
            } else {
                writer.fieldNull("longestMonologue")
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func thumbnails(_ report: ScreenReport, of id: String) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("url", Call.apiPrefix + "recordings/\(id)/thumbnails.jpg")
            writer.field("width", report.thumbnails.width)
            writer.field("height", report.thumbnails.height)
            writer.field("columns", report.thumbnails.columns)
            writer.field("timesMs", array: { list in for ms in report.thumbnails.timesMs { list.value(ms) } })
            writer.field(
                "activity",
                object: { writer in
                    writer.field("stepMs", report.activity.stepMs)
                    writer.field(
                        "values", array: { list in for value in report.activity.values { list.value(Int(value)) } })
                })
            writer.field("blacks", array: { ranges(report.blacks, &$0) })
            writer.field("stills", array: { ranges(report.stills, &$0) })
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func ranges(_ ranges: [MediaWork.TimeRange], _ list: inout JSONWriter) {
        for range in ranges {
            list.object {
                $0.field("startMs", range.startMs)
                $0.field("endMs", range.endMs)
            }
        }
    }

    /// Tenths of a decibel.
    private static func rounded(_ decibels: Double) -> Double {
        (decibels * 10).rounded() / 10
    }

    private static func array(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.array(body)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
