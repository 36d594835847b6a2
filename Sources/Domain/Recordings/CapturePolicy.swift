/// For whom screens may be recorded and kept; off until an admin allows it.
package struct CapturePolicy: Equatable, Sendable {
    package var screens: Bool
    /// Ids of teams; nil is all.
    package var teams: Set<String>?
    /// nil is all; an account begins with voice alone.
    package var channels: Set<Channel>?
    /// Names of roles of the agent recorded; nil is all.
    package var roles: Set<String>?
    /// Days recordings of screens are kept; nil is for good.
    package var keepDays: Int?

    package init(
        screens: Bool = false, teams: Set<String>? = nil, channels: Set<Channel>? = [.voice], roles: Set<String>? = nil,
        keepDays: Int? = nil
    ) {
        self.screens = screens
        self.teams = teams
        self.channels = channels
        self.roles = roles
        self.keepDays = keepDays
    }

    /// Refuses a screen recording of an interaction the policy does not name; an interaction without a team or an agent
    /// is named only by "all".
    package func checkScreen(team: String?, channel: Channel, role: String?) throws(Refusal) {
        guard screens else {
            throw Refusal(
                "screen_capture_off", "Recording screens is off in this account; an admin can allow it in the settings."
            )
        }
        if let channels, !channels.contains(channel) {
            throw Refusal(
                "capture_policy", "The capture policy does not allow screens of \(channel.rawValue) interactions.")
        }
        if let teams, !(team.map(teams.contains) ?? false) {
            throw Refusal("capture_policy", "The capture policy does not allow screens of this team.")
        }
        if let roles, !(role.map(roles.contains) ?? false) {
            throw Refusal("capture_policy", "The capture policy does not allow screens of people in this role.")
        }
    }

    /// Days to keep that make sense: 1 day to 100 years.
    package func checked() throws(Refusal) -> CapturePolicy {
        if let keepDays, !(1...36_500).contains(keepDays) {
            throw .field("/keepDays", "keep_days_outside", "Screens are kept from 1 to 36,500 days.")
        }
        return self
    }
}
