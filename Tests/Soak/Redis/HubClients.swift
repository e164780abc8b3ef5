//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The clients of hub nodes: on some topics subscribers that stay, on others only subscribers that move from node to node.
final class HubClients: Sendable {
    private let control = PhaseControl()
    private let subscribers: [TopicSubscriber]
    private let publishers: [TopicPublisher]

    private static let nodeCount = 3
    /// How long `settle` waits for publishers to end, and for subscribers to have all.
    private static let patience = Duration.seconds(20)

    /// What is answered.
    private struct Report: Encodable {
        var connected = 0
        /// How many subscribers that stay are at another node than their own.
        var strayed = 0
        /// How many subscribers have got a message from which they can come back.
        var begun = 0
        var publishing = 0
        var published = 0
        var received = 0
        var visits = 0
        var missing = 0
        var untold = 0
        /// How many messages arrived again at subscribers that stay, and at those that move.
        var duplicates = 0
        var repeats = 0
        var notices = 0
        var incomplete = 0
        /// How many connections were lost: of publishers, of subscribers that stay, and of those that move.
        var publishersLost = 0
        var residentsLost = 0
        var roamersLost = 0
        /// Which messages have not arrived.
        var late: [String] = []
        var errors: [String] = []
    }

    init() {
        let control = self.control
        let topics = (0..<6).map { "kept/\($0)" }
        var subscribers: [TopicSubscriber] = []
        for (index, topic) in topics.enumerated() {
            let isVisitedOnly = index >= 3
            for place in 0..<(isVisitedOnly ? 2 : 9) {
                let isRoaming = isVisitedOnly || place >= 6
                subscribers.append(
                    TopicSubscriber(
                        subscribers.count,
                        of: topic,
                        at: place % Self.nodeCount,
                        isRoaming: isRoaming,
                        control
                    )
                )
            }
        }
        self.subscribers = subscribers
        self.publishers = (0..<topics.count * Self.nodeCount).map {
            TopicPublisher($0, to: topics[$0 / Self.nodeCount], at: $0 % Self.nodeCount, control)
        }
    }

    // MARK: Running

    /// Runs all clients, and does what the lines of the standard input say, until that ends.
    func run() async {
        await withDiscardingTaskGroup { group in
            var hasBegun = false
            while let line = await nextLine() {
                let words = line.split(separator: " ").map { String($0) }
                await self.obey(words)
                if !hasBegun {
                    hasBegun = true
                    for subscriber in self.subscribers { group.addTask { await subscriber.run() } }
                    for publisher in self.publishers { group.addTask { await publisher.run() } }
                }
            }
            self.control.change { ($0.isPublishing, $0.isStopping) = (false, true) }
        }
        writeLine("Stopped")
    }

    private func obey(_ words: [String]) async {
        switch words.first {
        case "nodes": self.control.change { $0.urls = Array(words.dropFirst()) }
        case "publish": self.control.change { ($0.isPublishing, $0.isGoingHome) = (true, false) }
        case "roam": self.control.change { $0.isRoaming = true }
        case "stay": self.control.change { $0.isRoaming = false }
        case "leave": self.control.change { $0.isAway = true }
        case "return": self.control.change { $0.isAway = false }
        case "home": self.control.change { $0.isGoingHome = true }
        case "settle":
            await self.settle(isExact: words.contains("exactly"))
            return
        default: break
        }
        self.write(self.report)
    }

    /// Ends publishing and moving, waits until all has arrived, answers what has been seen, and begins the next phase.
    ///
    /// - Parameter isExact: Whether no node has died, so that all subscribers have to get what any of them has got.
    private func settle(isExact: Bool) async {
        self.control.change { wish in
            (wish.isPublishing, wish.isRoaming, wish.isAway, wish.isGoingHome) = (false, false, false, false)
        }
        await self.wait { self.publishers.allSatisfy { !$0.isConnected } }
        await self.wait { self.subscribers.allSatisfy { $0.current.node != nil } && self.late(isExact).isEmpty }
        var report = self.report
        report.late = Array(self.late(isExact).prefix(10))
        self.write(report)
        for subscriber in self.subscribers { subscriber.beginPhase() }
        for publisher in self.publishers { publisher.beginPhase() }
    }

    private func wait(until condition: () -> Bool) async {
        let end = ContinuousClock.now + Self.patience
        while !condition(), ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(50))
        }
    }

    // MARK: Telling

    /// Says which messages subscribers have not got that they should have.
    ///
    /// Of what was published in the regular way each must have the last message. If the publisher's connection was lost, all must
    /// have got equally far; if its node has died, those that were there may know more.
    private func late(_ isExact: Bool) -> [String] {
        var late: [String] = []
        let states = self.subscribers.map { ($0, $0.current) }
        for publisher in self.publishers {
            let audience = states.filter { $0.0.topic == publisher.topic }
            for published in publisher.published {
                let progress = audience.map { ($0.0.number, $0.1.check.progress[published.name] ?? .init()) }
                let shared = progress.filter { isExact || !$0.1.isLastOwn }.map(\.1.last).max() ?? 0
                let expected = published.isComplete ? published.count : shared
                for (subscriber, progress) in progress where progress.last != expected {
                    let mayKnowMore = !published.isComplete && !isExact && progress.isLastOwn
                    if !mayKnowMore || progress.last < expected {
                        late.append(
                            "subscriber \(subscriber) of \(publisher.topic) has \(progress.last) of \(expected) of \(published.name)"
                        )
                    }
                }
            }
        }
        return late
    }

    private var report: Report {
        var report = Report()
        for publisher in self.publishers {
            report.publishing += publisher.isConnected ? 1 : 0
            report.published += publisher.published.reduce(0) { $0 + $1.count }
            report.publishersLost += publisher.losses.count
            report.errors += publisher.losses.errors.prefix(2)
        }
        for subscriber in self.subscribers {
            let state = subscriber.current
            report.connected += state.node != nil ? 1 : 0
            report.begun += subscriber.hasBegun ? 1 : 0
            report.strayed += subscriber.hasStrayed ? 1 : 0
            report.received += state.received
            report.visits += state.visits
            report.missing += state.check.missing
            report.untold += state.check.untold
            report.notices += state.notices
            report.incomplete += state.incomplete
            if subscriber.isRoaming {
                report.roamersLost += state.lost
                report.repeats += state.check.duplicates
            } else {
                report.duplicates += state.check.duplicates
                report.residentsLost += state.lost
            }
            report.errors += state.errors
        }
        report.errors = Array(report.errors.prefix(20))
        return report
    }

    private func write(_ report: Report) {
        writeLine((try? JSONEncoder().encode(report)).map { String(decoding: $0, as: UTF8.self) } ?? "{}")
    }
}
