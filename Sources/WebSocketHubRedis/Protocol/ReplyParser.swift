//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSHiredis

/// Reads what a Redis server sends (RESP2), by hiredis.
@safe
package final class ReplyParser {
    private let reader: UnsafeMutablePointer<redisReader>
    private var limits = ReplyLimits()
    /// How many bytes have come since the last whole reply, up to those of one ``feed(_:)`` more.
    private var unfinishedSize = 0

    /// Creates a parser.
    ///
    /// - Throws: If there is no memory for it.
    package init() throws(RedisBackplane.Error) {
        guard let reader = unsafe redisReaderCreate() else {
            throw RedisBackplane.Error("There is no memory for a reader.")
        }
        unsafe self.reader = reader
    }

    deinit {
        // Ours alone.
        unsafe redisReaderFree(self.reader)
    }

    /// Takes bytes, which are copied.
    ///
    /// - Throws: ``RedisBackplane/Error`` if they are no reply, or one that is too large: see `ReplyLimits`.
    package func feed(_ bytes: Span<UInt8>) throws(RedisBackplane.Error) {
        try self.limits.read(bytes)
        self.unfinishedSize += bytes.count
        let status = unsafe bytes.withUnsafeBytes { bytes in
            unsafe redisReaderFeed(self.reader, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        try self.check(status)
    }

    /// Takes the next reply.
    ///
    /// - Returns: The reply; `nil` if it has not come in full.
    package func next() throws(RedisBackplane.Error) -> RedisReply? {
        var object: UnsafeMutableRawPointer?
        // The object is ours if there is one, and is freed below.
        try self.check(unsafe redisReaderGetReply(self.reader, &object))
        guard let object = unsafe object else {
            guard self.unfinishedSize <= ReplyLimits.maxReplySize else { throw ReplyLimits.tooLarge("a reply") }
            return nil
        }
        self.unfinishedSize = 0
        defer { unsafe freeReplyObject(object) }
        return unsafe Self.reply(object.assumingMemoryBound(to: redisReply.self))
    }

    private func check(_ status: CInt) throws(RedisBackplane.Error) {
        guard status != REDIS_OK else { return }
        // The text ends within the reader, which is there.
        let problem = unsafe withUnsafePointer(to: self.reader.pointee.errstr) { text in
            unsafe text.withMemoryRebound(to: CChar.self, capacity: 128) { unsafe String(cString: $0) }
        }
        throw RedisBackplane.Error("The server does not speak Redis's protocol: \(problem)")
    }

    private static func reply(_ object: UnsafePointer<redisReply>) -> RedisReply {
        switch unsafe object.pointee.type {
        case REDIS_REPLY_STRING: return unsafe .string(Self.bytes(object))
        case REDIS_REPLY_STATUS: return unsafe .status(String(decoding: Self.bytes(object), as: UTF8.self))
        case REDIS_REPLY_INTEGER: return unsafe .integer(object.pointee.integer)
        case REDIS_REPLY_ERROR: return unsafe .error(String(decoding: Self.bytes(object), as: UTF8.self))
        case REDIS_REPLY_ARRAY:
            // hiredis nests no deeper than seven.
            let elements = unsafe UnsafeBufferPointer(start: object.pointee.element, count: object.pointee.elements)
            return .array(unsafe elements.map { unsafe $0.map { unsafe Self.reply($0) } ?? .null })
        default: return .null
        }
    }

    private static func bytes(_ object: UnsafePointer<redisReply>) -> [UInt8] {
        // As long as the object, which the caller holds.
        unsafe [UInt8](UnsafeRawBufferPointer(start: object.pointee.str, count: object.pointee.len))
    }
}
