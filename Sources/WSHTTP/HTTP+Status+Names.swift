//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// Those that an application answers with are public; it writes others as numbers.
extension HTTP.Status {
    /// 100 Continue.
    package static let `continue`: HTTP.Status = 100
    /// 101 Switching Protocols.
    package static let switchingProtocols: HTTP.Status = 101
    /// 200 OK.
    public static let ok: HTTP.Status = 200
    /// 201 Created.
    public static let created: HTTP.Status = 201
    /// 202 Accepted.
    public static let accepted: HTTP.Status = 202
    /// 204 No Content.
    public static let noContent: HTTP.Status = 204
    /// 301 Moved Permanently.
    public static let movedPermanently: HTTP.Status = 301
    /// 302 Found.
    public static let found: HTTP.Status = 302
    /// 303 See Other.
    public static let seeOther: HTTP.Status = 303
    /// 304 Not Modified.
    public static let notModified: HTTP.Status = 304
    /// 307 Temporary Redirect.
    public static let temporaryRedirect: HTTP.Status = 307
    /// 308 Permanent Redirect.
    public static let permanentRedirect: HTTP.Status = 308
    /// 400 Bad Request.
    public static let badRequest: HTTP.Status = 400
    /// 401 Unauthorized.
    public static let unauthorized: HTTP.Status = 401
    /// 403 Forbidden.
    public static let forbidden: HTTP.Status = 403
    /// 404 Not Found.
    public static let notFound: HTTP.Status = 404
    /// 405 Method Not Allowed.
    public static let methodNotAllowed: HTTP.Status = 405
    /// 408 Request Timeout.
    package static let requestTimeout: HTTP.Status = 408
    /// 409 Conflict.
    public static let conflict: HTTP.Status = 409
    /// 413 Content Too Large.
    public static let contentTooLarge: HTTP.Status = 413
    /// 414 URI Too Long.
    package static let uriTooLong: HTTP.Status = 414
    /// 415 Unsupported Media Type.
    public static let unsupportedMediaType: HTTP.Status = 415
    /// 417 Expectation Failed.
    package static let expectationFailed: HTTP.Status = 417
    /// 421 Misdirected Request.
    package static let misdirectedRequest: HTTP.Status = 421
    /// 422 Unprocessable Content.
    public static let unprocessableContent: HTTP.Status = 422
    /// 426 Upgrade Required.
    public static let upgradeRequired: HTTP.Status = 426
    /// 429 Too Many Requests.
    public static let tooManyRequests: HTTP.Status = 429
    /// 431 Request Header Fields Too Large.
    package static let requestHeaderFieldsTooLarge: HTTP.Status = 431
    /// 500 Internal Server Error.
    public static let internalServerError: HTTP.Status = 500
    /// 501 Not Implemented.
    public static let notImplemented: HTTP.Status = 501
    /// 502 Bad Gateway.
    public static let badGateway: HTTP.Status = 502
    /// 503 Service Unavailable.
    public static let serviceUnavailable: HTTP.Status = 503
    /// 505 HTTP Version Not Supported.
    package static let httpVersionNotSupported: HTTP.Status = 505

    /// The phrase that goes with the code (RFC 9110 §15), or an empty string for a code without a name here.
    public var reasonPhrase: String {
        switch rawValue {
        case 100: "Continue"
        case 101: "Switching Protocols"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 416: "Range Not Satisfiable"
        case 417: "Expectation Failed"
        case 421: "Misdirected Request"
        case 422: "Unprocessable Content"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        default: ""
        }
    }
}
