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
        self.checkLimit()
        guard self.errors.count == 0 else { return measurement }
        let dialers = self.makeDialers()
        if self.settings.mode == .connect {
            await self.connect(by: dialers, &measurement)
            return measurement
        }
        let sockets = await self.open(by: dialers)
        measurement.connections = sockets.count
        switch self.settings.mode {
        case .idle:
            await self.idle(sockets, &measurement)
        case _ where sockets.count < self.settings.connections:
            break
        case .echo, .connect:
            await self.echo(sockets, &measurement)
        case .rate:
            await self.offer(sockets, &measurement)
        case .fanout:
            await self.publish(sockets, &measurement)
        }
        if !sockets.isEmpty {
            self.progress.show("closing the connections")
        }
        await Self.close(sockets)
        return measurement
    }

    private func makeSchedule() -> Schedule {
        Schedule(start: MonotonicClock.now, warmup: self.settings.warmup, duration: self.settings.duration)
    }

    // MARK: Modes

    private func connect(by dialers: [Dialer], _ measurement: inout Measurement) async {
        measurement.connections = self.settings.connections
        let run = ConnectRun(
            dialers: dialers,
            settings: self.settings,
            schedule: self.makeSchedule(),
            errors: self.errors,
            observer: self.observer
        )
        await run.run(&measurement)
    }

    private func idle(_ sockets: [WebSocket], _ measurement: inout Measurement) async {
        guard !sockets.isEmpty else { return }
        await self.observer.observe(&measurement, self.makeSchedule(), until: { false }, takeLatencies: { Histogram() })
        self.progress.show("asking \(sockets.count) connections whether they still work")
        measurement.latencies = await RollCall(sockets: sockets, errors: self.errors).run()
    }

    private func echo(_ sockets: [WebSocket], _ measurement: inout Measurement) async {
        let schedule = self.makeSchedule()
        let crews = self.laneMembers(sockets).map { indices in
            let lane = self.makeLane(schedule)
            return Crew(lane: LoopConfined(lane), sockets, indices) { _ in
                EchoClient(lane, depth: self.settings.depth)
            }
        }
        await ExchangeRun(crews: crews, schedule: schedule, errors: self.errors, observer: self.observer)
            .run(&measurement)
    }

    private func offer(_ sockets: [WebSocket], _ measurement: inout Measurement) async {
        let schedule = self.makeSchedule()
        let pace = Pace(
            start: schedule.start,
            interval: 1e9 / Double(self.settings.rate),
            connections: sockets.count
        )
        let lanes = self.laneMembers(sockets)
        let crews = lanes.map { indices in
            let lane = self.makeLane(schedule)
            return Crew(lane: LoopConfined(lane), sockets, indices) { RateClient(lane, pace, index: $0) }
        }
        let offers = zip(crews, lanes).map { crew, indices in
            Offer(members: crew.members, times: DueTimes(pace, of: indices))
        }
        await ExchangeRun(crews: crews, schedule: schedule, errors: self.errors, observer: self.observer)
            .run(&measurement, offering: offers)
    }

    private func publish(_ sockets: [WebSocket], _ measurement: inout Measurement) async {
        self.progress.show("waiting until all connections are heard")
        let probe = Payload(self.settings.kind, size: self.settings.size + 1).message(0)
        for group in 0..<self.settings.groups {
            let members = Array(sockets[self.settings.connections(ofGroup: group)])
            let rehearsal = Rehearsal(publisher: members[0], listeners: members, probe: probe, errors: self.errors)
            guard await rehearsal.run() else { return }
        }
        let schedule = self.makeSchedule()
        let lanes = (0..<self.laneCount).map { _ in self.makeLane(schedule) }
        let groups = (0..<self.settings.groups).map { group in
            FanoutGroup(sockets, self.settings.connections(ofGroup: group), lanes, schedule, depth: self.settings.depth)
        }
        let crews = zip(lanes, self.laneMembers(sockets)).map { lane, indices in
            Crew(lane: LoopConfined(lane), sockets, indices) { index in
                groups[self.settings.group(ofConnection: index)].client(ofConnection: index)
            }
        }
        await ExchangeRun(crews: crews, schedule: schedule, errors: self.errors, observer: self.observer)
            .run(&measurement)
    }

    private func makeLane(_ schedule: Schedule) -> Lane {
        Lane(schedule, Payload(self.settings.kind, size: self.settings.size))
    }

    /// The indices of the connections that live on one loop, for each loop.
    private func laneMembers(_ sockets: [WebSocket]) -> [[Int]] {
        (0..<self.laneCount).map { Array(stride(from: $0, to: sockets.count, by: self.laneCount)) }
    }

    private var laneCount: Int { min(self.settings.loops, self.settings.connections) }

    // MARK: Connections

    /// One dialer for each loop.
    private func makeDialers() -> [Dialer] {
        (0..<self.laneCount).map { _ in
            var dialer = Dialer(
                compression: self.settings.compression,
                handshakeTimeout: .seconds(10),
                configuration: self.settings.configuration
            )
            dialer.eventLoops = Dialer.EventLoops(count: 1)
            if self.settings.trustsAnybody {
                dialer.tls.verification = .noneAnybodyCanListen
            }
            return dialer
        }
    }

    private func open(by dialers: [Dialer]) async -> [WebSocket] {
        let targets = (0..<self.settings.connections).map { index in
            Opening.Target(dialer: dialers[index % dialers.count], url: self.settings.url(ofConnection: index))
        }
        return await Opening(targets: targets, errors: self.errors).run { opened in
            if opened % 100 == 0 || opened == targets.count {
                self.progress.show("\(opened) of \(targets.count) connections are open")
            }
        }
    }

    /// Makes sure that so many connections may be open.
    private func checkLimit() {
        // Besides connections there are standard streams, loops and what the runtime has.
        let needed = self.settings.connections + 16 + 8 * self.settings.loops
        let limit = OpenFilesLimit.raise()
        if limit < needed {
            self.errors.add(
                "\(Figure.count(self.settings.connections, "connection")) would need \(needed) open files, and the system allows \(limit). "
                    + "Raise the limit: ulimit -n."
            )
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
