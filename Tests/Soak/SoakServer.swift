//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import WebSocketHub
import WebSockets

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A server with handlers of every kind, good and bad, and a route that tells how it is doing.
final class SoakServer: Sendable {
    private let server: HTTPServer
    private let hub = Hub()
    private let tickCount = Atomic<Int>(0)
    private let runningHandlers = Atomic<Int>(0)
    private let sockets = Mutex<[HTTP.ConnectionID: WebSocket]>([:])

    /// What `/report` answers.
    private struct Report: Encodable {
        let process: ProcessState
        let handlers: Int
        let ticks: Int
        let connections: Int
        let webSockets: Int
        let accepted: UInt64
        let acceptFailures: UInt64
        let limited: [String: UInt64]
        let closings: [String: UInt64]
        let received: UInt64
        let sent: UInt64
    }

    init() {
        var configuration = HTTPServer.Configuration()
        configuration.headTimeout = .seconds(5)
        configuration.shutdownTimeout = .seconds(5)
        configuration.shutdownWindow = .seconds(1)
        configuration.webSocket.pingInterval = .seconds(10)
        configuration.webSocket.pongTimeout = .seconds(10)
        configuration.webSocket.closeTimeout = .seconds(2)
        // Little, so that it does not take long until a client is too slow.
        configuration.webSocket.maxPendingOutput = 256 << 10
        self.server = HTTPServer(configuration: configuration)
        self.addGoodRoutes()
        self.addBadRoutes()
        self.server.get("/report") { _ in
            try HTTP.Response(text: String(decoding: JSONEncoder().encode(self.report), as: UTF8.self))
        }
    }

    /// Serves at addresses from 127.0.0.1 on until the standard input ends.
    ///
    /// - Parameter hosts: At how many.
    /// - Throws: Why it could not.
    func run(hosts: Int) async throws {
        let endpoints = (1...hosts).map { ListenEndpoint.tcp(host: "127.0.0.\($0)", port: 0) }
        try await withThrowingTaskGroup { group in
            group.addTask {
                try await self.server.run(at: endpoints) { addresses in
                    writeLine("Serving at " + addresses.map(\.description).joined(separator: " "))
                }
            }
            group.addTask { try await self.tick() }
            while let command = await nextLine() {
                if command == "drop" { await self.dropAll() }
            }
            group.cancelAll()
            while let result = await group.nextResult() {
                if case .failure(let error) = result, !(error is CancellationError) { throw error }
            }
        }
        writeLine("Stopped with \(self.runningHandlers.load(ordering: .sequentiallyConsistent)) handlers")
    }

    // MARK: Routes

    private func addGoodRoutes() {
        self.webSocket("/echo") { socket in
            for try await message in socket { try await socket.send(message) }
        }
        self.webSocket("/fast") { socket in
            try await socket.forEachMessage { message, socket in try socket.enqueue(message) }
        }
        let compression = WebSocket.Compression(serverContextTakeover: false, clientContextTakeover: false)
        self.webSocket("/compressed", compression: compression) { socket in
            for try await message in socket { try await socket.send(message) }
        }
        self.webSocket("/ticks") { [hub] socket in
            try await hub.subscribe(socket, to: "ticks")
            for try await _ in socket {}
        }
    }

    private func addBadRoutes() {
        struct Failure: Error {}
        self.webSocket("/throws") { socket in
            for try await _ in socket { throw Failure() }
        }
        self.webSocket("/blocks") { socket in
            // What must not be done: all connections of the loop wait.
            for try await _ in socket { blockThread(milliseconds: 20) }
        }
        self.webSocket("/ignores") { socket in
            while socket.isOpen { try await Task.sleep(for: .seconds(1)) }
        }
    }

    /// Adds a route whose handlers and connections are counted.
    private func webSocket(
        _ path: String,
        compression: WebSocket.Compression? = nil,
        _ handler: @escaping WebSocket.Handler
    ) {
        let upgrader = Upgrader(compression: compression, configuration: self.server.configuration.webSocket)
        self.server.webSocket(path, upgrader: upgrader) { socket in
            self.runningHandlers.add(1, ordering: .sequentiallyConsistent)
            self.sockets.withLock { $0[socket.id] = socket }
            defer {
                _ = self.sockets.withLock { $0.removeValue(forKey: socket.id) }
                self.runningHandlers.subtract(1, ordering: .sequentiallyConsistent)
            }
            try await handler(socket)
        }
    }

    // MARK: What it does by itself

    /// Tells everybody at `/ticks` a number, five times in a second.
    private func tick() async throws {
        let rest = String(repeating: ".", count: 4000)
        while true {
            try await Task.sleep(for: .milliseconds(200))
            let number = self.tickCount.add(1, ordering: .sequentiallyConsistent).newValue
            try self.hub.publish("\(number) \(rest)", to: "ticks")
        }
    }

    private func dropAll() async {
        for socket in self.sockets.withLock({ Array($0.values) }) { await socket.closeNow() }
        writeLine("Dropped")
    }

    private var report: Report {
        let metrics = self.server.metrics
        return Report(
            process: ProcessState(),
            handlers: self.runningHandlers.load(ordering: .sequentiallyConsistent),
            ticks: self.tickCount.load(ordering: .sequentiallyConsistent),
            connections: metrics.connectionsOpen,
            webSockets: metrics.webSocketsOpen,
            accepted: metrics.connectionsTotal,
            acceptFailures: metrics.acceptFailures,
            limited: Dictionary(uniqueKeysWithValues: metrics.limited.map { ($0.rawValue, $1) }),
            closings: Dictionary(uniqueKeysWithValues: metrics.closings.map { ("\($0.rawValue)", $1) }),
            received: metrics.messagesReceived,
            sent: metrics.messagesSent
        )
    }
}
