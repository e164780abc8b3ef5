//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// A terminal for a command to write to.
final class PseudoTerminal {
    /// The end that a command takes for a terminal.
    let commandSide: FileHandle

    private let ourSide: CInt

    init() throws {
        var ourSide: CInt = -1
        var commandSide: CInt = -1
        // The descriptors are written to variables of ours; name, settings and size are not asked for.
        guard unsafe openpty(&ourSide, &commandSide, nil, nil, nil) == 0 else { throw POSIXError(.EIO) }
        self.ourSide = ourSide
        self.commandSide = FileHandle(fileDescriptor: commandSide, closeOnDealloc: true)
    }

    deinit {
        close(self.ourSide)
    }

    /// Waits for output.
    ///
    /// - Returns: What there is, at most 4096 bytes.
    func read() -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        // The buffer has room for as many bytes as are asked for.
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe Foundation.read(self.ourSide, $0.baseAddress, $0.count)
        }
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
