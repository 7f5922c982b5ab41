import { once } from "node:events";
import { createServer } from "node:http";
import WebSocket from "ws";

const END = "\x1e";
const INVOCATION = 1, ITEM = 2, COMPLETION = 3, STREAM = 4, CANCEL = 5;

/**
 * A hub that does only what a test tells it to: what the client makes of frames is tested frame by frame.
 * `subscribes` are the calls of Subscribe, `calls` all others; both can be awaited with `take`.
 */
export class StubHub {
  #http = createServer((request, response) => this.#answer(request, response));
  #sockets = new Set();
  #waiting = [];
  #came = [];
  /** Refuses the negotiation with this status. */
  refusal = 0;
  /** Answers an invocation: its result, or an error thrown. */
  onInvoke = () => null;

  async start(port = 0) {
    this.#http.listen(port, "127.0.0.1");
    await once(this.#http, "listening");
    const sockets = new WebSocket.Server({ server: this.#http });
    sockets.on("connection", (socket) => this.#accept(socket));
    return this;
  }

  get url() {
    return `http://127.0.0.1:${this.#http.address().port}`;
  }

  get connections() {
    return this.#sockets.size;
  }

  /** The next call of a method, which may have come already. */
  take(method) {
    const at = this.#came.findIndex((call) => call.method === method);
    if (at >= 0) return Promise.resolve(this.#came.splice(at, 1)[0]);
    return new Promise((resolve) => this.#waiting.push({ method, resolve }));
  }

  /** Calls of a method that came and were not taken. */
  came(method) {
    return this.#came.filter((call) => call.method === method);
  }

  /** Cuts every connection, as a killed server would. */
  cut() {
    for (const socket of this.#sockets) socket.terminate();
  }

  async stop() {
    this.cut();
    this.#http.closeAllConnections();
    this.#http.close();
  }

  #answer(request, response) {
    if (this.refusal) return response.writeHead(this.refusal).end();
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({
      negotiateVersion: 1, connectionId: "c", connectionToken: "t",
      availableTransports: [{ transport: "WebSockets", transferFormats: ["Text"] }],
    }));
  }

  #accept(socket) {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.once("message", () => {
      socket.send("{}" + END);
      socket.on("message", (data) => String(data).split(END).filter(Boolean).forEach((text) => this.#take(socket, JSON.parse(text))));
    });
  }

  #take(socket, message) {
    const send = (body) => socket.send(JSON.stringify({ invocationId: message.invocationId, ...body }) + END);
    if (message.type === CANCEL) return this.#give({ method: "cancel" });
    if (message.type === INVOCATION) {
      this.#give({ method: message.target, arguments: message.arguments });
      return this.#invoke(message, send);
    }
    if (message.type !== STREAM) return;
    this.#give({
      method: message.target,
      request: message.arguments[0],
      send: (frame) => send({ type: ITEM, item: frame }),
      complete: () => send({ type: COMPLETION }),
      fail: (problem) => send({ type: COMPLETION, error: "An error occurred on the server. HubException: " + JSON.stringify(problem) }),
    });
  }

  #invoke(message, send) {
    if (message.invocationId === undefined) return;
    try {
      send({ type: COMPLETION, result: this.onInvoke(message.target, message.arguments) ?? null });
    } catch (error) {
      send({ type: COMPLETION, error: "HubException: " + error.message });
    }
  }

  #give(call) {
    const at = this.#waiting.findIndex((waiting) => waiting.method === call.method);
    if (at >= 0) this.#waiting.splice(at, 1)[0].resolve(call);
    else this.#came.push(call);
  }
}
