import SQL

/// One feature's part of the product: its tables, its doors and its slow work.
struct Room: Sendable {
    let name: String
    let migrations: [Migration]
    let routes: [Route]
    var jobs: [JobKind] = []
    var pages: [DecidedPage] = []
    /// What of the media on disk its tables refer to.
    var media = MediaReferences()
}

/// Queries for the hashes of blobs and the names of drafts that a room's tables refer to.
struct MediaReferences: Sendable {
    var blobs: [String] = []
    var drafts: [String] = []

    static func + (left: MediaReferences, right: MediaReferences) -> MediaReferences {
        MediaReferences(blobs: left.blobs + right.blobs, drafts: left.drafts + right.drafts)
    }
}

/// The one list of rooms, floor by floor; a room looks only down, or left on its own floor.
enum Rooms {
    static let all: [Room] = [
        // 0
        Room(name: "accounts", migrations: AccountSchema.migrations, routes: AccountRoutes.all),
        Room(name: "activity", migrations: ActivitySchema.migrations, routes: ActivityRoutes.all),
        // 1
        Room(name: "scorecards", migrations: ScorecardSchema.migrations, routes: ScorecardRoutes.all),
        Room(name: "interactions", migrations: InteractionSchema.migrations, routes: InteractionRoutes.all),
        // 2
        Room(
            name: "recordings", migrations: RecordingSchema.migrations,
            routes: RecordingRoutes.all + UploadRoutes.all + BundleRoutes.all,
            jobs: [IngestRecording.kind, BundleRecordings.kind], media: RecordingSchema.media),
        Room(name: "transcripts", migrations: TranscriptSchema.migrations, routes: TranscriptRoutes.all),
        Room(name: "criteria", migrations: CriteriaSchema.migrations, routes: CriteriaRoutes.all),
        // 3
        Room(
            name: "moments", migrations: MomentSchema.migrations, routes: MomentRoutes.all, jobs: [RenderClip.kind],
            media: MomentSchema.media),
        Room(name: "evaluations", migrations: EvaluationSchema.migrations, routes: EvaluationRoutes.all),
        // 4
        Room(name: "comments", migrations: CommentSchema.migrations, routes: CommentRoutes.all),
        Room(
            name: "sharing", migrations: ShareSchema.migrations, routes: ShareRoutes.all + SharedRoutes.all,
            pages: [SharedRoutes.page]),
    ]

    static let routes = RouteTable(all.flatMap(\.routes) + JobRoutes.all + [CheckIntegrity.route])
    static let pages = all.flatMap(\.pages)
    static let jobKinds = all.flatMap(\.jobs)
    static let media = all.map(\.media).reduce(MediaReferences(), +)
    static let migrations = JobQueue.migrations + IdempotentReply.migrations + all.flatMap(\.migrations)
}
