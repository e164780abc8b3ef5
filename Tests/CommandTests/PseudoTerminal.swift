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
        // No other process keeps the command's side open.
        for descriptor in [ourSide, commandSide] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        self.ourSide = ourSide
        self.commandSide = FileHandle(fileDescriptor: commandSide, closeOnDealloc: true)
    }

    deinit {
        close(self.ourSide)
    }

    /// Waits for all output of a command that has ended, since the kernel may hand it over later.
    ///
    /// - Returns: The output, without the warnings of a debug build that a busy machine causes.
    func rest() -> String {
        // The last descriptor of the command's side: then there is an end.
        try? self.commandSide.close()
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            // The buffer has room for as many bytes as are asked for.
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Foundation.read(self.ourSide, $0.baseAddress, $0.count)
            }
            guard count > 0 || errno == EINTR else { break }
            text += buffer.prefix(max(0, count))
        }
        let warning = /warning: code held an event loop for [^\n]*\n/
        return String(decoding: text, as: UTF8.self).replacing(warning, with: "")
    }
}
