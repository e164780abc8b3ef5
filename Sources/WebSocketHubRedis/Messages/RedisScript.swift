//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

import WebSocketProtocol

/// A script that a Redis server runs as one step.
struct RedisScript: Sendable {
    /// All there are, which a server is told of when it is connected to.
    static let all = [publish, read, presence]

    let text: String
    private let digest: String

    init(text: String) {
        self.text = text
        let digest = SHA1.digest(of: Array(text.utf8).span)
        self.digest = digest.indices.map { index in
            let digits = String(digest[index], radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    /// The command that runs the script.
    func command(keys: [String], _ arguments: [RedisCommand.Argument]) -> RedisCommand {
        let head = ["EVALSHA", self.digest, "\(keys.count)"] + keys
        return RedisCommand(head.map { .text($0) } + arguments)
    }

    /// Keeps a message and sends it to all who listen.
    ///
    /// KEYS: the stream, the channel. ARGV: the message, how many to keep, for how many milliseconds, the command to publish by,
    /// and whether those who listen to patterns need one of their own.
    static let publish = RedisScript(
        text: """
            local id = redis.call('XADD', KEYS[1], 'MAXLEN', '=', ARGV[2], '*', 'm', ARGV[1])
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            local message = id .. ' ' .. ARGV[1]
            redis.call(ARGV[4], KEYS[2], message)
            if ARGV[5] == '1' then redis.call('PUBLISH', KEYS[2], message) end
            return id
            """
    )

    /// Returns what is kept: behind which id that is all that there was, the time, and the messages after an id.
    ///
    /// KEYS: the stream. ARGV: how many are kept, for how many milliseconds, and the id or nothing.
    ///
    /// One more than needed is kept: as long as it is not there no other has been dropped, but for its age.
    static let read = RedisScript(
        text: """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local oldest = string.format('%.0f-0', math.max(0, now - ARGV[2]))
            redis.call('XTRIM', KEYS[1], 'MINID', oldest)
            local since = oldest
            if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1]) then
                since = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1][1]
            end
            local after = ARGV[3] == '' and '-' or '(' .. ARGV[3]
            return {since, string.format('%.0f', now), redis.call('XRANGE', KEYS[1], after, '+')}
            """
    )

    /// Notes or tells who is present in a topic by which node.
    ///
    /// KEYS: the hash of members, whose fields are the node's name, of 16 characters, and the member's id, and the sorted set of
    /// nodes by the time at which their leases end. ARGV: what to do, the node, its lease in milliseconds, and ids and infos of
    /// members. Returns whether the node's lease had not ended, who has joined by this, who has left, and to `list` all members.
    static let presence = RedisScript(
        text: """
            local what, node, lease = ARGV[1], ARGV[2], tonumber(ARGV[3])
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local joined, left, listed = {}, {}, {}

            local function nodeOf(field) return string.sub(field, 1, 16) end
            local function idOf(field) return string.sub(field, 17) end
            local function isPresent(id)
                for _, other in ipairs(redis.call('ZRANGE', KEYS[2], 0, -1)) do
                    if redis.call('HEXISTS', KEYS[1], other .. id) == 1 then return true end
                end
                return false
            end
            local function add(list, id, info) list[#list + 1] = id; list[#list + 1] = info end
            local function remove(field, info)
                redis.call('HDEL', KEYS[1], field)
                if not isPresent(idOf(field)) then add(left, idOf(field), info) end
            end
            local function each(body)
                local all = redis.call('HGETALL', KEYS[1])
                for index = 1, #all, 2 do body(all[index], all[index + 1]) end
            end

            local isAlive = redis.call('ZSCORE', KEYS[2], node) and 1 or 0
            if what ~= 'list' and (what ~= 'renew' or isAlive == 1) then
                redis.call('ZADD', KEYS[2], now + lease, node)
            end
            local ended = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. string.format('%.0f', now))
            if #ended > 0 then
                local hasEnded = {}
                for _, other in ipairs(ended) do
                    hasEnded[other] = true
                    redis.call('ZREM', KEYS[2], other)
                end
                each(function(field, info) if hasEnded[nodeOf(field)] then remove(field, info) end end)
            end

            if what == 'enter' or what == 'set' then
                local wanted = {}
                for index = 4, #ARGV, 2 do
                    local id, info = ARGV[index], ARGV[index + 1]
                    wanted[id] = true
                    if not isPresent(id) then add(joined, id, info) end
                    redis.call('HSET', KEYS[1], node .. id, info)
                end
                if what == 'set' then
                    each(function(field, info)
                        if nodeOf(field) == node and not wanted[idOf(field)] then remove(field, info) end
                    end)
                    if #ARGV < 4 then redis.call('ZREM', KEYS[2], node) end
                end
            elseif what == 'leave' then
                local info = redis.call('HGET', KEYS[1], node .. ARGV[4])
                if info then remove(node .. ARGV[4], info) end
            elseif what == 'list' then
                local isListed = {}
                each(function(field, info)
                    if not isListed[idOf(field)] then
                        isListed[idOf(field)] = true
                        add(listed, idOf(field), info)
                    end
                end)
            end
            redis.call('PEXPIRE', KEYS[1], 2 * lease)
            redis.call('PEXPIRE', KEYS[2], 2 * lease)
            return {isAlive, joined, left, listed}
            """
    )
}
