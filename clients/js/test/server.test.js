import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PartialProduceError, RestStream } from "../dist/index.js";
import { noServer, Server } from "./support/server.js";

const skip = noServer;

let server, client;
before(async () => {
  if (skip) return;
  server = await Server.start();
  client = new RestStream(server.url);
});
after(async () => {
  await client?.close();
  await server?.stop();
});

const values = ({ value }) => value.records.map((record) => record.value);
const page = async (topic, query) => (await fetch(`${server.url}/v1/topics/${topic}/records?${query}`)).json();

/** A topic with one partition and the numbers from 0 up to, not including, `count`. */
async function numbers(topic, count) {
  await server.createTopic(topic, 1);
  if (count > 0) await server.produceNumbers(topic, 0, count);
}

test("positions are the server's", { skip }, async () => {
  await numbers("positions", 10);
  for (const [from, first] of [["earliest", 0], ["7", 7], ["-2", 8], ["@-1h", 0]]) {
    const subscription = client.subscribe("positions", { from });
    assert.equal(values(await subscription.next())[0], first, from);
    subscription.close();
  }
});

test("a cursor is the same text for REST and for a subscription", { skip }, async () => {
  await numbers("cursors", 10);
  const { next } = await page("cursors", "from=earliest&max=4");
  const subscription = client.subscribe("cursors", { cursor: next, maxBatch: 3 });
  assert.equal(values(await subscription.next())[0], 4);
  const { records } = await page("cursors", `cursor=${subscription.cursor}`);
  assert.equal(records[0].value, values(await subscription.next())[0]);
  subscription.close();
});

test("patterns take in topics that are made later, and records say their topic", { skip }, async () => {
  await numbers("fleet-a", 1);
  const subscription = client.subscribe("fleet-*", { from: "earliest" });
  assert.equal((await subscription.next()).value.records[0].topic, "fleet-a");
  await numbers("fleet-b", 1);
  assert.equal((await subscription.next()).value.records[0].topic, "fleet-b");
  subscription.close();
});

test("a seek goes back and forth; one to nowhere is refused and changes nothing", { skip }, async () => {
  await numbers("seeks", 10);
  const subscription = client.subscribe("seeks", { from: "earliest", maxBatch: 5, credits: 1 });
  await subscription.next();
  await subscription.seek({ from: "8" });
  assert.deepEqual(values(await subscription.next()), [8, 9]);
  await subscription.seek({ from: "earliest" });
  assert.equal(values(await subscription.next())[0], 0);
  const { cursor } = subscription;
  await assert.rejects(subscription.seek({ from: "900" }), { code: "offset-out-of-range" });
  const { records } = await page("seeks", `cursor=${cursor}`);
  assert.equal(values(await subscription.next())[0], records[0].value);
  subscription.close();
});

test("what was deleted behind a cursor is told as a gap", { skip }, async () => {
  await numbers("gaps", 10);
  const { next } = await page("gaps", "from=earliest&max=2");
  await fetch(`${server.url}/v1/topics/gaps/truncate`, { method: "POST", body: JSON.stringify({ partitions: [{ partition: 0, beforeOffset: 6 }] }) }).then(async (response) => assert.ok(response.ok, await response.text()));
  const told = [];
  const subscription = client.subscribe("gaps", { cursor: next, onGap: (gap) => told.push(...gap) });
  const missed = [];
  let batch;
  do {
    batch = (await subscription.next()).value;
    missed.push(...batch.gap);
  } while (batch.records.length === 0);
  assert.equal(batch.records[0].value, 6);
  assert.deepEqual(missed.map(({ from, to, reason }) => [from, to, reason]), [[2, 6, "truncated"]]);
  assert.deepEqual(told, missed);
  subscription.close();
});

test("what cannot be subscribed to is an error with the server's code", { skip }, async () => {
  await numbers("refusals", 1);
  await assert.rejects(client.subscribe("no-such-topic").next(), { code: "unknown-topic-or-partition", status: 404, retriable: false });
  await assert.rejects(client.subscribe("refusals", { from: "yesterday" }).next(), { status: 400 });
  await assert.rejects(client.subscribe("refusals", { cursor: "AAAA" }).next(), { code: "invalid-cursor" });
  await assert.rejects(client.subscribe("refusals", { filter: "value.mag >" }).next(), { code: "invalid-filter" });
});

test("a filter goes on after a reconnect, and the cursor counts what it left out", { skip }, async () => {
  await numbers("filtered-numbers", 1000);
  const subscription = client.subscribe("filtered-numbers", { from: "earliest", filter: "value >= 990" });
  assert.deepEqual(values(await subscription.next()), [990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
  await server.restart();
  await server.produceNumbers("filtered-numbers", 500, 510);
  await server.produceNumbers("filtered-numbers", 2000, 2001);
  assert.deepEqual(values(await subscription.next()), [2000]);
  subscription.close();
});

test("a server that is stopped and started again is found, and nothing is missing", { skip }, async () => {
  await numbers("stopped", 3);
  const subscription = client.subscribe("stopped", { from: "earliest" });
  assert.deepEqual(values(await subscription.next()), [0, 1, 2]);
  assert.ok(await server.restart("SIGTERM") < 120_000, "a client that wants to come back does not hold up the stop, which would take ten minutes");
  await server.produceNumbers("stopped", 3, 5);
  const seen = [];
  while (seen.length < 2) seen.push(...values(await subscription.next()));
  assert.deepEqual(seen, [3, 4]);
  subscription.close();
});

test("produce: receipts, a refused record among others, none at all", { skip }, async () => {
  await numbers("produced", 0);
  const { partitions, records } = await client.produce("produced", [{ key: "a", value: 1 }, { value: { x: null }, headers: [{ name: "h", value: "v" }] }], { receipts: true });
  assert.deepEqual(partitions, [{ partition: 0, baseOffset: 0, count: 2 }]);
  assert.deepEqual(records, [{ partition: 0, offset: 0 }, { partition: 0, offset: 1 }]);
  await assert.rejects(client.produce("produced", [{ value: 2 }, { value: 3, partition: 9 }]), (error) => {
    assert.ok(error instanceof PartialProduceError);
    assert.deepEqual(error.failures.map(({ index }) => index), [1]);
    assert.equal(error.receipt.partitions[0].baseOffset, 2);
    return true;
  });
  await assert.rejects(client.produce("produced", { value: 3, partition: 9 }), { code: "unknown-topic-or-partition" });
  await assert.rejects(client.produce("__consumer_offsets", { value: 1 }), { status: 403 });
});
