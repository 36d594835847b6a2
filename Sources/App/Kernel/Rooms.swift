import HTTP
import SQL

/// One feature's part of the product: its tables, its doors and its slow work.
struct Room: Sendable {
    let name: String
    let migrations: [Migration]
    let routes: [Route]
    /// What is written beside its doors.
    let api: RoomAPI
    var jobs: [JobKind] = []
    var pages: [DecidedPage] = []
    /// What of the media on disk its tables refer to.
    var media = MediaReferences()
    /// Interactions it opens to a caller who would not see them by team; the condition names the interactions `i`.
    var opens: (@Sendable (Caller) -> Condition)?
    /// Those of its rows through which somebody can be given a clip.
    var clips: ClipHolders?
}

/// Queries for the hashes of blobs and the names of drafts that a room's tables refer to.
struct MediaReferences: Sendable {
    var blobs: [String] = []
    var drafts: [String] = []
    /// What of it the room has made itself.
    var made: [MadeMedia] = []

    static func + (left: MediaReferences, right: MediaReferences) -> MediaReferences {
        MediaReferences(
            blobs: left.blobs + right.blobs, drafts: left.drafts + right.drafts, made: left.made + right.made)
    }
}

/// The one list of rooms, floor by floor; a room looks only down, or left on its own floor.
enum Rooms {
    static let all: [Room] = [
        // 0
        Room(
            name: "accounts", migrations: AccountSchema.migrations, routes: AccountRoutes.all,
            api: AccountAPI.api),
        Room(
            name: "activity", migrations: ActivitySchema.migrations,
            routes: ActivityRoutes.all + [CheckIntegrity.route],
            api: ActivityAPI.api),
        // 1
        Room(
            name: "scorecards", migrations: ScorecardSchema.migrations, routes: ScorecardRoutes.all,
            api: ScorecardAPI.api),
        Room(
            name: "interactions", migrations: InteractionSchema.migrations, routes: InteractionRoutes.all,
            api: InteractionAPI.api),
        // 2
        Room(
            name: "recordings", migrations: RecordingSchema.migrations + ToneSchema.migrations,
            routes: RecordingRoutes.all + PlaybackRoutes.all + ListeningRoutes.all + UploadRoutes.all
                + BundleRoutes.all,
            api: RecordingAPI.api,
            jobs: [
                IngestRecording.kind, RenderRendition.kind, PlanRenditions.kind, BundleRecordings.kind,
                ExpireUploads.kind, ExpireScreens.kind, SurveyRecordings.kind, SearchTones.kind,
            ],
            media: RecordingSchema.media + MediaReferences(made: [StaleBundles.media])),
        Room(
            name: "transcripts", migrations: TranscriptSchema.migrations, routes: TranscriptRoutes.all,
            api: TranscriptAPI.api),
        Room(
            name: "criteria", migrations: CriteriaSchema.migrations, routes: CriteriaRoutes.all, api: CriteriaAPI.api),
        // 3
        Room(
            name: "moments", migrations: MomentSchema.migrations, routes: MomentRoutes.all, api: MomentAPI.api,
            jobs: [RenderClip.kind], media: MomentSchema.media + MediaReferences(made: [StaleClips.media]),
            clips: .moments),
        Room(
            name: "evaluations", migrations: EvaluationSchema.migrations,
            routes: EvaluationRoutes.all + GridRoutes.all + TrendRoutes.all + VersionRoutes.all, api: EvaluationAPI.api,
            opens: EvaluationSight.opened(to:)),
        // 4
        Room(
            name: "comments", migrations: CommentSchema.migrations, routes: CommentRoutes.all, api: CommentAPI.api),
        Room(
            name: "action-items", migrations: ActionItemSchema.migrations, routes: ActionItemRoutes.all,
            api: ActionItemAPI.api),
        Room(
            name: "sharing", migrations: ShareSchema.migrations, routes: ShareRoutes.all + SharedRoutes.all,
            api: ShareAPI.api, pages: [SharedRoutes.page], clips: SharedClips.holders),
        Room(
            name: "exports", migrations: ExportSchema.migrations, routes: ExportRoutes.all, api: ExportAPI.api,
            jobs: [ExportList.kind, ExpireExports.kind], media: ExportSchema.media),
    ]

    static let routes = RouteTable(
        all.flatMap(\.routes) + JobRoutes.all + OpenAPIDocument.routes)
    static let pages = all.flatMap(\.pages)

    /// Every part of the API with what is written beside its doors.
    static let described =
        [(name: "api", api: OpenAPIDocument.api)] + all.map { (name: $0.name, api: $0.api) }
        + [(name: "jobs", api: JobRoutes.api)]
    private static let plates = Dictionary(
        described.flatMap { room in room.api.operations.map { (key($0.method, $0.pattern), (room.name, $0)) } },
        uniquingKeysWith: { first, _ in first })

    /// What is written beside a door, and in which room it is; nil when somebody forgot.
    static func description(of route: Route) -> (room: String, operation: Operation)? {
        plates[key(route.method, route.pattern)]
    }

    private static func key(_ method: Method, _ pattern: String) -> String { method.rawValue + " " + pattern }

    static let jobKinds = all.flatMap(\.jobs) + [SweepMedia.hourly, SweepMedia.soon]
    static let clipHolders = all.compactMap(\.clips)
    static let media = all.map(\.media).reduce(MediaReferences(), +)
    static let migrations = JobQueue.migrations + IdempotentReply.migrations + all.flatMap(\.migrations)
}
