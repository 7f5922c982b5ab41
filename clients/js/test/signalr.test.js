import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import * as signalR from "@microsoft/signalr";
import { launch, noChromium } from "./support/chromium.js";
import { noServer, Server } from "./support/server.js";

const SCRIPT = createRequire(import.meta.url).resolve("@microsoft/signalr/dist/browser/signalr.js");
const TRANSPORTS = { webSockets: 1, serverSentEvents: 2, longPolling: 4 };
const TOTAL = 5000;

/**
 * What docs/push.md says, with SignalR's own client and nothing else: credits, pause, resume, going on from a cursor on another connection, produce. Returns how it went.
 * Runs under Node and, as text, in a page.
 */
async function walk(signalR, { url, topic, transport, total }) {
  const connect = async () => {
    const hub = new signalR.HubConnectionBuilder().withUrl(url + "/hubs/stream", transport).configureLogging(signalR.LogLevel.None).build();
    await hub.start();
    return hub;
  };
  const open = (hub, request) => {
    const frames = [];
    let isDone = (wanted) => wanted;
    const stream = hub.stream("Subscribe", request).subscribe({ next: (frame) => (frames.push(frame), isDone()), error: (error) => (frames.push({ error: String(error) }), isDone()), complete() {} });
    const until = (condition) => new Promise((resolve) => {
      isDone = () => condition() && resolve();
      isDone();
    });
    return { frames, until, stream, records: () => frames.filter(({ type }) => type === "records") };
  };
  const numbers = (frames) => frames.flatMap(({ records }) => records.map(({ value }) => value));
  const settle = () => new Promise((resolve) => setTimeout(resolve, 200));
  const story = {};

  let hub = await connect();
  const first = open(hub, { topics: [topic], from: "earliest", maxBatch: 100, credits: 1 });
  await first.until(() => first.records().length === 1);
  await settle();
  story.onOneCredit = first.records().length;
  const { subscription } = first.frames[0];
  await hub.invoke("Credit", subscription, 2);
  await first.until(() => first.records().length === 3);
  await hub.invoke("Pause", subscription);
  await hub.invoke("Credit", subscription, 5);
  await settle();
  story.whilePaused = first.records().length;
  await hub.invoke("Resume", subscription);
  await first.until(() => first.records().length === 8);
  const seen = numbers(first.records());
  const { cursor } = first.records().at(-1);
  await hub.stop();

  hub = await connect();
  const second = open(hub, { topics: [topic], cursor });
  await second.until(() => numbers(second.records()).length + seen.length === total);
  story.isWhole = [...seen, ...numbers(second.records())].every((number, i) => number === i);
  const epoch = await hub.invoke("Seek", second.frames[0].subscription, { from: "-1" });
  await second.until(() => second.records().some((frame) => frame.epoch === epoch));
  story.afterSeek = numbers(second.records().filter((frame) => frame.epoch === epoch));
  const receipt = await hub.invoke("Produce", topic, [{ value: total }]);
  story.produced = receipt.records;
  await second.until(() => numbers(second.records()).includes(total));
  const wrong = open(hub, { topics: ["no-such-topic"] });
  await wrong.until(() => wrong.frames.length > 0);
  story.problem = JSON.parse(wrong.frames[0].error.slice(wrong.frames[0].error.indexOf("{"))).code;
  await hub.stop();
  return story;
}

const EXPECTED = {
  onOneCredit: 1, whilePaused: 3, isWhole: true, afterSeek: [TOTAL - 1], produced: [{ partition: 0, offset: TOTAL }], problem: "unknown-topic-or-partition",
};

let server, browser;
before(async () => {
  if (noServer) return;
  server = await Server.start();
  if (!noChromium) browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function walkOver(transport, place, run) {
  const topic = `walk-${place}-${transport}`;
  await server.createTopic(topic, 1);
  await server.produceNumbers(topic, 0, TOTAL);
  assert.deepEqual(await run({ url: server.url, topic, transport: TRANSPORTS[transport], total: TOTAL }), EXPECTED);
}

for (const transport of Object.keys(TRANSPORTS)) {
  test(`SignalR's own client under Node, ${transport}: the hub does what its page says`, { skip: noServer }, () =>
    walkOver(transport, "node", (options) => walk(signalR, options)));

  test(`SignalR's own client in Chromium, ${transport}: the hub does what its page says`, { skip: noServer || noChromium }, async () => {
    const page = await browser.newPage();
    await page.goto(server.url + "/errors");
    await page.addScriptTag({ path: SCRIPT });
    await walkOver(transport, "chromium", (options) => page.evaluate(`(${walk})(signalR, ${JSON.stringify(options)})`));
    await page.close();
  });
}
