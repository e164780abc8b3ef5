//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

/// The command `ws`, as it was built with the tests.
enum Command {
    static var path: String {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0])
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        return (bundle ?? tests).deletingLastPathComponent().appendingPathComponent("ws").path
    }
}
