import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { ProblemError, RestStream } from "../dist/index.js";
import { StubHub } from "./support/stub-hub.js";

const record = (offset) => ({ partition: 0, offset, timestamp: 0, key: null, value: offset, headers: [] });
const records = (...offsets) => ({ type: "records", epoch: 0, records: offsets.map(record), cursor: `c${offsets.at(-1) + 1}`, lag: 0 });
const subscribed = (cursor = "c0") => ({ type: "subscribed", subscription: "s", epoch: 0, cursor, gap: null });
const problem = (code, retriable = false) => ({ status: 422, code, detail: "No.", retriable });
const values = (result) => result.value.records.map((entry) => entry.value);

let hub, client;
beforeEach(async () => {
  hub = await new StubHub().start();
  client = new RestStream(hub.url);
});
afterEach(async () => {
  await client.close();
  await hub.stop();
});

test("the first call says where to start and how much may come", async () => {
  client.subscribe("quakes", { from: "-10", filter: "value.mag >= 4", maxBatch: 50, credits: 3, partitions: [1] });
  const call = await hub.take("Subscribe");
  assert.deepEqual(call.request, { topics: ["quakes"], from: "-10", filter: "value.mag >= 4", maxBatch: 50, credits: 3, partitions: [1] });
});

test("batches come in order, with their cursor", async () => {
  const subscription = client.subscribe("quakes");
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  call.send(records(0, 1));
  call.send(records(2));
  assert.deepEqual(values(await subscription.next()), [0, 1]);
  assert.equal(subscription.cursor, "c2");
  assert.deepEqual(values(await subscription.next()), [2]);
  assert.equal(subscription.cursor, "c3");
});

test("a credit is given back when its batch is done with, half of them at a time", async () => {
  const subscription = client.subscribe("quakes", { credits: 4 });
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  for (let i = 0; i < 4; i++) call.send(records(i));
  for (let i = 0; i < 2; i++) await subscription.next();
  assert.equal(hub.came("Credit").length, 0, "the second batch is still in work");
  const last = subscription.next();
  assert.deepEqual((await hub.take("Credit")).arguments, ["s", 2]);
  await last;
});

test("a lost connection goes on behind the last batch that arrived", async () => {
  const subscription = client.subscribe("quakes", { from: "earliest", credits: 4 });
  const first = await hub.take("Subscribe");
  first.send(subscribed());
  first.send(records(0, 1));
  first.send(records(2));
  assert.deepEqual(values(await subscription.next()), [0, 1]);
  hub.cut();
  const second = await hub.take("Subscribe");
  assert.equal(second.request.cursor, "c3");
  assert.equal(second.request.from, undefined);
  assert.equal(second.request.credits, 2, "one batch waits and one is in work");
  second.send(subscribed("c3"));
  second.send(records(3));
  assert.deepEqual(values(await subscription.next()), [2]);
  assert.deepEqual(values(await subscription.next()), [3]);
});

test("a connection lost before the first record goes on where the subscription began", async () => {
  const live = new Promise((resolve) => client.subscribe("quakes", { from: "latest", onState: resolve }));
  (await hub.take("Subscribe")).send(subscribed("c7"));
  assert.equal(await live, "live");
  hub.cut();
  assert.equal((await hub.take("Subscribe")).request.cursor, "c7");
});

test("a stream that the server ends is opened again", async () => {
  client.subscribe("quakes");
  const first = await hub.take("Subscribe");
  first.send(subscribed("c5"));
  first.complete();
  assert.equal((await hub.take("Subscribe")).request.cursor, "c5");
});

test("a problem ends the iterator, unless a retry may help", async () => {
  const subscription = client.subscribe("quakes", { filter: "value.mag >" });
  (await hub.take("Subscribe")).fail(problem("coordinator-load-in-progress", true));
  (await hub.take("Subscribe")).fail(problem("invalid-filter"));
  await assert.rejects(subscription.next(), (error) => error instanceof ProblemError && error.code === "invalid-filter");
  assert.equal((await subscription.next()).done, true);
  assert.equal(subscription.state, "ended");
});

test("a hub that does not want this client ends the iterator", async () => {
  hub.refusal = 403;
  await assert.rejects(client.subscribe("quakes").next(), /403/);
});

test("a server that is not there yet is waited for", async () => {
  const port = Number(new URL(hub.url).port);
  await hub.stop();
  const errors = [];
  const subscription = client.subscribe("quakes", { onError: (error) => errors.push(error) });
  while (errors.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  hub = await new StubHub().start(port);
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  call.send(records(0));
  assert.deepEqual(values(await subscription.next()), [0]);
});

test("a pause holds back what is here and stops what would come; a resume gives it", async () => {
  const states = [];
  const subscription = client.subscribe("quakes", { onState: (state) => states.push(state) });
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  call.send(records(0));
  call.send(records(1));
  await subscription.next();
  subscription.pause();
  assert.deepEqual((await hub.take("Pause")).arguments, ["s"]);
  let isGiven = false;
  const next = subscription.next().then((result) => ((isGiven = true), result));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isGiven, false);
  subscription.resume();
  assert.deepEqual((await hub.take("Resume")).arguments, ["s"]);
  assert.deepEqual(values(await next), [1]);
  assert.deepEqual(states, ["live", "paused", "live"]);
});

