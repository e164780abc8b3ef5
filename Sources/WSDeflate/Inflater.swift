//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSZlib

/// Inflates what one peer compresses, message by message (RFC 7692 §7.2.2).
///
/// A message may refer to earlier ones, up to ``reset()``. After an ``InflateProblem`` only ``reset()`` makes the inflater
/// usable again.
///
/// The peer decides how much time its bytes take: a block with tables of its own is a dozen bytes, and need not stand for
/// anything. So ``InflateWork`` is counted, in which the caller says when to stop, and later goes on.
@safe
package struct Inflater: ~Copyable {
    // zlib's state refers to where this is, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let callSize: ZlibCallSize

    // Where the last call stopped.

    /// Whether it was between two blocks; then zlib holds nothing back but bits of the next block's header.
    private var isBetweenBlocks = true
    /// How many bits of the last byte it has not looked at; at most seven.
    private var heldBits = 0
    private var lastByte: UInt8 = 0

    /// Creates an inflater.
    ///
    /// - Parameters:
    ///   - windowBits: The base-2 logarithm of the window that the peer compresses with at most, from 8 to 15. The window is
    ///     allocated when something is inflated.
    ///   - callSize: How much one call of zlib is given.
    package init(windowBits: Int, callSize: ZlibCallSize = .largest) {
        self.callSize = callSize
        unsafe self.stream = .allocate(capacity: 1)
        unsafe self.stream.initialize(to: z_stream())
        // Negative: without zlib's header. It fails without memory only, since the version is that of the header.
        let status = unsafe inflateInit2_(
            self.stream,
            -CInt(truncatingIfNeeded: windowBits),
            ZLIB_VERSION,
            CInt(MemoryLayout<z_stream>.size)
        )
        precondition(status == Z_OK, "zlib cannot be initialised")
    }

    deinit {
        // Initialised in init, and no longer in use.
        unsafe inflateEnd(self.stream)
        unsafe self.stream.deallocate()
    }

    /// Forgets everything.
    package mutating func reset() {
        // Initialised in init.
        unsafe inflateReset(self.stream)
        self.isBetweenBlocks = true
        self.heldBits = 0
    }

    // MARK: Whole messages

    /// Inflates a whole message, or as much of it as there is work for.
    ///
    /// - Parameters:
    ///   - message: The payloads of its frames, joined.
    ///   - position: How much of the message, and of ``DeflateTail/bytes`` behind it, is not needed any more; 0 at first.
    ///   - output: Where the bytes are appended; empty at first. Its capacity is used before more memory is allocated.
    ///   - limit: The most bytes the message may have.
    ///   - work: What may be done, which is more than nothing, less what has been done. It falls below zero by one step at
    ///     most.
    /// - Returns: Whether the message is whole. If not, call again with the same arguments and more work.
    /// - Throws: ``InflateProblem``.
    package mutating func inflate(
        _ message: Span<UInt8>,
        from position: inout Int,
        into output: inout [UInt8],
        limit: Int,
        work: inout InflateWork
    ) throws(InflateProblem) -> Bool {
        let tail = DeflateTail.bytes
        while true {
            // Twice as much each time, so that the time is linear; at the limit one more, to see that there is more.
            let wanted = max(output.capacity - output.count, output.count, 1024)
            let left = limit - output.count
            let end = output.count + (left < wanted ? left + 1 : wanted)
            let isTail = position >= message.count
            let rest =
                isTail
                ? tail.span.extracting(droppingFirst: position - message.count)
                : message.extracting(droppingFirst: position)
            position += try self.inflate(
                rest,
                into: &output,
                room: end - output.count,
                work: &work,
                endsMessage: isTail
            )
            guard output.count <= limit else { throw .tooBig }
            let mayHaveMore = output.count == end || !work.isLeft
            if !mayHaveMore, position == message.count + tail.count { return true }
            guard work.isLeft else { return false }
        }
    }

    // MARK: Pieces

    /// Inflates as much as there is room and work for.
    ///
    /// - Parameters:
    ///   - input: What comes next of a message; behind its end, ``DeflateTail/bytes``.
    ///   - output: Where the bytes are appended.
    ///   - room: The most bytes that are.
    ///   - work: What may be done, less what has been done.
    ///   - endsMessage: Whether the message ends with the input.
    /// - Returns: How much of the input is not needed any more. If there is neither room nor work left, there may be more
    ///   output, even if all of the input is not needed any more.
    /// - Throws: ``InflateProblem``.
    package mutating func inflate(
        _ input: Span<UInt8>,
        into output: inout [UInt8],
        room: Int,
        work: inout InflateWork,
        endsMessage: Bool
    ) throws(InflateProblem) -> Int {
        let end = output.count + room
        var position = 0
        while output.count < end, work.isLeft {
            if self.isBetweenBlocks {
                guard let hasTables = self.nextBlockHasTables(input, at: position) else { break }
                if hasTables { work.spendOnTables() }
            }
            let before = output.count
            let room = min(end - before, work.output)
            let count = try self.inflateOnce(input.extracting(droppingFirst: position), into: &output, room: room)
            position += count
            work.spend(input: count, output: output.count - before)
            if !self.isBetweenBlocks, position == input.count, output.count - before < self.callSize.portion(of: room) {
                break
            }
        }
        if endsMessage, position == input.count, output.count < end, work.isLeft {
            // Anywhere else it was cut off, and has swallowed the tail.
            guard self.isBetweenBlocks else { throw .corrupt }
        }
        return position
    }

    /// Whether the block that begins here brings Huffman tables of its own (RFC 1951 §3.2.3); `nil` if its header has not
    /// come.
    private func nextBlockHasTables(_ input: Span<UInt8>, at position: Int) -> Bool? {
        var header = Int(self.lastByte) >> (8 - self.heldBits)
        if self.heldBits < 3 {
            guard position < input.count else { return nil }
            header |= Int(input[position]) << self.heldBits
        }
        return header >> 1 & 3 == 2
    }

    /// Inflates until there is no input or no room left, or a block ends.
    ///
    /// - Returns: How much of the input is not needed any more.
    private mutating func inflateOnce(
        _ input: Span<UInt8>,
        into output: inout [UInt8],
        room: Int
    ) throws(InflateProblem) -> Int {
        var status = Z_OK
        var consumed = 0
        let room = self.callSize.portion(of: room)
        output.append(addingCapacity: room) { span in
            // The input is valid during the call, and afterwards zlib is told of none any more.
            unsafe input.withUnsafeBufferPointer { bytes in
                // zlib writes to the span's free rest, at most `avail_out` bytes, and tells how many.
                unsafe span.withUnsafeMutableBufferPointer { buffer, count in
                    let available = self.callSize.portion(of: bytes.count)
                    unsafe self.stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
                    unsafe self.stream.pointee.avail_in = ZlibCallSize.count(available)
                    unsafe self.stream.pointee.next_out = buffer.baseAddress.map { unsafe $0 + count }
                    unsafe self.stream.pointee.avail_out = ZlibCallSize.count(room)
                    status = unsafe CWSZlib.inflate(self.stream, Z_BLOCK)
                    unsafe consumed = available - Int(self.stream.pointee.avail_in)
                    unsafe count += room - Int(self.stream.pointee.avail_out)
                    unsafe self.stream.pointee.next_in = nil
                    unsafe self.stream.pointee.next_out = nil
                }
            }
        }
        guard status == Z_OK || status == Z_BUF_ERROR else { throw .corrupt }
        if consumed > 0 {
            self.lastByte = input[consumed - 1]
        }
        let state = unsafe self.stream.pointee.data_type
        self.heldBits = Int(state & 7)
        self.isBetweenBlocks = state & 128 != 0
        if self.isBetweenBlocks, state & 64 != 0 {
            self.goOnBehindFinalBlock()
        }
        return consumed
    }

    /// Makes what follows a block marked as the last a part of the same message, which may still refer to what came before
    /// it (RFC 7692 §7.2.3.4).
    private mutating func goOnBehindFinalBlock() {
        // Unlike `inflateReset` it keeps the window, which for a block of two bytes would otherwise be copied twice.
        unsafe inflateResetKeep(self.stream)
        // What is left of the byte is padding.
        self.heldBits = 0
    }
}
