//
// swift-websockets: a WebSocket server and client for Swift
// Copyright (c) 2026 the swift-websockets authors
// SPDX-License-Identifier: Apache-2.0
//

// The benchmark's server by Node's ws: /echo and /fanout.
"use strict";

const { createServer } = require("http");
const { parseArgs } = require("util");
const { WebSocketServer } = require("ws");

// Its connections have TCP_NODELAY on by themselves, and it sends no pings.
const options = { noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload: 32 << 20 };
const server = new WebSocketServer(options);
const everyone = new Set();

function ignore() {}

function echo(socket) {
  socket.on("error", ignore);
  socket.on("message", (data, isBinary) => socket.send(data, { binary: isBinary }));
}

function fanout(socket) {
  everyone.add(socket);
  socket.on("error", ignore);
  socket.on("close", () => everyone.delete(socket));
  socket.on("message", (data, isBinary) => {
    const kind = { binary: isBinary };
    for (const other of everyone) other.send(data, kind, ignore);
  });
}

const routes = { "/echo": echo, "/fanout": fanout };
const http = createServer((_, response) => response.writeHead(404).end());

http.on("upgrade", (request, stream, head) => {
  const route = routes[request.url];
  if (route) server.handleUpgrade(request, stream, head, route);
  else stream.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
});

const { port } = parseArgs({ options: { port: { type: "string", default: "0" } } }).values;
http.listen(Number(port), "127.0.0.1", () => console.log(`Serving at ws://127.0.0.1:${http.address().port}`));
