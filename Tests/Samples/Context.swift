//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// What the samples in the documentation take for granted; scripts/check-docs compiles each within `sample`.

import WebSocketHub
import WebSockets

struct Tunnel {
    func open(_ host: String, _ port: Int) async throws -> any ByteChannel { fatalError("compiled only") }
}

/// As that of swift-log, as far as the samples need it.
struct Logger {
    enum Level: String { case info }
    enum MetadataValue { case string(String) }

    func log(level: Level, _ message: String, metadata: [String: MetadataValue]) {}
}

let logger = Logger()

struct Parser {
    func feed(_ bytes: [UInt8]) {}
}

struct OutputFile: AsyncSequence {
    struct AsyncIterator: AsyncIteratorProtocol {
        func next() async throws -> [UInt8]? { nil }
    }

    func write(_ bytes: [UInt8]) throws {}
    func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}

struct OtherConnection {
    func detach() -> CInt { -1 }
    func answer(_ response: HTTP.Response) {}
}

struct OtherHead {
    let target: String
    let headers: HTTP.Fields
}

actor Board {
    var snapshot: WebSocket.Message { .text("") }
    func add(_ message: WebSocket.Message) throws {}
}

let board = Board()

struct Image: Sendable {}

@Sendable func resize(_ image: Image) throws -> Image { image }
