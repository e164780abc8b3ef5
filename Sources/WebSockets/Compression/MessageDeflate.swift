//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate
import WebSocketProtocol

/// Compresses and inflates the messages of a connection, as was agreed on.
///
/// What refers to earlier messages is kept here, from its first use on; without that it belongs to no connection. It is
/// used on its loop only.
final class MessageDeflate {
    private(set) var agreed: AgreedCompression

    private let shared: LoopDeflate
    private var deflater: Deflater?
    private var inflater: Inflater?

    init(_ agreed: AgreedCompression, _ shared: LoopDeflate) {
        self.agreed = agreed
        self.shared = shared
    }

    /// Returns what compresses with another level, which is this unless others use it too.
    func withLevel(_ level: Int) -> MessageDeflate {
        var agreed = self.agreed
        agreed.options.level = level
        guard agreed.keepsDeflater || agreed.keepsInflater else { return self.shared.codec(for: agreed) }
        self.agreed = agreed
        self.deflater?.setLevel(level)
        return self
    }

    /// Compresses a message and calls `body` with the payload for its frames.
    ///
    /// - Returns: Whether it did: a message that does not become smaller, and that no later one will refer to, is left to be
    ///   sent as it is.
    func withDeflated(_ message: Span<UInt8>, _ body: (Span<UInt8>) -> Void) -> Bool {
        var buffer = self.shared.takeDeflateBuffer()
        var isWorthIt = true
        if self.agreed.keepsDeflater {
            self.deflateWithContext(message, into: &buffer)
        } else {
            isWorthIt = self.shared.deflateLast(message, self.agreed.deflaterSettings, into: &buffer)
        }
        if isWorthIt {
            body(buffer.span)
        }
        self.shared.giveBack(deflateBuffer: consume buffer)
        return isWorthIt
    }

    /// Compresses a piece of a message and calls `body` with the payload for its frame.
    ///
    /// - Parameters:
    ///   - piece: The piece, which is not empty.
    ///   - deflater: What compresses the message if it refers to no other.
    ///   - body: Gets the payload.
    func withDeflatedPiece(_ piece: Span<UInt8>, by deflater: inout Deflater?, _ body: (Span<UInt8>) -> Void) {
        var buffer = self.shared.takeDeflateBuffer()
        if self.agreed.keepsDeflater {
            self.makeDeflater()
            self.deflater?.deflatePiece(piece, into: &buffer)
        } else {
            deflater?.deflatePiece(piece, into: &buffer)
        }
        body(buffer.span)
        self.shared.giveBack(deflateBuffer: consume buffer)
    }

    private func makeDeflater() {
        if self.deflater == nil {
            self.deflater = Deflater(self.agreed.deflaterSettings)
        }
    }

    private func deflateWithContext(_ message: Span<UInt8>, into output: inout [UInt8]) {
        self.makeDeflater()
        self.deflater?.deflate(message, into: &output)
    }

    /// The window that compressing a message by itself takes: the one that was agreed on, or a smaller one.
    func windowBits(forMessageOf size: Int) -> Int {
        self.agreed.deflaterSettings.fitting(size).windowBits
    }

    /// Compresses a message that refers to no other, whatever was agreed on.
    ///
    /// The next messages do not refer to those before it either, as the compressor of this connection does not know it.
    ///
    /// - Returns: The payload for its frames; `nil` if it would not become smaller, or is too small.
    func deflateAlone(_ message: Span<UInt8>) -> [UInt8]? {
        guard message.count >= self.agreed.options.minimumSize else { return nil }
        var output: [UInt8] = []
        // Not marked as the last: where the peer keeps its context, messages follow that many do not expect behind one.
        return self.shared.deflate(message, self.agreed.deflaterSettings, into: &output) ? output : nil
    }

    /// Makes the next messages refer to none so far, since the peer will be sent one that was compressed elsewhere.
    func forgetSentMessages() {
        self.deflater?.reset()
    }

    /// Begins to inflate a message; no other may be inflated meanwhile, if messages refer to each other.
    func beginInflating() -> Inflation {
        Inflation(
            output: self.shared.takeInflateBuffer(),
            inflater: self.agreed.keepsInflater ? nil : self.shared.takeInflater()
        )
    }

    /// Inflates a message, or as much of it as there is work for.
    ///
    /// - Parameters:
    ///   - payload: The payloads of its frames, joined.
    ///   - inflation: How far it has been inflated.
    ///   - limit: The most bytes the message may have.
    ///   - work: What may be done, which is more than nothing, less what has been done.
    /// - Returns: Whether the message is whole. If not, call again with the same arguments and more work.
    /// - Throws: The violation for which the connection is to be failed, and after which nothing can be inflated any more.
    func inflate(
        _ payload: Span<UInt8>,
        _ inflation: inout Inflation,
        limit: Int,
        work: inout InflateWork
    ) throws(ProtocolViolation) -> Bool {
        do throws(InflateProblem) {
            if self.agreed.keepsInflater {
                self.makeInflater()
                return try self.inflater?.inflate(
                    payload,
                    from: &inflation.position,
                    into: &inflation.output,
                    limit: limit,
                    work: &work
                ) ?? true
            }
            return try inflation.inflater?.inflate(
                payload,
                from: &inflation.position,
                into: &inflation.output,
                limit: limit,
                work: &work
            ) ?? true
        } catch {
            switch error {
            case .corrupt: throw .invalidCompressedData
            case .tooBig: throw .messageTooBig
            }
        }
    }

    /// Takes back the buffer of a message that is not needed any more, and what inflated it.
    func giveBack(_ inflation: inout Inflation) {
        if let inflater = inflation.inflater.take() {
            self.shared.giveBack(inflater)
        }
        self.shared.giveBack(inflateBuffer: exchange(&inflation.output, with: []))
    }

    /// Inflates a piece of a message.
    ///
    /// - Parameters:
    ///   - payload: What has come of its frames and not been inflated; behind the last, ``DeflateTail/bytes``.
    ///   - inflater: What inflates the message if it refers to no other.
    ///   - output: Where the piece is appended.
    ///   - room: The most bytes it may have.
    ///   - work: What may be done, less what has been done.
    ///   - endsMessage: Whether the message ends with the payload.
    /// - Returns: How much of the payload is not needed any more. If there is neither room nor work left, there may be more
    ///   output, even if all of the payload is not needed any more.
    /// - Throws: The violation for which the connection is to be failed.
    func inflatePiece(
        _ payload: Span<UInt8>,
        by inflater: inout Inflater?,
        into output: inout [UInt8],
        room: Int,
        work: inout InflateWork,
        endsMessage: Bool
    ) throws(ProtocolViolation) -> Int {
        do throws(InflateProblem) {
            if self.agreed.keepsInflater {
                self.makeInflater()
                return try self.inflater?.inflate(
                    payload,
                    into: &output,
                    room: room,
                    work: &work,
                    endsMessage: endsMessage
                ) ?? 0
            }
            return try inflater?.inflate(payload, into: &output, room: room, work: &work, endsMessage: endsMessage) ?? 0
        } catch {
            throw .invalidCompressedData
        }
    }

    private func makeInflater() {
        if self.inflater == nil {
            self.inflater = Inflater(windowBits: self.agreed.inflaterWindowBits)
        }
    }
}
