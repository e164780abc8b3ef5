//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Something that takes bytes from strangers.
protocol FuzzTarget: SendableMetatype {
    /// What it is called on the command line; its corpus has the same name.
    static var name: String { get }

    /// Hands it an input, and stops the program if it does what it must not.
    static func run(_ input: FuzzInput)
}

/// Stops the program, which libFuzzer reports with the input that did it, unless something holds.
func check(_ holds: @autoclosure () -> Bool, _ message: @autoclosure () -> String) {
    if !holds() { fatalError(message()) }
}
