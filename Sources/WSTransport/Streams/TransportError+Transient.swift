//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import CWSLibuv

extension TransportError {
    /// Whether a later attempt may succeed although no configuration changes.
    ///
    /// It is `false` if a name does not exist or has no address, if the system does not support or does not permit what was tried,
    /// and if the address itself is invalid. Any other error counts as a fault of the network, of the name service, or of a peer that
    /// is not there yet.
    package var isTransient: Bool {
        let permanent = [
            UV_EAI_NONAME, UV_EAI_NODATA, UV_EAI_FAMILY, UV_EAI_ADDRFAMILY, UV_EACCES, UV_EPERM, UV_EAFNOSUPPORT,
            UV_EINVAL, UV_ENAMETOOLONG, UV_ELOOP, UV_ENOTDIR,
        ]
        return !permanent.contains { $0.rawValue == self.code }
    }
}
