//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// One of the things that `ws` does.
protocol Subcommand: Sendable {
    /// The word it is called by.
    static var name: String { get }

    /// What it does, in a few words.
    static var summary: String { get }

    /// How it is used, in full.
    static var usage: String { get }

    /// Takes its arguments.
    init(_ arguments: inout ArgumentReader) throws(ArgumentProblem)

    /// Does it.
    func run() async -> ExitStatus
}
