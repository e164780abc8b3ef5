//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import WebSocketHubRedis

@Suite("the scope of an error of Redis")
struct RedisErrorScopeTests {
    @Test(
        "is told by its code",
        arguments: [
            ("ERR unknown command 'spublish', with args beginning with: 'a'", RedisErrorScope.command),
            ("WRONGTYPE Operation against a key holding the wrong kind of value", .command),
            ("NOPERM this user has no permissions to access one of the channels used as arguments", .command),
            ("CROSSSLOT Keys in request don't hash to the same slot", .command),
            ("OOM command not allowed when used memory > 'maxmemory'. script: 12ab, on @user_script:1.", .temporary),
            ("NOREPLICAS Not enough good replicas to write.", .temporary),
            ("MISCONF Redis is configured to save RDB snapshots", .temporary),
            ("READONLY You can't write against a read only replica.", .temporary),
            ("BUSY Redis is busy running a script.", .temporary),
            ("MOVED 3999 127.0.0.1:6381", .slot),
            ("ASK 3999 127.0.0.1:6381", .slot),
            ("TRYAGAIN Multiple keys request during rehashing of slot", .slot),
            ("CLUSTERDOWN Hash slot not served", .slot),
            ("NOSCRIPT No matching script. Please use EVAL.", .script),
            ("LOADING Redis is loading the dataset in memory", .server),
            ("MASTERDOWN Link with MASTER is down", .server),
            ("CLUSTERDOWN The cluster is down", .server),
            ("NOAUTH Authentication required.", .server),
        ]
    )
    func codes(message: String, scope: RedisErrorScope) {
        #expect(RedisErrorScope(message) == scope)
    }

    @Test(
        "is one command if the code is unknown",
        arguments: ["", " ", "OOMX x", "oom x", "SOMENEWCODE x", "OOM\u{301} x"]
    )
    func unknown(message: String) {
        #expect(RedisErrorScope(message) == .command)
    }

    @Test("is that of the command within a script or a transaction")
    func scripts() {
        let start = "ERR Error running script (call to f_12ab): @user_script:1: @user_script: 1: "
        #expect(RedisErrorScope(start + "-OOM command not allowed when used memory > 'maxmemory'.") == .temporary)
        #expect(RedisErrorScope("EXECABORT Transaction discarded because of: BUSY Redis is busy") == .temporary)
        #expect(RedisErrorScope("EXECABORT Transaction discarded because of previous errors.") == .command)
        #expect(RedisErrorScope(start + "Wrong number of args calling Redis command") == .command)
    }
}
