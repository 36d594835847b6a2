import JSON
import MediaWork

/// Reports as the command line prints them: members that do not apply are null, never missing.
extension JSONWriter {
    mutating func value(_ report: ProbeReport) {
        object { writer in
            writer.field("container", report.container)
            writer.field("durationMs", report.durationMs)
            writer.field("streams", array: { writer in for stream in report.streams { writer.value(stream) } })
            writer.field(
                "health",
                array: { writer in
                    for finding in report.health {
                        writer.object { writer in
                            writer.field("code", finding.code.rawValue)
                            writer.field("message", finding.message)
                        }
                    }
                })
        }
    }

    private mutating func value(_ stream: StreamReport) {
        object { writer in
            writer.field("index", stream.index)
            writer.field("type", stream.type.rawValue)
            writer.field("codec", stream.codec)
            writer.field("width", stream.width)
            writer.field("height", stream.height)
            writer.field("frameRate", stream.frameRate)
            writer.field("sampleRate", stream.sampleRate)
            writer.field("channels", stream.channels)
            writer.field("durationMs", stream.durationMs)
        }
    }

    mutating func value(_ report: PeaksReport) {
        object { writer in
            writer.field("sampleRate", report.sampleRate)
            writer.field("samplesPerPixel", report.samplesPerPixel)
            writer.field("channels", report.channels)
            writer.field("length", report.length)
        }
    }

    mutating func value(_ report: LevelsReport) {
        object { writer in
            writer.field("durationMs", report.durationMs)
            writer.field(
                "channels",
                array: { writer in
                    for channel in report.channels {
                        writer.object { writer in
                            writer.field("loudnessDb", channel.loudnessDb)
                            writer.field("peakDb", channel.peakDb)
                            writer.field("silences", channel.silences)
                            writer.field("talks", channel.talks)
                            writer.field("tones", channel.tones)
                            writer.field("clippedPart", channel.clippedPart)
                            writer.field("clips", channel.clips)
                        }
                    }
                })
            writer.field("overTalk", report.overTalk)
            writer.field("talkRatio", report.talkRatio)
            if let monologue = report.longestMonologue {
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
    }

    private mutating func field(_ name: String, _ ranges: [TimeRange]) {
        field(
            name,
            array: { writer in
                for range in ranges {
                    writer.object { writer in
                        writer.field("startMs", range.startMs)
                        writer.field("endMs", range.endMs)
                    }
                }
            })
    }

    mutating func value(_ report: ClipReport) {
        object { writer in
            writer.field("startMs", report.startMs)
            writer.field("endMs", report.endMs)
            writer.field("durationMs", report.durationMs)
            writer.field("bytes", report.bytes)
            writer.field("reencodedFrames", report.reencodedFrames)
            writer.field("copiedPackets", report.copiedPackets)
        }
    }

    mutating func value(_ report: BundleReport) {
        object { writer in
            writer.field("container", report.container)
            writer.field("durationMs", report.durationMs)
            writer.field("bytes", report.bytes)
            writer.field("copiedPackets", report.copiedPackets)
            writer.field(
                "streams",
                array: { writer in
                    for stream in report.streams {
                        writer.object { writer in
                            writer.field("type", stream.type.rawValue)
                            writer.field("codec", stream.codec)
                            writer.field("title", stream.title)
                            writer.field("offsetMs", stream.offsetMs)
                        }
                    }
                })
        }
    }
}
