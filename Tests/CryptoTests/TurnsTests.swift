import Foundation
import Synchronization
import Testing

@testable import Crypto

@Suite struct TurnsTests {
    @Test func noMoreThanTheAllowedNumberAreAtWorkAndAllGetTheirTurn() {
        let turns = Turns(2)
        let atWork = Mutex((now: 0, most: 0, done: 0))
        let finished = DispatchSemaphore(value: 0)
        for _ in 0..<8 {
            Thread.detachNewThread {
                turns.take {
                    atWork.withLock {
                        $0.now += 1
                        $0.most = max($0.most, $0.now)
                    }
                    usleep(10_000)
                    atWork.withLock {
                        $0.now -= 1
                        $0.done += 1
                    }
                }
                finished.signal()
            }
        }
        for _ in 0..<8 { finished.wait() }
        #expect(atWork.withLock { $0.most } == 2)
        #expect(atWork.withLock { $0.done } == 8)
    }
}
