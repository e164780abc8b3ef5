//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// One endpoint of a WebSocket connection, from the end of the opening handshake on (RFC 6455 §5 to §7).
///
/// Does no input or output. Feed it what arrives with ``receive(_:from:)``, and do what the result says. It holds no
/// payload but that of a control frame: data is unmasked and checked where it lies, and handed out as it comes, so that
/// memory is spent on what a peer has sent and never on what it has announced.
///
/// Nothing is sent by the machine either: frames are written by ``FrameEncoder``. ``canSendData`` says whether messages
/// may be sent, and every Close frame is told to the machine by ``sendClose(_:)``.
public struct WebSocketMachine: ~Copyable, Sendable {
    private enum Phase {
        /// A header comes next.
        case header
        /// The rest of a header comes next, of which the beginning is kept.
        case partialHeader
        /// Payload comes next.
        case payload(IncomingPayload)
        /// Nothing more is looked at, after the peer's Close or a violation.
        case ended
    }

    private var phase = Phase.header

    private let validator: FrameHeaderValidator

    private var fragments: FragmentSequence

    private var utf8 = UTF8Validator()

    private var closing: ClosingHandshake

    // The largest, and seldom used: behind what every frame needs.
    private var kept = KeptBytes()

    /// Creates an endpoint whose opening handshake has succeeded.
    ///
    /// - Parameters:
    ///   - role: Which end of the connection this is.
    ///   - limits: What the peer may cost.
    ///   - allowsCompression: Whether permessage-deflate was negotiated (RFC 7692), so that a message's first frame
    ///     may have RSV1 set. Compressed messages are handed out as they are: their size and their UTF-8 have to be
    ///     checked after inflating them.
    public init(role: WebSocketRole, limits: Limits = Limits(), allowsCompression: Bool = false) {
        validator = FrameHeaderValidator(role: role, allowsCompression: allowsCompression)
        fragments = FragmentSequence(limits: limits)
        closing = ClosingHandshake(role: role)
    }

    /// Sets the most bytes of payload that a message may have, from the next frame on.
    ///
    /// At first it is ``Limits/maxMessageSize``.
    ///
    /// - Parameter size: At least 1.
    public mutating func setMaxMessageSize(_ size: Int) {
        precondition(size >= 1, "a limit on the size of messages must be positive")
        fragments.maxMessageSize = size
    }

    /// Takes in the next bytes up to the first thing worth telling.
    ///
    /// Call it again with the same bytes and position until it answers ``Received/needsMoreBytes``; then nothing of
    /// the bytes is needed any more.
    ///
    /// - Parameters:
    ///   - bytes: Bytes from the transport. Payload in them is unmasked in place.
    ///   - position: Where in the bytes to begin. Moved behind what was taken in.
    /// - Returns: What was received.
    public mutating func receive(_ bytes: inout MutableSpan<UInt8>, from position: inout Int) -> Received {
        precondition(position >= 0 && position <= bytes.count, "the position lies outside of the bytes")
        // Every run of calls over the same bytes ends so.
        guard position < bytes.count else { return .needsMoreBytes }
        return receiveShortMessage(&bytes, from: &position) ?? receiveAny(&bytes, from: &position)
    }

    /// Receives whatever comes next.
    ///
    /// Not inlined, so that short messages do not pay for the registers and the stack that this needs.
    @inline(never)
    private mutating func receiveAny(_ bytes: inout MutableSpan<UInt8>, from position: inout Int) -> Received {
        do throws(ProtocolViolation) {
            while true {
                var payload: IncomingPayload
                switch phase {
                case .header, .partialHeader:
                    guard let header = try receiveHeader(bytes.span, from: &position) else { return .needsMoreBytes }
                    payload = IncomingPayload(after: header)
                case .payload(let begun):
                    payload = begun
                case .ended:
                    position = bytes.count
                    return .needsMoreBytes
                }
                let range = payload.take(from: &bytes, at: &position)
                phase = payload.isComplete ? .header : .payload(payload)
                let taken = bytes.span.extracting(range)
                if payload.opcode.isControl {
                    kept.append(taken)
                    if payload.isComplete {
                        let received = try receivedControlFrame(payload.opcode)
                        if case .ended = phase { position = bytes.count }
                        return received
                    }
                } else if let part = try receivedData(taken, at: range, of: payload) {
                    return .data(part)
                }
                // Nothing to tell: either the bytes have run out, or it was an empty fragment, and more may follow.
                guard payload.isComplete else { return .needsMoreBytes }
            }
        } catch {
            position = bytes.count
            fail()
            return .violation(error)
        }
    }

    /// Fails the connection for something that the machine cannot find out (RFC 6455 §7.1.7).
    ///
    /// A compressed message that does not inflate is such a thing. Afterwards all input is ignored. After a ``Received/violation(_:)`` the machine has done so by itself.
    public mutating func fail() {
        phase = .ended
        closing.fail()
    }

    /// Starts the closing handshake, or answers the peer's Close, or tells the peer why the connection fails.
    ///
    /// - Returns: Whether the frame is to be sent: an endpoint sends one Close frame at most, and no frame after it.
    public mutating func sendClose(_ frame: CloseFrame) -> Bool {
        closing.sendClose(frame)
    }

    /// The payload of the last Ping or Pong, until the next call of ``receive(_:from:)``.
    public var controlPayload: Span<UInt8> {
        @_lifetime(borrow self)
        get { kept.bytes }
    }

