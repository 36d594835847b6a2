import MediaWork

/// One piece of media work to be measured, as a line asks for it.
struct BenchRequest {
    let request: MediaRequest
    /// Recordings, or indexes of recordings.
    let inputs: [String]
    let output: String?

    /// What to do, then where to write (empty: nowhere), then what this kind of work wants, then the recordings, each
    /// as `audio:FILE`, `screen:FILE` or `whole:FILE` where the kind of work tells them apart; a clip's only recording
    /// may be followed by `index:FILE`.
    init?(_ members: [String]) {
        guard members.count >= 3 else { return nil }
        output = members[1].isEmpty ? nil : members[1]
        let rest = Array(members[2...])
        switch members[0] {
        case "glance", "probe", "index", "peaks", "levels", "analyse", "screen":
            guard let request = Self.look(members[0], rest) else { return nil }
            self.request = request
            inputs = [rest[0]]
        case "clip":
            guard rest.count >= 3, let start = Int(rest[0]), let end = Int(rest[1]),
                let container = Self.container(of: members[1])
            else { return nil }
            let placed = rest[2...].compactMap(Self.placed)
            let index = rest[2...].first { $0.hasPrefix("index:") }.map { String($0.dropFirst(6)) }
            inputs = placed.map(\.path) + (index.map { [$0] } ?? [])
            let known = index == nil ? nil : placed.count
            request = .clip(
                ClipRecipe(
                    startMs: start, endMs: end, container: container,
                    inputs: placed.map { ClipInput(kind: $0.kind, index: known) }))
        case "bundle", "compose":
            let placed = rest.compactMap(Self.placed)
            inputs = placed.map(\.path)
            let recipe = BundleRecipe(
                container: Self.container(of: members[1]) ?? .mp4,
                inputs: placed.map { BundleInput(kind: $0.kind, title: "Recording") })
            request = members[0] == "bundle" ? .bundle(recipe) : .compose(recipe)
        default: return nil
        }
    }

    private static func look(_ name: String, _ rest: [String]) -> MediaRequest? {
        let (samples, silenceDb) = (MediaRequest.samplesPerPixel, MediaRequest.silenceDb)
        switch name {
        case "glance": return .glance
        case "probe": return .probe
        case "index": return .index
        case "peaks": return .peaks(samplesPerPixel: samples)
        case "levels": return .levels(silenceDb: silenceDb, minMs: MediaRequest.silenceMs)
        case "analyse":
            return .analyse(samplesPerPixel: samples, silenceDb: silenceDb, minMs: MediaRequest.silenceMs)
        default: return rest.count == 2 ? Int(rest[1]).map { .screen(durationMs: $0) } : nil
        }
    }

    private static func placed(_ text: String) -> (kind: ClipInputKind, path: String)? {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "audio": return (.audio, parts[1])
        case "screen": return (.screen, parts[1])
        case "whole": return (.whole, parts[1])
        default: return nil
        }
    }

    private static func container(of path: String) -> Container? {
        path.split(separator: ".").last.flatMap { Container(ending: String($0)) }
    }
}
