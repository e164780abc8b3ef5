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

    // The epoch of a stream is a random text that is made with it, and expires with it: so a stream that was lost and made anew is
    // told from what it was. Its key has a sign before it: + if the stream has been made, - if it is still to come, for nodes that
    // listen before there is a message.

    /// Keeps a message and sends it to all who listen.
    ///
    /// KEYS: the stream, the channel, the epoch. ARGV: the message, how many to keep, for how many milliseconds, the command to
    /// publish by, whether those who listen to patterns need one of their own, and the epoch of a new stream. Returns the id and
    /// the epoch.
    ///
    /// XADD comes first, as Redis refuses it for lack of memory only while the script has written nothing.
    static let publish = RedisScript(
        text: """
            local id = redis.call('XADD', KEYS[1], 'NOMKSTREAM', 'MAXLEN', '=', ARGV[2], '*', 'm', ARGV[1])
            local epoch = redis.call('GETEX', KEYS[3], 'PX', ARGV[3])
            if not id or not epoch or string.sub(epoch, 1, 1) == '-' then
                if epoch and string.sub(epoch, 1, 1) == '-' then
                    epoch = '+' .. string.sub(epoch, 2)
                else
                    epoch = '+' .. ARGV[6]
                end
                id = id or redis.call('XADD', KEYS[1], 'MAXLEN', '=', ARGV[2], '*', 'm', ARGV[1])
                redis.call('SET', KEYS[3], epoch, 'PX', ARGV[3])
            end
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            local place = id .. '-' .. string.sub(epoch, 2)
            local message = place .. ' ' .. ARGV[1]
            redis.call(ARGV[4], KEYS[2], message)
            if ARGV[5] == '1' then redis.call('PUBLISH', KEYS[2], message) end
            return place
            """
    )

    /// Returns what is kept: behind which id that is all that there was, the time, the messages after an id, and their epoch.
    ///
    /// KEYS: the stream, the epoch. ARGV: how many are kept, for how many milliseconds, the id or nothing, how many bytes to return
    /// at most, of which each message takes 256 beside its own, the epoch of the id, and that of a new stream.
    ///
    /// One more than needed is kept: as long as it is not there no other has been dropped, but for its age. The messages are read
    /// from the newest backwards, few at a time, so that no more are in memory than are returned; behind the first that is too
    /// much is all that is returned.
    ///
    /// A stream without the message of the id, which should be there, was restored from an older copy: it gets a new epoch, too. Of
    /// another epoch than that of the id all is returned. If a new epoch is needed and cannot be written, it is 0, unknown.
    static let read = RedisScript(
        text: """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local first = math.max(0, now - ARGV[2])
            local oldest = string.format('%.0f-0', first)
            -- A server that does not write now is read.
            redis.pcall('XTRIM', KEYS[1], 'MINID', oldest)
            local since, isFull = oldest, redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[1])
            local earliest = redis.call('XRANGE', KEYS[1], oldest, '+', 'COUNT', 1)[1]
            if isFull and earliest then since = earliest[1] end

            local function isLost(id)
                if #redis.call('XRANGE', KEYS[1], id, id) > 0 then return false end
                if not isFull then return tonumber(string.match(id, '^%d+')) >= first end
                return #redis.call('XRANGE', KEYS[1], '-', id, 'COUNT', 1) > 0
            end

            local epoch, life = redis.call('GET', KEYS[2]), redis.call('PTTL', KEYS[1])
            local isMade = life ~= -2
            local isGone = not epoch or not isMade and string.sub(epoch, 1, 1) == '+'
            local hasRead = not isGone and ARGV[3] ~= '' and string.sub(epoch, 2) == ARGV[5]
            if isGone or hasRead and isLost(ARGV[3]) then
                epoch, hasRead = (isMade and '+' or '-') .. ARGV[6], false
                -- Each node would take another that is not kept.
                if redis.pcall('SET', KEYS[2], epoch, 'PX', life > 0 and life or ARGV[2]).err then epoch = '-0' end
            end

            local after, before = hasRead and '(' .. ARGV[3] or '-', '+'
            local size, limit = 0, tonumber(ARGV[4])
            local newest = {}
            repeat
                local chunk = redis.call('XREVRANGE', KEYS[1], before, after, 'COUNT', 16)
                for _, entry in ipairs(chunk) do
                    size = size + #entry[2][2] + 256
                    if size > limit then
                        since = entry[1]
                        break
                    end
                    newest[#newest + 1] = entry
                    before = '(' .. entry[1]
                end
            until size > limit or #chunk < 16
            local messages = {}
            for index = #newest, 1, -1 do messages[#messages + 1] = newest[index] end
            return {since, string.format('%.0f', now), messages, string.sub(epoch, 2)}
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
            -- A server that does not write now lists members all the same.
            local write = what == 'list' and redis.pcall or redis.call

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
                if write('HDEL', KEYS[1], field) == 1 and not isPresent(idOf(field)) then add(left, idOf(field), info) end
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
            local hasEnded = {}
            if #ended > 0 then
                for _, other in ipairs(ended) do
                    hasEnded[other] = true
                    write('ZREM', KEYS[2], other)
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
                    if not hasEnded[nodeOf(field)] and not isListed[idOf(field)] then
                        isListed[idOf(field)] = true
                        add(listed, idOf(field), info)
                    end
                end)
            end
            write('PEXPIRE', KEYS[1], 2 * lease)
            write('PEXPIRE', KEYS[2], 2 * lease)
            return {isAlive, joined, left, listed}
            """
    )
}
