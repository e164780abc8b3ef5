//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSBase
import WSTransport

/// One connection to a Redis server, which lives on its loop.
final class RedisConnection: ByteStreamHandler {
    /// What is done with a reply.
    typealias Answer = (RedisReply) -> Void

    private let stream: any ByteStream
    private let parser: ReplyParser
    private let timeout: UInt64
    private var answers = FIFO<Answer>()
    private var onMessage: Answer?
    /// What was asked since messages come, and has not been answered.
    var requests = SubscriptionRequests()
    /// Called once, when the connection has ended by itself.
    var onEnd: ((_ reason: String) -> Void)?
    private var onRoom: (() -> Void)?
    /// When a whole reply or message, or as much of a larger one as counts, was last received.
    private var lastReceived: UInt64
    /// How many bytes of an unfinished reply have been received since then.
    private var unfinishedSize = 0
    /// When all that is asked before it is used must have been answered; `nil` once it has.
    private var preparationEnd: UInt64?
    private var lastPing: UInt64 = 0
    /// When a request was last confirmed or refused.
    private var lastAnswer: UInt64 = 0

    /// Why it has ended; `nil` as long as it has not.
    private(set) var endReason: String?

    /// The answer to what will not be answered any more.
    static let lost = "the connection has ended"

    private static let ping = SubscriptionRequests.Request(.ping, "")

    /// How many bytes of an unfinished reply are a sign of life; fewer are none, as a server that sends one at a time never ends.
    private static let signOfLifeSize = 1 << 16

    /// How many timeouts all may take that is asked before the connection is used.
    private static let preparationTimeouts: UInt64 = 4

    /// How many bytes may wait to be sent, beyond which nothing that can wait is added.
    private static let highWaterMark = 1 << 20

    /// Begins to read.
    ///
    /// - Parameters:
    ///   - stream: The connection, whose loop this is.
    ///   - timeout: How long to wait for a sign of life, in milliseconds, a year at most: for a whole reply, or for 64 KiB of one.
    ///     Until ``endPreparation()`` all may take four times as long.
    /// - Throws: If there is no memory for it.
    init(_ stream: any ByteStream, timeout: UInt64) throws(RedisBackplane.Error) {
        self.stream = stream
        self.parser = try ReplyParser()
        self.timeout = timeout
        self.lastReceived = stream.loop.now
        self.preparationEnd = stream.loop.now + Self.preparationTimeouts * timeout
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
    ///   - answer: Gets the reply; an error, ``lost``, if the connection ends before, or has ended.
    func send(_ command: RedisCommand, _ answer: @escaping Answer = { _ in }) {
        guard !self.stream.isClosed else {
            answer(.error(Self.lost))
            return
        }
        self.answers.append(answer)
        self.stream.append(command.bytes)
    }

    /// Sends a command and waits for the reply.
    ///
    /// - Throws: ``RedisBackplane/Error`` if the reply is an error.
    func ask(_ command: RedisCommand, isolation: isolated (any Actor)? = #isolation) async throws -> RedisReply {
        let reply = await withCheckedContinuation { continuation in
            self.send(command) { continuation.resume(returning: $0) }
        }
        if case .error(let message) = reply { throw RedisBackplane.Error(message) }
        return reply
    }

    /// Sends AUTH, and waits for the reply.
    ///
    /// - Throws: ``RedisBackplane/Error``, of whose text the server has no part, if the reply is an error.
    func authenticate(user: Secret?, password: Secret, isolation: isolated (any Actor)? = #isolation) async throws {
        let arguments = ["AUTH"] + [user, password].compactMap { $0?.reveal() }
        do {
            _ = try await self.ask(RedisCommand(arguments.map { .text($0) }))
        } catch let error as RedisBackplane.Error where error.message != Self.lost {
            throw RedisBackplane.Error(ErrorRedactor.refusal(error.message))
        }
    }

    /// Sends a request that is answered between messages.
    func request(_ request: SubscriptionRequests.Request) {
        guard !self.stream.isClosed else { return }
        self.requests.append(request, at: self.stream.loop.now)
        let channel = request.verb == .ping ? [] : [request.channel.text]
        self.stream.append(RedisCommand(([request.verb.rawValue] + channel).map { .text($0) }).bytes)
    }

    /// Notes that all has been answered that was asked before the connection is used.
    func endPreparation() {
        self.preparationEnd = nil
    }

    /// Notes that the server has confirmed or refused a request.
    func noteAnswer() {
        self.lastAnswer = self.stream.loop.now
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
        self.endReason = self.endReason ?? reason
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
        self.unfinishedSize += bytes.count
        if self.unfinishedSize >= Self.signOfLifeSize {
            self.noteSignOfLife()
        }
        do {
            try self.parser.feed(bytes.span)
            while !self.stream.isClosed, let reply = try self.parser.next() {
                self.noteSignOfLife()
                if let onMessage {
                    onMessage(reply)
                } else if let answer = self.answers.popFirst() {
                    answer(reply)
                } else {
                    throw RedisBackplane.Error("The server has sent what nobody asked for.")
                }
            }
        } catch {
            self.end("\(error)")
        }
    }

    private func noteSignOfLife() {
        self.lastReceived = self.stream.loop.now
        self.unfinishedSize = 0
    }

    func streamTimeReached(_ now: UInt64) {
        guard now < self.preparationEnd ?? .max else {
            self.end("the server does not answer")
            return
        }
        guard now < self.lastReceived + self.timeout || self.lastPing <= self.lastReceived else {
            self.end("the server does not answer")
            return
        }
        let isWaiting = self.requests.contains(Self.ping)
        // Messages are no sign of life if requests have no answer.
        guard !isWaiting || now < max(self.lastPing, self.lastAnswer) + self.timeout else {
            self.end("the server does not answer")
            return
        }
        if !isWaiting, now >= min(self.lastReceived, self.requests.oldestTime ?? now) + self.timeout / 2 {
            self.ping(now)
        }
        self.stream.schedule(at: now + self.timeout / 2)
    }

    /// Asks for a sign of life, which also tells that what was asked before has no answer.
    private func ping(_ now: UInt64) {
        self.lastPing = max(now, self.lastReceived + 1)
        if self.onMessage == nil {
            self.send(RedisCommand("PING"))
        } else {
            self.request(Self.ping)
        }
    }

    func streamDidDrain() { self.onRoom.take()?() }
    func streamDidReceiveEnd() { self.end("the server has closed the connection") }
    func streamDidClose() { self.end("the server has closed the connection") }
    func streamDidFailWriting(_ error: any Error) { self.end("\(error)") }
    func streamDidFail(_ error: any Error) { self.end("\(error)") }
}
