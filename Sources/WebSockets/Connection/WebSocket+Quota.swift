//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

extension WebSocket {
    /// Begins to count what the peer sends, if that is limited from the beginning.
    func startQuota() {
        let values = self.settings.values
        guard values.messageRate != nil || values.byteRate != nil || values.maxLifetime != nil else { return }
        self.makeQuota()
        self.limitsData = values.messageRate != nil || values.byteRate != nil
    }

    @discardableResult
    private func makeQuota() -> Quota {
        let quota = self.quota ?? Quota(self.settings, now: self.loop.now, random: self.loop.nextRandom())
        self.quota = quota
        return quota
    }

    /// Whether the peer may send so many bytes; if not, the connection has been failed.
    @inline(never)
    func admitsBytes(_ count: Int) -> Bool {
        guard self.end == nil, self.quota?.bytes?.take(count, now: self.loop.now, lateness: self.loop.lateness) == false
        else { return true }
        self.fail(.byteRate, "bytes", self.settings.values.byteRate)
        return false
    }

    /// Whether the peer may begin a message; if not, the connection has been failed.
    @inline(never)
    func admitsMessage() -> Bool {
        guard self.end == nil, self.quota?.messages?.take(now: self.loop.now, lateness: self.loop.lateness) == false
        else { return true }
        self.fail(.messageRate, "messages", self.settings.values.messageRate)
        return false
    }

    /// Whether the peer may send a control frame that we have not asked for; if not, the connection has been failed.
    @inline(never)
    func admitsControlFrame() -> Bool {
        // The first of them makes the quota.
        guard self.end == nil, self.settings.values.controlFrameRate != nil,
            self.makeQuota().controlFrames?.take(now: self.loop.now, lateness: self.loop.lateness) == false
        else { return true }
        self.fail(.controlFrameRate, "pings and pongs", self.settings.values.controlFrameRate)
        return false
    }

    private func fail(_ limit: HTTPServer.Limit, _ what: String, _ rate: WebSocket.RateLimit?) {
        self.counters?.limited(by: limit, self.id)
        let allowed = rate.map { "\($0.perSecond) in a second, \($0.burst) at once" } ?? ""
        let error = WebSocket.Error(
            .rateLimited,
            "The peer sends more \(what) than it may: \(allowed).",
            closeCode: .policyViolation
        )
        self.failBehindMessages(with: error, closing: .tooFast)
    }

    /// Closes the connection if it has lived long enough.
    func endIfOld(_ now: UInt64) {
        guard let end = self.quota?.end, now >= end, self.canSend else { return }
        self.counters?.limited(by: .lifetime, self.id)
        self.startClosing(.tooOld)
    }
}
