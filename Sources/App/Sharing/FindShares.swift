import Domain
import JSON
import SQL

/// Links with what decides their state now: the account's settings, the time, and what is undecided of their moments.
struct FindShares: Sendable {
    let shares: [Share]
    private let settings: SharingSettings
    private let now: Int64
    /// Ids of moments that nobody outside may see yet.
    private let held: Set<String>
    /// How many recordings of their moment links do not show since they came in later, by the link's id.
    private let later: [String: Int]

    private init(_ shares: [Share], _ transaction: borrowing Transaction) throws {
        self.shares = shares
        settings = try SettingsStore.load(transaction).sharing
        now = transaction.now
        var held: Set<String> = []
        var recordings: [String: [String]] = [:]
        for id in Set(shares.map(\.moment.id)) {
            guard let moment = try FindMoment.run(id, for: .system, transaction) else { continue }
            if try FindMoment.isHeld(moment, transaction) { held.insert(id) }
            recordings[id] = try FindMoment.recordings(of: moment, transaction)
        }
        self.held = held
        var later: [String: Int] = [:]
        for share in shares {
            let shown = try ShareStore.recordings(of: share.id, transaction)
            later[share.id] = (recordings[share.moment.id] ?? []).count { !shown.contains($0) }
        }
        self.later = later
    }

    func write(_ share: Share, _ writer: inout JSONWriter) {
        share.write(&writer, under: settings, now: now, isHeld: held.contains(share.moment.id))
        writer.field("laterRecordings", later[share.id] ?? 0)
    }

    /// What the caller may share today.
    static func policy(for caller: Caller, _ transaction: borrowing Transaction) throws -> SharingPolicy {
        SharingPolicy(role: caller.role, settings: try SettingsStore.load(transaction).sharing)
    }

    /// Refuses a moment out of sight.
    static func ofMoment(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> FindShares {
        guard try FindMoment.run(id, for: caller, transaction) != nil else { throw Refusal.notFound }
        return try FindShares(try ShareStore.all(of: id, for: caller, transaction), transaction)
    }

    static func page(
        for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> (Page<Share>, FindShares) {
        let page = try ShareStore.page(for: caller, limit, transaction)
        return (page, try FindShares(page.items, transaction))
    }

    /// One link with the newest of what was done with it.
    static func one(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> (FindShares, [ShareView]) {
        guard let share = try ShareStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        return (try FindShares([share], transaction), try VisitStore.views(of: id, transaction))
    }
}
