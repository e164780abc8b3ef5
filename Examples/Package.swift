// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import PackageDescription

/// An example, in a folder of its own.
func example(_ name: String, path: String? = nil, with products: [String] = []) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["Signals"]
            + (["WebSockets"] + products).map { .product(name: $0, package: "swift-websockets") },
        path: path ?? name,
        exclude: path == nil ? ["README.md"] : [],
        swiftSettings: [
            .treatAllWarnings(as: .error, .when(platforms: [.linux])), .enableUpcomingFeature("ExistentialAny"),
        ]
    )
}

let package = Package(
    name: "Examples",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "swift-websockets", path: "..")
    ],
    targets: [
        .target(
            name: "Signals",
            path: "signals",
            swiftSettings: [
                .treatAllWarnings(as: .error, .when(platforms: [.linux])), .enableUpcomingFeature("ExistentialAny"),
            ]
        ),
        example("echo-server", path: "echo/server"),
        example("echo-client", path: "echo/client"),
        example("chat", with: ["WebSocketHub"]),
        example("game", with: ["WebSocketHub"]),
        example("command"),
        example("filewatch"),
        example("json"),
        example("ticker"),
        example("polling"),
        example("autobahn-server", path: "autobahn/server"),
        example("autobahn-client", path: "autobahn/client"),
        .testTarget(
            name: "ExampleTests",
            dependencies: [.product(name: "WebSockets", package: "swift-websockets")],
            path: "Tests"
        ),
    ],
    swiftLanguageModes: [.v6]
)
