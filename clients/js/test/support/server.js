import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = fileURLToPath(new URL("../../../../", import.meta.url));
const START_DEADLINE = 60_000;

/** The server's program: of $RESTSTREAM_SERVER, or of the last build. */
const program = process.env.RESTSTREAM_SERVER
  ?? ["Release", "Debug"].map((kind) => join(REPOSITORY, "src/RestStream.Server/bin", kind, "net10.0/RestStream.Server.dll")).find(existsSync);

/** Why tests that need the server cannot run; `false` when they can. */
export const noServer = program === undefined && "the server is not built: dotnet build -c Release src/RestStream.Server";

/** The real server in a process of its own, over a data directory of its own: what can be killed and started again. */
export class Server {
  #process;
  #data;
  #port;
  #environment;
  output = "";

  static async start(environment = "Development") {
    const server = new Server();
    server.#environment = environment;
    server.#data = await mkdtemp(join(tmpdir(), "reststream-js-"));
    server.#port = await freePort();
    await server.#launch();
    return server;
  }

  get url() {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** An end, kill -9 unless told otherwise, and a start over the same data at the same address. Tells how many milliseconds the end took. */
  async restart(signal = "SIGKILL") {
    const began = Date.now();
    await this.#kill(signal);
    const took = Date.now() - began;
    await this.#launch();
    return took;
  }

  async stop() {
    await this.#kill();
    await rm(this.#data, { recursive: true, force: true });
  }

  async createTopic(name, partitions) {
    await this.#post("/v1/topics", JSON.stringify({ name, partitions }), "application/json");
  }

  /** Stores the numbers from `first` up to, not including, `end`. */
  async produceNumbers(topic, first, end) {
    const lines = [];
    for (let number = first; number < end; number++) lines.push(`{"key":"${number % 97}","value":${number}}`);
    await this.#post(`/v1/topics/${topic}/records`, lines.join("\n"), "application/x-ndjson");
  }

  async #post(path, body, type) {
    const response = await fetch(this.url + path, { method: "POST", body, headers: { "Content-Type": type } });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  }

  async #launch() {
    const options = ["--urls", this.url, "--data-dir", this.#data, "--RestStream:Storage:DiskReserveBytes", "1", "--RestStream:StopTimeout", "10m"];
    this.#process = spawn("dotnet", [program, ...options], { env: { ...process.env, DOTNET_ENVIRONMENT: this.#environment } });
    for (const stream of [this.#process.stdout, this.#process.stderr]) stream.on("data", (text) => (this.output += text));
    await eventually(() => this.#isReady(), "the server is ready", START_DEADLINE);
  }

  async #isReady() {
    if (this.#process.exitCode !== null) throw new Error(`The server ended: ${this.output}`);
    return fetch(this.url + "/health/ready").then((response) => response.ok, () => false);
  }

  async #kill(signal = "SIGKILL") {
    const ended = once(this.#process, "exit");
    this.#process.kill(signal);
    await ended;
  }
}

/** Waits until the condition holds. */
export async function eventually(condition, what, deadline = 30_000) {
  const end = Date.now() + deadline;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Not within ${deadline} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function freePort() {
  const socket = createServer().listen(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}
