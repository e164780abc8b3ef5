//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

extension FrameHeader {
    /// Appends the header alone, for a payload that is sent from where it lies.
    ///
    /// - Parameter output: Where the header goes; it must have room for ``encodedSize`` bytes.
    public func append(to output: inout OutputSpan<UInt8>) {
        precondition(output.freeCapacity >= FrameHeader.encodedSize(secondByte: secondByte), "no room for the header")
        output.append(bytesOf: (UInt16(secondByte) << 8 | UInt16(firstByte)).littleEndian)
        switch secondByte & 0x7F {
        case 126: output.append(bytesOf: UInt16(truncatingIfNeeded: payloadLength).bigEndian)
        case 127: output.append(bytesOf: payloadLength.bigEndian)
        default: break
        }
        if let maskingKey {
            output.append(bytesOf: maskingKey.bytes)
        }
    }
}
