//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

/// A run of `ws bench`, from the first connection to the last figure.
struct BenchRun {
    let settings: BenchSettings
    let errors: ErrorLog
    let progress: ProgressLine

    private var observer: Observer {
        Observer(pids: self.settings.pids, errors: self.errors, progress: self.progress)
    }

    /// Runs until the time is over, the task is cancelled, or nothing can go on.
    func run() async -> Measurement {
        var measurement = Measurement()
        measurement.serverBefore = self.observer.usage()
        guard self.errors.count == 0 else { return measurement }
        guard self.settings.mode == .echo else {
            self.errors.add("The mode \(self.settings.mode.rawValue) is not supported yet.")
            return measurement
        }
        await self.exchange(&measurement)
        return measurement
    }

    // MARK: Exchanging messages

    private func exchange(_ measurement: inout Measurement) async {
        let dialers = self.makeDialers()
        let sockets = await self.open(by: dialers)
        measurement.connections = sockets.count
        guard sockets.count == self.settings.connections else {
            await Self.close(sockets)
            return
        }
        let schedule = Schedule(
            start: MonotonicClock.now,
            warmup: self.settings.warmup,
            duration: self.settings.duration
        )
        let crews = self.makeCrews(sockets, dialers.count, schedule) { lane in
            EchoClient(lane, depth: self.settings.depth)
        }
        let run = ExchangeRun(crews: crews, schedule: schedule, errors: self.errors, observer: self.observer)
        await run.run(&measurement)
    }

    /// Divides the connections among the loops they live on, and gives each its state.
    private func makeCrews<Client: BenchClient>(
        _ sockets: [WebSocket],
        _ count: Int,
        _ schedule: Schedule,
        _ makeClient: (Lane) -> Client
    ) -> [Crew<Client>] {
        (0..<count).map { number in
            let lane = Lane(schedule, Payload(self.settings.kind, size: self.settings.size))
            let members = stride(from: number, to: sockets.count, by: count).map { index in
                Crew<Client>.Member(socket: sockets[index], client: LoopConfined(makeClient(lane)))
            }
            return Crew(lane: LoopConfined(lane), members: members)
        }
    }

    // MARK: Connections

    /// One dialer for each loop.
    private func makeDialers() -> [Dialer] {
        (0..<min(self.settings.loops, self.settings.connections)).map { _ in
            var dialer = Dialer(handshakeTimeout: .seconds(10), configuration: self.settings.configuration)
            dialer.eventLoops = EventLoops(count: 1)
            return dialer
        }
    }

    private func open(by dialers: [Dialer]) async -> [WebSocket] {
        let targets = (0..<self.settings.connections).map { index in
            Opening.Target(dialer: dialers[index % dialers.count], url: self.settings.url)
        }
        return await Opening(targets: targets, errors: self.errors).run { opened in
            if opened % 100 == 0 || opened == targets.count {
                self.progress.show("\(opened) of \(targets.count) connections are open")
            }
        }
    }

    private static func close(_ sockets: [WebSocket]) async {
        await withDiscardingTaskGroup { group in
            for socket in sockets {
                group.addTask { try? await socket.close() }
            }
        }
    }
}
