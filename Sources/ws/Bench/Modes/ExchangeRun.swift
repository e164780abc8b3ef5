//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A run in which messages are exchanged over connections that are open: echo, fanout, rate.
struct ExchangeRun<Client: BenchClient> {
    let crews: [Crew<Client>]
    let schedule: Schedule
    let errors: ErrorLog
    let observer: Observer

    /// Exchanges messages until the time is over, the task is cancelled, or no connection is left.
    ///
    /// - Parameters:
    ///   - measurement: Gets what is seen.
    ///   - offers: What offers messages meanwhile, if the clients do not send by themselves.
    func run(_ measurement: inout Measurement, offering offers: [Offer] = []) async {
        let before = await self.sent()
        let roll = Roll(self.crews.reduce(0) { $0 + $1.members.count })
        await withDiscardingTaskGroup { group in
            for member in self.crews.flatMap(\.members) {
                group.addTask { [errors] in await member.socket.exchange(member.client, roll, errors) }
            }
            for offer in offers {
                group.addTask { [schedule] in await offer.run(schedule) }
            }
            await self.observer.observe(&measurement, self.schedule, until: { roll.isEmpty }) {
                var latencies = Histogram()
                for crew in self.crews {
                    latencies.merge(await crew.takeLatencies())
                }
                return latencies
            }
            if !Task.isCancelled, !roll.isEmpty {
                await self.awaitAnswers(roll)
            }
            let after = await self.sent()
            if after.messages > before.messages {
                let bytes = Double(after.bytes - before.bytes)
                measurement.wireBytesPerMessage = bytes / Double(after.messages - before.messages)
            }
            group.cancelAll()
        }
    }

    private func sent() async -> (messages: UInt64, bytes: UInt64) {
        var sum: (messages: UInt64, bytes: UInt64) = (0, 0)
        for crew in self.crews {
            let sent = await crew.sent()
            sum = (sum.messages + sent.messages, sum.bytes + sent.bytes)
        }
        return sum
    }

    /// Lets the answers come that are under way.
    private func awaitAnswers(_ roll: Roll) async {
        let patience = 5.0
        let deadline = MonotonicClock.now + UInt64(patience * 1e9)
        while !Task.isCancelled, !roll.isEmpty {
            var outstanding = 0
            for crew in self.crews {
                outstanding += await crew.outstanding()
            }
            guard outstanding > 0 else { return }
            guard MonotonicClock.now < deadline else {
                self.errors.add("\(outstanding) messages were not answered within \(Int(patience)) seconds of the end.")
                return
            }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}
