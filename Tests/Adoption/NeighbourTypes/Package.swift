// swift-tools-version: 6.3
//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import PackageDescription

let package = Package(
    name: "NeighbourTypes",
    products: [
        .library(name: "NeighbourTypes", targets: ["NeighbourTypes"])
    ],
    targets: [
        .target(name: "NeighbourTypes")
    ]
)
