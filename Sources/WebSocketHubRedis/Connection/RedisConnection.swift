//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Containers
import Transport

/// One connection to a Redis server, which lives on its loop.
final class RedisConnection: ByteStreamHandler {
    /// What is done with a reply.
    typealias Answer = (RedisReply) -> Void

    private let stream: any ByteStream
    private let parser: ReplyParser
    private let timeout: UInt64
    private var answers = FIFO<Answer>()
    private var onMessage: Answer?
    /// Called once, when the connection has ended by itself.
    var onEnd: ((_ reason: String) -> Void)?
    private var onRoom: (() -> Void)?
    private var lastReceived: UInt64
    private var lastPing: UInt64 = 0

    /// The answer to what will not be answered any more.
    static let lost = "the connection has ended"

    /// How many bytes may wait to be sent, beyond which nothing that can wait is added.
    private static let highWaterMark = 1 << 20

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - stream: The connection, whose loop this is.
    ///   - timeout: How long to wait for a sign of life, in milliseconds.
    /// - Throws: If there is no memory for it.
    init(_ stream: any ByteStream, timeout: UInt64) throws(RedisError) {
        self.stream = stream
        self.parser = try ReplyParser()
        self.timeout = timeout
        self.lastReceived = stream.loop.now
        stream.handler = self
        stream.startReading()
        stream.schedule(at: stream.loop.now + timeout / 2)
    }

    // MARK: Sending

    /// Whether there is room for what can wait.
    var hasRoom: Bool { self.stream.pendingOutput < Self.highWaterMark }

    /// Whether it has ended.
    var isClosed: Bool { self.stream.isClosed }

    /// Whether all has been answered.
    var isIdle: Bool { self.answers.isEmpty }

    /// Sends a command.
    ///
    /// - Parameters:
    ///   - command: The command.
    ///   - answer: Gets the reply, unless the connection ends before.
    func send(_ command: RedisCommand, _ answer: @escaping Answer = { _ in }) {
        guard !self.stream.isClosed else { return }
        self.answers.append(answer)
        self.stream.append(command.bytes)
    }

    /// Sends a command and waits for the reply.
    ///
    /// - Throws: ``RedisError`` if the reply is an error.
    func ask(_ command: RedisCommand, isolation: isolated (any Actor)? = #isolation) async throws -> RedisReply {
        let reply = await withCheckedContinuation { continuation in
            guard !self.stream.isClosed else {
                continuation.resume(returning: RedisReply.error(Self.lost))
                return
            }
            self.send(command) { continuation.resume(returning: $0) }
        }
        if case .error(let message) = reply { throw RedisError(message) }
        return reply
    }

    /// Sends a command that is answered by messages, if at all.
    func subscribe(_ command: RedisCommand) {
        self.stream.append(command.bytes)
    }

    /// From now on takes all that comes for messages; what was asked must have been answered.
    func takeMessages(_ body: @escaping Answer) {
        self.onMessage = body
    }

    /// Calls `body` when there is room again.
    func notifyOfRoom(_ body: @escaping () -> Void) {
        self.onRoom = body
        self.stream.notifyWhenDrained(to: Self.highWaterMark / 2)
    }

    // MARK: Ending

    /// Ends the connection, without telling.
    func close() {
        self.onEnd = nil
        self.end("it has been closed")
    }

    private func end(_ reason: String) {
        let onEnd = self.onEnd.take()
        self.stream.close()
        self.onMessage = nil
        self.onRoom = nil
        onEnd?(reason)
        while let answer = self.answers.popFirst() {
            answer(.error(Self.lost))
        }
    }

    // MARK: ByteStreamHandler

    func streamDidReceive(_ bytes: inout MutableSpan<UInt8>) {
        self.lastReceived = self.stream.loop.now
        do {
            try self.parser.feed(bytes.span)
            while !self.stream.isClosed, let reply = try self.parser.next() {
                if let onMessage {
                    onMessage(reply)
                } else if let answer = self.answers.popFirst() {
                    answer(reply)
                } else {
                    throw RedisError("The server has sent what nobody asked for.")
                }
            }
        } catch {
            self.end("\(error)")
        }
    }

    func streamTimeReached(_ now: UInt64) {
        guard now < self.lastReceived + self.timeout || self.lastPing <= self.lastReceived else {
            self.end("the server does not answer")
            return
        }
        if now >= self.lastReceived + self.timeout / 2 {
            self.lastPing = max(now, self.lastReceived + 1)
            if self.onMessage == nil {
                self.send(RedisCommand("PING"))
            } else {
                self.subscribe(RedisCommand("PING"))
            }
        }
        self.stream.schedule(at: now + self.timeout / 2)
    }

    func streamDidDrain() { self.onRoom.take()?() }
    func streamDidReceiveEnd() { self.end("the server has closed the connection") }
    func streamDidClose() { self.end("the server has closed the connection") }
    func streamDidFailWriting(_ error: any Error) { self.end("\(error)") }
    func streamDidFail(_ error: any Error) { self.end("\(error)") }
}
