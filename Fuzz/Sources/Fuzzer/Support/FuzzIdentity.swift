//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// A certificate for `localhost` and its key, which are as public as this file.
enum FuzzIdentity {
    /// The certificate, which is its own root.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBXTCCAQOgAwIBAgIBATAKBggqhkjOPQQDAjASMRAwDgYDVQQDDAdmdXp6aW5n
        MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjASMRAwDgYDVQQDDAdm
        dXp6aW5nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEENnpWZc3V622rWEUv3+o
        QB0hndTWW1C/w5OdVvi7b7mJQciSrdwdjGcsRCe/ROKVuzYRvj7cnwevBXPWIpGD
        baNIMEYwDwYDVR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwHQYD
        VR0OBBYEFKo9/56U8YM/zb1AULrIsQcWw8fTMAoGCCqGSM49BAMCA0gAMEUCIQCF
        h5KH872F1cY6ga9v703h0S8NHv/cVm7ze4iD/3NrJgIgUY/opVP5zv0JmMZY8iY5
        5ZOoE5Hjes+MFyQr2d1ydC0=
        -----END CERTIFICATE-----

        """

    /// The private key.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgrI/v8843xl1v9aVx
        VdsvlWGfO3xtErwuHsEVZxRVlEChRANCAAQQ2elZlzdXrbatYRS/f6hAHSGd1NZb
        UL/Dk51W+LtvuYlByJKt3B2MZyxEJ79E4pW7NhG+PtyfB68Fc9YikYNt
        -----END PRIVATE KEY-----

        """
}
