import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as client from "../dist/index.js";
import { launch, noChromium } from "./support/chromium.js";
import { startReading } from "./support/reader.js";
import { eventually, noServer, Server } from "./support/server.js";

const TOTAL = 100_000;
const HOLD = 20_000;
const MORE = 5000;
// Stored behind the second kill: until then no reader is done.
const LAST = 1000;
// Slow enough that the second kill comes while records come.
const PACE = 8;
const TRANSPORTS = ["webSockets", "serverSentEvents", "longPolling"];

/** Where a reader runs: here, or in a page. */
const here = async (options) => {
  const { account, control } = startReading(client, options);
  return { account: () => account, resume: () => control.resume() };
};

const inPage = (page) => async (options) => {
  // Any page of the server's own origin will do.
  await page.goto(options.url + "/errors");
  await page.evaluate(`import("/samples/live-map/reststream.js").then((module) => { globalThis.reader = (${startReading})(module, ${JSON.stringify(options)}); })`);
  return { account: () => page.evaluate("reader.account"), resume: () => page.evaluate("reader.control.resume()") };
};

/** 100,000 numbers over three partitions. The reader pauses a fifth of the way in, the server is killed, the rest is stored, the reader resumes, and the server is killed again. */
async function readOverRestarts(server, topic, transport, start) {
  await server.createTopic(topic, 3);
  await server.produceNumbers(topic, 0, TOTAL / 2);
  const reader = await start({ url: server.url, topic, total: TOTAL, transport, hold: HOLD, pace: PACE });
  await eventually(async () => (await reader.account()).count >= HOLD, "a fifth is read");
  const held = (await reader.account()).count;
  await server.restart();
  await server.produceNumbers(topic, TOTAL / 2, TOTAL - LAST);
  assert.equal((await reader.account()).count, held, "nothing comes while it is paused");
  await reader.resume();
  await eventually(async () => (await reader.account()).count > held + MORE, "it goes on, with records that were not here before");
  await server.restart();
  await server.produceNumbers(topic, TOTAL - LAST, TOTAL);
  await eventually(async () => (await reader.account()).isDone, "all is read", 60_000);
  const { count, wrong, gaps, error, sessions } = await reader.account();
  assert.deepEqual({ error, wrong: wrong.slice(0, 5), count, gaps }, { error: null, wrong: [], count: TOTAL, gaps: 0 });
  assert.ok(sessions >= 3, `the connection was lost twice, once while records came (${sessions} sessions)`);
}

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

for (const transport of TRANSPORTS) {
  test(`Node, ${transport}: 100,000 records over two kills of the server, none missing or repeated`, { skip: noServer }, () =>
    readOverRestarts(server, `node-${transport}`, transport, here));

  test(`Chromium, ${transport}: 100,000 records over two kills of the server, none missing or repeated`, { skip: noServer || noChromium }, async () => {
    const page = await browser.newPage();
    await readOverRestarts(server, `chromium-${transport}`, transport, inPage(page));
    await page.close();
  });
}

test("Chromium: a page that takes nothing gets no more than its credits", { skip: noServer || noChromium }, async () => {
  const page = await browser.newPage();
  let received = 0;
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => (received += payload.length)));
  await server.createTopic("idle-page", 1);
  await server.produceNumbers("idle-page", 0, 50_000);
  await page.goto(server.url + "/errors");
  await page.evaluate(async () => {
    const { RestStream } = await import("/samples/live-map/reststream.js");
    globalThis.subscription = new RestStream(location.origin).subscribe("idle-page", { from: "earliest", credits: 2, maxBatch: 100 });
  });
  const offsets = [];
  for (let batch = 0; batch < 50; batch++) offsets.push(...(await page.evaluate(async () => (await subscription.next()).value.records.map((record) => record.offset))));
  assert.deepEqual(offsets, Array.from({ length: offsets.length }, (_, i) => i), "as they are taken, and in order");
  await page.waitForTimeout(300);
  // What was taken, and two batches more at most; a record is less than 120 bytes here.
  const most = (offsets.length + 2 * 100) * 120;
  assert.ok(received > 0 && received < most, `${received} bytes arrived for ${offsets.length} records; ${most} were allowed`);
  await page.close();
});
