//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

/// The page at `/`: a WebSocket client for the browser.
enum DemoPage {
    /// The page.
    static let html = page(title: "swift-websockets", body: DemoPage.body, script: DemoPage.script)

    /// A page of the demo, which needs nothing else from anywhere.
    ///
    /// - Parameters:
    ///   - title: Its title.
    ///   - style: What is added to the style of all pages.
    ///   - body: What it shows.
    ///   - script: What it does.
    /// - Returns: The page in HTML.
    static func page(title: String, style: String = "", body: String, script: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title)</title>
        <link rel="icon" href="data:,">
        <style>
        \(DemoPage.style)
        \(style)
        </style>
        </head>
        <body>
        \(body)
        <script>
        \(script)
        </script>
        </body>
        </html>

        """
    }

    private static let body = """
        <header>
          <h1>swift-websockets</h1>
          <p>Open a WebSocket, send it something, see what comes back and how fast. Or <a href="/rooms">talk to others</a>.</p>
        </header>
        <main>
          <section aria-labelledby="connection-title">
            <h2 id="connection-title">Connection</h2>
            <form id="connection" class="row">
              <label class="grow">Endpoint
                <select id="endpoint" aria-describedby="about">
                  <option value="/echo">/echo</option>
                  <option value="/echo-fast">/echo-fast</option>
                  <option value="/json">/json</option>
                  <option value="/chat">/chat</option>
                </select>
              </label>
              <button id="connect" class="primary">Connect</button>
              <output id="state" class="state" data-state="closed">closed</output>
            </form>
            <p id="about" class="hint"></p>
            <form id="closing" class="row">
              <label>Code
                <input id="code" type="number" value="1000" min="1000" max="4999" required aria-describedby="code-hint">
              </label>
              <label class="grow">Reason
                <input id="reason" type="text" maxlength="123" placeholder="none" autocomplete="off">
              </label>
              <button id="close" disabled>Close</button>
            </form>
            <p id="code-hint" class="hint">A page may close with 1000, or with 3000 to 4999.</p>
          </section>

          <section aria-labelledby="send-title">
            <h2 id="send-title">Send</h2>
            <form id="text-form" class="row">
              <label class="grow">Text
                <input id="text" type="text" value="Hello!" autocomplete="off">
              </label>
              <button disabled>Send text</button>
            </form>
            <form id="hex-form" class="row">
              <label class="grow">Bytes in hex
                <input id="hex" type="text" value="68 65 6c 6c 6f" autocomplete="off" spellcheck="false">
              </label>
              <button disabled>Send bytes</button>
            </form>
            <form id="random-form" class="row">
              <label class="grow">Number of random bytes
                <input id="size" type="number" value="65536" min="0" max="16777216" required>
              </label>
              <button disabled>Send random</button>
            </form>
            <p id="problem" class="problem" role="alert"></p>
          </section>

          <section aria-labelledby="time-title" class="wide">
            <h2 id="time-title">Round trips</h2>
            <dl class="tiles">
              <div><dt>Last</dt><dd id="last">–</dd></div>
              <div><dt>Least</dt><dd id="least">–</dd></div>
              <div><dt>Median</dt><dd id="median">–</dd></div>
              <div><dt>Replies</dt><dd id="count">0</dd></div>
            </dl>
          </section>

          <section aria-labelledby="log-title" class="wide">
            <div class="row">
              <h2 id="log-title" class="grow">Log</h2>
              <button id="clear" type="button">Clear</button>
            </div>
            <div id="scroller" role="log" aria-labelledby="log-title" tabindex="0"><ol id="log"></ol></div>
          </section>
        </main>
        """
}
