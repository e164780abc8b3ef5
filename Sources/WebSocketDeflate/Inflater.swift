//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CZlib

/// Inflates what one peer compresses, message by message (RFC 7692 §7.2.2).
///
/// It may refer to earlier messages, up to ``reset()``. After a problem it is good again only by that.
@safe
package struct Inflater: ~Copyable {
    // zlib's state refers to where this is, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let windowBits: CInt

    /// Creates an inflater.
    ///
    /// - Parameter windowBits: The base-2 logarithm of the window that the peer compresses with at most, from 8 to 15. The
    ///   window is allocated when something is inflated.
    package init(windowBits: Int) {
        self.windowBits = CInt(truncatingIfNeeded: windowBits)
        unsafe self.stream = .allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        // Negative: without zlib's header. It fails without memory only, since the version is that of the header.
        let status = unsafe inflateInit2_(
            self.stream,
            -self.windowBits,
            ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size)
        )
        precondition(status == Z_OK, "zlib cannot be initialised")
    }

    deinit {
        // Initialised in init, and used by nobody any more.
        unsafe inflateEnd(self.stream)
        unsafe self.stream.deallocate()
    }

    /// Forgets everything.
    package mutating func reset() {
        // Initialised in init.
        unsafe inflateReset(self.stream)
    }

    /// Inflates a whole message.
    ///
    /// - Parameters:
    ///   - message: The payloads of its frames, joined.
    ///   - output: Where the bytes go; empty before. What room it has is used first.
    ///   - limit: The most bytes the message may take.
    /// - Throws: ``InflateProblem``.
    package mutating func inflate(
        _ message: Span<UInt8>,
        into output: inout [UInt8],
        limit: Int
    ) throws(InflateProblem) {
        try self.inflateAll(message, into: &output, limit: limit)
        let tail = DeflateTail.bytes
        try self.inflateAll(tail.span, into: &output, limit: limit)
        try self.checkEnd()
    }

    private mutating func inflateAll(
        _ input: Span<UInt8>,
        into output: inout [UInt8],
        limit: Int
    ) throws(InflateProblem) {
        var position = 0
        var isFull = true
        while isFull || position < input.count {
            // Twice as much each time, so that the time is linear; at the limit one more, to see that there is more.
            let wanted = max(output.capacity - output.count, output.count, 1024)
            let left = limit - output.count
            let room = left < wanted ? left + 1 : wanted
            let rest = input.extracting(droppingFirst: position)
            let end = output.count + room
            position += try self.inflate(rest, into: &output, room: room, endsMessage: false)
            guard output.count <= limit else { throw .tooBig }
            isFull = output.count == end
        }
    }

    /// Checks that the message that ends here is whole: anywhere else it was cut off, and has swallowed the tail.
    private func checkEnd() throws(InflateProblem) {
        guard self.isBetweenBlocks else { throw .corrupt }
    }

    /// Whether the last call has stopped between two blocks; then zlib holds nothing back.
    private var isBetweenBlocks: Bool { unsafe self.stream.pointee.data_type & 128 != 0 }

    /// Inflates as much as there is room for.
    ///
    /// - Parameters:
    ///   - input: What comes next of a message; behind its end, ``DeflateTail/bytes``.
    ///   - output: Where the bytes are appended.
    ///   - room: The most bytes that are. If there are as many, there may be more.
    ///   - endsMessage: Whether the message ends with the input.
    /// - Returns: How much of the input is not needed any more.
    /// - Throws: ``InflateProblem``.
    package mutating func inflate(
        _ input: Span<UInt8>,
        into output: inout [UInt8],
        room: Int,
        endsMessage: Bool
    ) throws(InflateProblem) -> Int {
        let end = output.count + room
        guard !input.isEmpty || !self.isBetweenBlocks else { return 0 }
        // The span is valid during the call, and afterwards zlib is told of no input any more.
        let result: Result<Int, InflateProblem> = unsafe input.withUnsafeBufferPointer { bytes in
            defer { unsafe self.stream.pointee.next_in = nil }
            unsafe self.stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            unsafe self.stream.pointee.avail_in = UInt32(clamping: bytes.count)
            do throws(InflateProblem) {
                var status = Z_STREAM_END
                while status == Z_STREAM_END, output.count < end {
                    status = try self.inflateOnce(into: &output, room: end - output.count)
                }
                return unsafe .success(min(bytes.count, Int(UInt32.max)) - Int(self.stream.pointee.avail_in))
            } catch {
                return .failure(error)
            }
        }
        let consumed = try result.get()
        if endsMessage, consumed == input.count, output.count < end {
            try self.checkEnd()
        }
        return consumed
    }

    /// Inflates until there is no input or no room left, or a block ends that is marked as the last.
    private mutating func inflateOnce(into output: inout [UInt8], room: Int) throws(InflateProblem) -> CInt {
        var status = Z_OK
        output.append(addingCapacity: room) { span in
            // zlib writes to the span's free rest, at most `avail_out` bytes, and tells how many.
            unsafe span.withUnsafeMutableBufferPointer { buffer, count in
                unsafe self.stream.pointee.next_out = buffer.baseAddress.map { unsafe $0 + count }
                unsafe self.stream.pointee.avail_out = UInt32(clamping: room)
                status = unsafe CZlib.inflate(self.stream, Z_SYNC_FLUSH)
                unsafe count += room - Int(self.stream.pointee.avail_out)
                unsafe self.stream.pointee.next_out = nil
            }
        }
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: try self.goOnBehindFinalBlock()
        default: throw .corrupt
        }
        return status
    }

    /// Makes what follows a block marked as the last a part of the same message, which may still refer to what came before
    /// it (RFC 7692 §7.2.3.4).
    private mutating func goOnBehindFinalBlock() throws(InflateProblem) {
        unsafe try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 15) { window throws(InflateProblem) in
            var count: UInt32 = 0
            // The buffer has room for the largest window.
            unsafe inflateGetDictionary(self.stream, window.baseAddress, &count)
            unsafe inflateReset(self.stream)
            guard unsafe inflateSetDictionary(self.stream, window.baseAddress, count) == Z_OK else { throw .corrupt }
        }
    }
}
