// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import PackageDescription

// Targets with names that other packages have.
let names = [
    "Containers",
    "Core",
    "HTTP1",
    "HTTP2",
    "Networking",
    "Proxies",
    "Soak",
    "TLS",
    "TestSupport",
    "Transport",
]

let package = Package(
    name: "Neighbours",
    products: [
        .library(name: "Neighbours", targets: names)
    ],
    targets: names.map { .target(name: $0) }
)
