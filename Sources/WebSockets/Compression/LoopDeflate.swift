//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WSDeflate
import WSTransport
import WebSocketProtocol

/// What the connections of one loop share to compress and inflate messages that refer to no others.
///
/// Such a message needs a compressor or an inflater only while it is dealt with, and a loop deals with one at a time.
/// It is used on its loop only.
final class LoopDeflate {
    /// Memory beyond this is given back after the message that needed it: twice what a message has at most by default.
    private static let keptCapacity = 2 << 20

    private var codecs: [AgreedCompression: MessageDeflate] = [:]
    private var deflaters: [DeflaterSettings: SharedDeflater] = [:]
    private var oneShotDeflaters: [Int: SharedOneShotDeflater] = [:]
    private var inflater: Inflater?
    private var deflateBuffer: [UInt8] = []
    private var inflateBuffer: [UInt8] = []

    private final class SharedDeflater {
        var deflater: Deflater

        init(_ settings: DeflaterSettings) {
            self.deflater = Deflater(settings)
        }
    }

    private final class SharedOneShotDeflater {
        var deflater: OneShotDeflater

        init(level: Int) {
            self.deflater = OneShotDeflater(level: level)
        }
    }

    /// Returns what compresses and inflates for a connection.
    ///
    /// All connections for which the same was agreed on share one, unless either side refers to earlier messages.
    func codec(for agreed: AgreedCompression) -> MessageDeflate {
        if agreed.keepsDeflater || agreed.keepsInflater {
            return MessageDeflate(agreed, self)
        }
        if let codec = self.codecs[agreed] {
            return codec
        }
        let codec = MessageDeflate(agreed, self)
        self.codecs[agreed] = codec
        return codec
    }

    /// Returns that of a loop.
    static func of(_ loop: EventLoop) -> LoopDeflate {
        loop.shared { LoopDeflate() }
    }

    // MARK: Messages without context

    /// Compresses a message that refers to no other, and that no other will refer to.
    ///
    /// - Returns: Whether it became smaller.
    func deflateLast(_ message: Span<UInt8>, _ settings: DeflaterSettings, into output: inout [UInt8]) -> Bool {
        guard OneShotDeflater.suits(message.count, windowBits: settings.windowBits) else {
            return self.deflate(message, settings, into: &output)
        }
        return self.oneShotDeflater(level: settings.level).deflater.deflate(message, into: &output)
    }

    /// Compresses a message that refers to no other.
    ///
    /// - Returns: Whether it became smaller.
    func deflate(_ message: Span<UInt8>, _ settings: DeflaterSettings, into output: inout [UInt8]) -> Bool {
        let settings = settings.fitting(message.count)
        let shared: SharedDeflater
        if let known = self.deflaters[settings] {
            shared = known
        } else {
            shared = SharedDeflater(settings)
            self.deflaters[settings] = shared
        }
        shared.deflater.deflate(message, into: &output)
        shared.deflater.reset()
        return output.count < message.count
    }

    private func oneShotDeflater(level: Int) -> SharedOneShotDeflater {
        if let known = self.oneShotDeflaters[level] { return known }
        let shared = SharedOneShotDeflater(level: level)
        self.oneShotDeflaters[level] = shared
        return shared
    }

    /// Lends what inflates messages that refer to no other; if it is lent already, a new one.
    func takeInflater() -> Inflater {
        guard var inflater = self.inflater.take() else {
            // The largest window suits every peer.
            return Inflater(windowBits: DeflateParameters.defaultWindowBits)
        }
        // What went wrong before leaves no trace.
        inflater.reset()
        return inflater
    }

    func giveBack(_ inflater: consuming Inflater) {
        self.inflater = consume inflater
    }

    // MARK: Buffers

    /// Lends the buffer for compressed messages; if it is lent already, a new one.
    func takeDeflateBuffer() -> [UInt8] {
        exchange(&self.deflateBuffer, with: [])
    }

    func giveBack(deflateBuffer: consuming [UInt8]) {
        self.deflateBuffer = Self.emptied(deflateBuffer)
    }

    /// Lends the buffer for inflated messages; if it is lent already, a new one.
    func takeInflateBuffer() -> [UInt8] {
        exchange(&self.inflateBuffer, with: [])
    }

    func giveBack(inflateBuffer: consuming [UInt8]) {
        self.inflateBuffer = Self.emptied(inflateBuffer)
    }

    private static func emptied(_ buffer: consuming [UInt8]) -> [UInt8] {
        guard buffer.capacity <= Self.keptCapacity else { return [] }
        buffer.removeAll(keepingCapacity: true)
        return buffer
    }
}
