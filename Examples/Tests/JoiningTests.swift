//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import WebSockets

@Suite("clients that join an example while much happens", .serialized, .timeLimit(.minutes(2)))
struct JoiningTests {
    private struct Note: Codable {
        var id: Int
        var text: String
    }

    /// Receives notes up to the last one, or until none arrives for 10 seconds, and returns their ids.
    private static func ids(from socket: isolated WebSocket, upTo last: Int) async throws -> [Int] {
        var ids: [Int] = []
        while ids.last ?? 0 < last, let message = try? await socket.receive(timeout: .seconds(10)) {
            ids += try message.decodeJSON(as: [Note].self).map(\.id)
        }
        return ids
    }

    @Test("json: each gets every note once and in order, the old ones and the new ones")
    func notes() async throws {
        let (writerCount, notesOfEach, joinCount) = (4, 500, 40)
        let noteCount = writerCount * notesOfEach
        try await withExample("json") { address async throws in
            let url = "ws://\(address)/notes"
            let received: [[Int]] = try await withThrowingTaskGroup(of: [Int]?.self) { group in
                for _ in 0..<writerCount {
                    group.addTask {
                        try await Dialer().connect(to: url) { socket async throws in
                            for number in 1...notesOfEach {
                                try await socket.send(json: ["text": "\(number)"])
                                _ = try await socket.receive()
                            }
                            return nil
                        }
                    }
                }
                let watcher = try await Dialer().dial(url)
                // One after the other, while notes are written.
                for number in 1...joinCount {
                    var last = 0
                    while last < number * noteCount / (joinCount + 1) {
                        last = try await watcher.receive(json: [Note].self).last?.id ?? last
                    }
                    group.addTask {
                        try await Dialer().connect(to: url) { try await Self.ids(from: $0, upTo: noteCount) }
                    }
                }
                await watcher.closeNow()
                return try await group.reduce(into: []) { lists, ids in
                    if let ids { lists.append(ids) }
                }
            }
            #expect(received.count == joinCount)
            #expect(received.count { $0 != Array(1...noteCount) } == 0)
        }
    }
}