test("paused while the connection is lost, nothing is asked for until the resume", async () => {
  const states = [];
  let heard = () => {};
  const entered = (state) => new Promise((resolve) => (heard = (came) => came === state && resolve()));
  const subscription = client.subscribe("quakes", { onState: (state) => (states.push(state), heard(state)) });
  const live = entered("live");
  (await hub.take("Subscribe")).send(subscribed("c4"));
  await live;
  subscription.pause();
  const paused = entered("paused");
  hub.cut();
  await paused;
  assert.equal(hub.came("Subscribe").length, 0);
  subscription.resume();
  assert.equal((await hub.take("Subscribe")).request.cursor, "c4");
  assert.deepEqual(states.slice(0, 4), ["live", "paused", "reconnecting", "paused"]);
});

test("after a seek, frames of before are dropped and their credits given back", async () => {
  const subscription = client.subscribe("quakes", { credits: 2 });
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  call.send(records(0));
  await subscription.next();
  hub.onInvoke = (method) => {
    if (method !== "Seek") return null;
    call.send(records(1));
    call.send({ ...records(40), epoch: 1 });
    return 1;
  };
  await subscription.seek({ from: "40" });
  assert.deepEqual((await hub.take("Seek")).arguments, ["s", { from: "40" }]);
  assert.deepEqual(values(await subscription.next()), [40]);
  assert.deepEqual((await hub.take("Credit")).arguments, ["s", 1]);
});

test("a seek that the server refuses is told, and nothing is lost by it", async () => {
  const subscription = client.subscribe("quakes");
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  call.send(records(0));
  await subscription.next();
  call.send(records(1));
  hub.onInvoke = (method) => {
    if (method === "Seek") throw new Error(JSON.stringify(problem("offset-out-of-range")));
  };
  await assert.rejects(subscription.seek({ from: "900" }), { code: "offset-out-of-range" });
  const again = await hub.take("Subscribe");
  assert.ok(["c1", "c2"].includes(again.request.cursor));
  again.send(subscribed(again.request.cursor));
  again.send(records(1));
  assert.deepEqual(values(await subscription.next()), [1]);
});

test("a gap is told in its place and at once", async () => {
  const gap = [{ topic: "quakes", partition: 0, from: 0, to: 9, reason: "retention" }];
  const told = [];
  const subscription = client.subscribe("quakes", { cursor: "c0", onGap: (missed) => told.push(missed) });
  const call = await hub.take("Subscribe");
  call.send({ ...subscribed("c9"), gap });
  call.send(records(9));
  const first = await subscription.next();
  assert.deepEqual(first.value, { records: [], cursor: "c9", gap });
  assert.deepEqual(told, [gap]);
  assert.deepEqual(values(await subscription.next()), [9]);
});

test("a gap without a place of its own comes with the records behind it", async () => {
  const gap = [{ topic: "quakes", partition: 0, from: 0, to: 9, reason: "damaged" }];
  const subscription = client.subscribe("quakes");
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  call.send({ type: "gap", subscription: "s", epoch: 0, gap });
  call.send(records(9));
  const { value } = await subscription.next();
  assert.deepEqual(value.gap, gap);
  assert.equal(value.records.length, 1);
});

test("an aborted signal ends the iterator with its reason and frees the connection", async () => {
  const controller = new AbortController();
  const subscription = client.subscribe("quakes", { signal: controller.signal });
  (await hub.take("Subscribe")).send(subscribed());
  const next = subscription.next();
  controller.abort(new Error("enough"));
  await assert.rejects(next, /enough/);
  await hub.take("cancel");
  while (hub.connections > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

test("closing the client ends every iterator and the connection", async () => {
  const subscription = client.subscribe("quakes");
  (await hub.take("Subscribe")).send(subscribed());
  const next = subscription.next();
  await client.close();
  assert.deepEqual(await next, { value: undefined, done: true });
  assert.equal(subscription.state, "ended");
});

test("leaving the loop ends the subscription; another one on the same connection goes on", async () => {
  const other = client.subscribe("others");
  const otherCall = await hub.take("Subscribe");
  otherCall.send(subscribed());
  const subscription = client.subscribe("quakes");
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  call.send(records(0));
  for await (const batch of subscription) {
    assert.equal(batch.records.length, 1);
    break;
  }
  await hub.take("cancel");
  otherCall.send(records(5));
  assert.deepEqual(values(await other.next()), [5]);
  assert.equal(hub.connections, 1);
});

test("records() gives them one by one", async () => {
  const subscription = client.subscribe("quakes");
  const call = await hub.take("Subscribe");
  call.send(subscribed());
  call.send(records(0, 1));
  call.send(records(2));
  const seen = [];
  for await (const { offset } of subscription.records()) {
    seen.push(offset);
    if (seen.length === 3) break;
  }
  assert.deepEqual(seen, [0, 1, 2]);
});
