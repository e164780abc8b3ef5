//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSockets

extension BenchResult {
    /// From so much of the time on the generator's loops count as always busy.
    private static let busyShare = 0.95

    /// The figures of a run.
    init(_ settings: BenchSettings, _ measurement: Measurement, _ errors: ErrorLog) {
        let seconds = measurement.seconds
        let isIdle = settings.mode == .idle
        let messages = isIdle ? measurement.connections : Int(measurement.latencies.count)
        let perSecond = isIdle || seconds == 0 ? nil : Double(messages) / seconds
        let generatorShare = seconds > 0 ? measurement.generatorSeconds / seconds / Double(settings.loops) : nil
        let server = Server(measurement, messages: isIdle ? 0 : messages)
        self.init(
            mode: settings.mode,
            url: settings.shownURL,
            connections: settings.connections,
            size: settings.size,
            depth: settings.depth,
            groups: settings.groups,
            kind: "\(settings.kind)",
            isCompressed: settings.compresses,
            hasContextTakeover: settings.hasContextTakeover,
            loops: settings.loops,
            offeredPerSecond: settings.mode == .rate ? Double(settings.rate) : nil,
            seconds: seconds.rounded(toDecimals: 3),
            messages: messages,
            messagesPerSecond: perSecond?.rounded(toDecimals: 1),
            megabytesPerSecond: settings.mode == .connect
                ? nil
                : perSecond.map {
                    ($0 * Double(settings.size) / 1e6).rounded(toDecimals: 3)
                },
            wireBytesPerMessage: measurement.wireBytesPerMessage?.rounded(toDecimals: 1),
            latency: Latency(measurement.latencies),
            errors: errors.count,
            errorMessages: errors.messages,
            server: server,
            generator: Generator(
                cpuSeconds: measurement.generatorSeconds.rounded(toDecimals: 3),
                cpuShare: generatorShare?.rounded(toDecimals: 4),
                isBottleneck: !isIdle && (generatorShare ?? 0) >= Self.busyShare
                    && (server?.cpuShare ?? 0) < Self.busyShare
            )
        )
        if self.mode == .rate, self.hasKeptRate {
            // Nothing more was asked for; the threads that keep the rate count among what it used.
            self.generator.isBottleneck = false
        }
    }
}

extension BenchResult.Server {
    /// What the server's processes used, if they were asked about.
    fileprivate init?(_ measurement: Measurement, messages: Int) {
        guard let before = measurement.serverBefore, let start = measurement.serverAtStart,
            let end = measurement.serverAtEnd
        else { return nil }
        let user = end.user - start.user
        let system = end.system - start.system
        let perMessage = messages > 0 ? 1e6 / Double(messages) : nil
        let growth = Double(end.resident - before.resident)
        self.init(
            cpuSeconds: (user + system).rounded(toDecimals: 3),
            userSeconds: user.rounded(toDecimals: 3),
            systemSeconds: system.rounded(toDecimals: 3),
            cpuPerMessage: perMessage.map { ((user + system) * $0).rounded(toDecimals: 3) },
            userPerMessage: perMessage.map { (user * $0).rounded(toDecimals: 3) },
            cpuShare: measurement.seconds > 0
                ? ((user + system) / measurement.seconds).rounded(toDecimals: 4) : nil,
            residentBytes: end.resident,
            residentBytesBefore: before.resident,
            residentBytesPerConnection: measurement.connections > 0
                ? (growth / Double(measurement.connections)).rounded(toDecimals: 1) : nil
        )
    }
}
