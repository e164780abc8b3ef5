// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import PackageDescription

// An application that depends on this package beside others; scripts/check-adoption copies it out of the checkout, with the folder
// Application once for each target, and builds it.

let swiftWebSockets = Context.environment["SWIFT_WEBSOCKETS"] ?? "../.."

/// A target that compiles the application with the settings given.
func application(_ name: String, _ settings: [SwiftSetting]) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["WebSocketHub", "WebSocketHubRedis", "WebSocketProtocol", "WebSocketTesting", "WebSockets"].map {
            .product(name: $0, package: "swift-websockets")
        } + [
            .product(name: "Neighbours", package: "Neighbours"),
            .product(name: "NeighbourTypes", package: "NeighbourTypes"),
        ],
        swiftSettings: [.treatAllWarnings(as: .error)] + settings
    )
}

let package = Package(
    name: "Adoption",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "swift-websockets", path: swiftWebSockets),
        .package(path: "Neighbours"),
        .package(path: "NeighbourTypes"),
    ],
    targets: [
        application("AdoptionSwift6", [.swiftLanguageMode(.v6)]),
        application("AdoptionSwift5", [.swiftLanguageMode(.v5)]),
        application(
            "AdoptionUpcoming",
            [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ]
        ),
    ]
)
