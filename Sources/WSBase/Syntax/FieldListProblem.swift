//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// Why a header field that holds a list could not be read.
package enum FieldListProblem: Error, Equatable {
    /// The list does not follow its grammar, or has no element at all.
    case malformed
    /// The list has more elements than the reader takes.
    case tooLong
}
