// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import PackageDescription

// The server of scripts/soak, which runs on Linux only. It is a package of its own, so that applications do not have it in their package
// graphs.
let package = Package(
    name: "Soak",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "swift-websockets", path: "../..")
    ],
    targets: [
        .systemLibrary(name: "CSoakMalloc", path: "CSoakMalloc"),
        .executableTarget(
            name: "Soak",
            dependencies: [
                "CSoakMalloc",
                .product(name: "WebSocketHub", package: "swift-websockets"),
                .product(name: "WebSocketHubRedis", package: "swift-websockets"),
                .product(name: "WebSockets", package: "swift-websockets"),
            ],
            path: ".",
            exclude: ["CSoakMalloc", "soak.py", "soak_redis.py", "soak_support.py"],
            swiftSettings: [
                .strictMemorySafety(),
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("ImmutableWeakCaptures"),
                .enableUpcomingFeature("InferIsolatedConformances"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
