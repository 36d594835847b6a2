/// What a session of several forms is worth together.
package struct SessionScore: Equatable, Sendable {
    /// Mean of the forms' stored scores that are not nil, micro-percent, rounded half-up.
    package let score: Int64?
    /// False when any form fails, true when one passed and none failed, else nil.
    package let passed: Bool?

    package init(of forms: [(score: Int64?, passed: Bool?)]) {
        let scores = forms.compactMap(\.score)
        let count = Int64(scores.count)
        score = scores.isEmpty ? nil : (2 * scores.reduce(0, +) + count) / (2 * count)
        passed =
            if forms.contains(where: { $0.passed == false }) {
                false
            } else if forms.contains(where: { $0.passed == true }) {
                true
            } else {
                nil
            }
    }

    package init(of forms: [FormScore]) {
        self.init(of: forms.map { ($0.score, $0.passed) })
    }
}
