//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

package import WebSocketHub
import WebSockets

// A message between nodes: a version, flags, who has published it, its number, its key, and what it says.
extension SharedMessage {
    private static let version: UInt8 = 1
    private static let textFlag: UInt8 = 1
    private static let compressionFlag: UInt8 = 2
    private static let keyFlag: UInt8 = 4
    private static let fixedSize = 18

    /// The size of ``bytes``, which may be large.
    package var encodedSize: Int {
        Self.fixedSize + self.message.byteCount + (self.key.map { $0.utf8.count + 4 } ?? 0)
    }

    /// The message as it is sent and kept.
    package var bytes: [UInt8] {
        var flags: UInt8 = self.mayCompress ? Self.compressionFlag : 0
        if case .text = self.message { flags |= Self.textFlag }
        if self.key != nil { flags |= Self.keyFlag }
        var bytes = [Self.version, flags]
        bytes.reserveCapacity(self.encodedSize)
        bytes.append(bigEndian: self.node)
        bytes.append(bigEndian: self.number)
        if let key {
            bytes.append(bigEndian: UInt32(clamping: key.utf8.count))
            bytes += key.utf8
        }
        switch self.message {
        case .text(let text): bytes += text.utf8
        case .binary(let binary): bytes += binary
        }
        return bytes
    }

    /// Reads a message.
    ///
    /// - Parameters:
    ///   - bytes: The message as it is sent and kept; `nil` comes of what is none.
    ///   - topic: The topic it was published to.
    package init?(_ bytes: ArraySlice<UInt8>, topic: String) {
        var rest = bytes
        guard rest.popFirst() == Self.version, let flags = rest.popFirst(), let node = rest.popFirst(UInt64.self),
            let number = rest.popFirst(UInt64.self)
        else { return nil }
        var key: String?
        if flags & Self.keyFlag != 0 {
            guard let size = rest.popFirst(UInt32.self), size <= rest.count else { return nil }
            key = String(decoding: rest.prefix(Int(size)), as: UTF8.self)
            rest = rest.dropFirst(Int(size))
        }
        let message: WebSocket.Message
        if flags & Self.textFlag != 0 {
            guard let text = String(validating: rest, as: UTF8.self) else { return nil }
            message = .text(text)
        } else {
            message = .binary([UInt8](rest))
        }
        self.init(
            topic: topic,
            node: node,
            number: number,
            message: message,
            mayCompress: flags & Self.compressionFlag != 0,
            key: key
        )
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: some FixedWidthInteger) {
        for shift in stride(from: number.bitWidth - 8, through: 0, by: -8) {
            self.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func popFirst<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) -> Number? {
        let size = Number.bitWidth / 8
        guard self.count >= size else { return nil }
        defer { self = self.dropFirst(size) }
        return self.prefix(size).reduce(0) { $0 << 8 | Number($1) }
    }
}
