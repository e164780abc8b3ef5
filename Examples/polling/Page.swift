//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

let pollingPage = #"""
    <!DOCTYPE html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Polling</title>
    <style>
      body { font: 16px/1.4 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
      td, th { padding: .3em 1em; text-align: right; font-variant-numeric: tabular-nums } th:first-child { text-align: left }
    </style>
    <h1>The same news, three ways</h1>
    <table>
      <tr><th></th><th>requests</th><th>updates</th><th>bytes</th><th>bytes per update</th><th>mean delay</th><th>worst delay</th></tr>
      <tr id="poll"><th>polling, each second</th></tr>
      <tr id="long"><th>long polling</th></tr>
      <tr id="push"><th>WebSocket</th></tr>
    </table>
    <p>Bytes are those of HTTP heads, bodies and frames in both directions, as far as a page can know them: a request's head is
    taken for <span id="head"></span> bytes, a response's for what the browser says.</p>
    <script>
      const requestHead = 400 + navigator.userAgent.length
      document.getElementById("head").textContent = requestHead
      const ways = {}
      for (const name of ["poll", "long", "push"]) {
        const row = document.getElementById(name)
        ways[name] = { requests: 0, updates: 0, bytes: 0, delay: 0, worst: 0, seen: 0,
                       cells: Array.from({ length: 6 }, () => row.insertCell()) }
      }
      function show(way) {
        const mean = way.updates ? way.delay / way.updates : 0
        const values = [way.requests, way.updates, way.bytes, Math.round(way.bytes / (way.updates || 1)),
                        mean.toFixed(0) + " ms", way.worst.toFixed(0) + " ms"]
        values.forEach((value, index) => { way.cells[index].textContent = value })
      }
      function took(way, text) {
        const update = JSON.parse(text), isFirst = way.seen === 0
        if (update.number > way.seen) {
          way.seen = update.number
          // The first one may be old.
          if (!isFirst) {
            const delay = Math.max(0, Date.now() - update.time)
            way.updates++
            way.delay += delay
            way.worst = Math.max(way.worst, delay)
          }
        }
        show(way)
      }
      async function ask(way, path) {
        way.requests++
        const response = await fetch(path, { cache: "no-store" }), text = await response.text()
        const entries = performance.getEntriesByName(response.url), size = entries.length ? entries.at(-1).transferSize : 0
        performance.clearResourceTimings()
        way.bytes += requestHead + (size || 150 + text.length)
        if (response.status === 200) took(way, text)
      }
      const pause = ms => new Promise(resume => setTimeout(resume, ms))
      async function poll() { for (;;) { await ask(ways.poll, "/poll").catch(() => {}); await pause(1000) } }
      async function longPoll() {
        for (;;) await ask(ways.long, "/long-poll?seen=" + ways.long.seen).catch(() => pause(1000))
      }
      function push() {
        const way = ways.push
        way.requests++
        way.bytes += requestHead + 130
        const socket = new WebSocket(new URL("/push", location.href.replace(/^http/, "ws")))
        socket.onmessage = event => {
          way.bytes += 2 + event.data.length
          took(way, event.data)
        }
        socket.onclose = () => setTimeout(push, 1000)
      }
      poll(); longPoll(); push()
    </script>
    """#