    /// What the message is of which a part has been handed out and more is to come, and whether it is compressed.
    package var unfinishedMessage: (kind: MessageKind, isCompressed: Bool)? {
        guard let message = fragments.message, message.isReported else { return nil }
        return (message.kind, message.isCompressed)
    }

    /// Whether the connection is open (RFC 6455 §4.1): messages, Pings and Pongs may be sent.
    ///
    /// It is until either side sends a Close frame, or the connection fails.
    public var canSendData: Bool { closing.canSendData }

    /// The Close frame that we have sent, or `nil`.
    public var sentClose: CloseFrame? { closing.sentClose }

    /// The Close frame that the peer has sent, or `nil`.
    public var receivedClose: CloseFrame? { closing.receivedClose }

    /// Whether the closing handshake was completed (RFC 6455 §7.1.4).
    public var wasClean: Bool { closing.wasClean }

    /// What is to become of the transport, once all that was to be sent has been.
    public var transportDuty: TransportDuty { closing.transportDuty }

    /// Receives a message in one frame of at most 125 bytes, not compressed, if all of it comes next.
    ///
    /// Most messages are such. Their headers need few checks and leave no trace in the machine. All else goes the long
    /// way, where the rules are.
    ///
    /// - Returns: The message, or that it is not UTF-8; `nil` if something else comes, of which nothing has been taken.
    @inline(always)
    private mutating func receiveShortMessage(
        _ bytes: inout MutableSpan<UInt8>,
        from position: inout Int
    ) -> Received? {
        guard case .header = phase, fragments.message == nil else { return nil }
        let available = bytes.count &- position
        guard available >= 2 else { return nil }
        let kind: MessageKind
        switch bytes[position] {
        case 0x81: kind = .text
        case 0x82: kind = .binary
        default: return nil
        }
        let isMasked = validator.role == .server
        // If the MASK bit is not as it must be, then what results is no short length.
        let length = Int(bytes[position &+ 1] ^ (isMasked ? 0x80 : 0))
        let headerSize = isMasked ? 6 : 2
        guard length <= 125, fragments.allows(length), available >= headerSize &+ length else { return nil }
        let start = position &+ headerSize
        let range = start..<start &+ length
        if isMasked {
            bytes.mask(range, with: MaskingKey(bytes.span.load(at: start &- 4, as: UInt32.self)))
        }
        position = range.upperBound
        guard kind == .binary || UTF8Validator.isText(bytes.span.extracting(range)) else {
            position = bytes.count
            fail()
            return .violation(.textNotUTF8)
        }
        return .data(DataPart(kind: kind, payload: range, isFirst: true, isLast: true))
    }

    /// Receives a header, or what there is of one.
    @inline(always)
    private mutating func receiveHeader(
        _ bytes: Span<UInt8>,
        from position: inout Int
    ) throws(ProtocolViolation) -> FrameHeader? {
        let rest = bytes.extracting(droppingFirst: position)
        guard case .header = phase, let header = FrameHeader(decoding: rest) else {
            return try receivePartialHeader(bytes, from: &position)
        }
        position &+= header.encodedSize
        try receivedHeader(header)
        return header
    }

    /// Receives a header that arrives in pieces, byte by byte: there are at most 14.
    @inline(never)
    private mutating func receivePartialHeader(
        _ bytes: Span<UInt8>,
        from position: inout Int
    ) throws(ProtocolViolation) -> FrameHeader? {
        if case .header = phase {
            phase = .partialHeader
            kept.removeAll()
        }
        while position < bytes.count {
            kept.append(bytes[position])
            position &+= 1
            guard let header = FrameHeader(decoding: kept.bytes) else {
                try validator.check(incomplete: kept.bytes, after: fragments)
                continue
            }
            try receivedHeader(header)
            return header
        }
        return nil
    }

    @inline(always)
    private mutating func receivedHeader(_ header: FrameHeader) throws(ProtocolViolation) {
        try validator.check(header, after: fragments)
        if header.opcode.isControl {
            kept.removeAll()
        } else {
            fragments.receivedHeader(header)
        }
    }

    /// Receives a part of a data frame's payload.
    ///
    /// - Returns: What to tell, which is nothing if the part is empty and does not end the message.
    @inline(always)
    private mutating func receivedData(
        _ bytes: Span<UInt8>,
        at range: Range<Int>,
        of payload: IncomingPayload
    ) throws(ProtocolViolation) -> DataPart? {
        let isLast = payload.isComplete && payload.isFinal
        guard let message = fragments.message, isLast || !range.isEmpty else { return nil }
        if message.kind == .text, !message.isCompressed {
            guard utf8.validate(bytes), !isLast || utf8.isComplete else { throw .textNotUTF8 }
        }
        let isFirst = fragments.reportedPart()
        if isLast { fragments.endedMessage() }
        return DataPart(
            kind: message.kind,
            payload: range,
            isFirst: isFirst,
            isLast: isLast,
            isCompressed: message.isCompressed
        )
    }

    private mutating func receivedControlFrame(_ opcode: WebSocketOpcode) throws(ProtocolViolation) -> Received {
        if opcode == .ping { return .ping }
        if opcode == .pong { return .pong }
        let frame = try CloseFrame(decoding: kept.bytes)
        closing.receivedClose(frame)
        phase = .ended
        return .close(frame)
    }
}
