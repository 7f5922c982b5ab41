import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { RestStream } from "../dist/index.js";
import { eventually, noServer, Server } from "./support/server.js";

const TOTAL = 20_000;

let server, client;
before(async () => {
  if (noServer) return;
  server = await Server.start();
  client = new RestStream(server.url);
});
after(async () => {
  await client?.close();
  await server?.stop();
});

/** Reads with a consumer until its signal ends it; counts how often each number came. */
async function count(consumer, seen) {
  for await (const { records } of consumer) for (const { value } of records) seen[value]++;
}

/** What a member gets that comes when all others have left. */
async function leftFor(topic) {
  const response = await fetch(`${server.url}/v1/groups/${topic}/poll`, { method: "POST", body: JSON.stringify({ topics: [topic], wait: "500ms" }) });
  const { records, assignment } = await response.json();
  return { records: records.length, partitions: assignment.length };
}

/** Two members share three partitions and the server is killed in between: every number comes to one of them at least once. */
async function shareOverAKill(topic, consume) {
  await server.createTopic(topic, 3);
  await server.produceNumbers(topic, 0, TOTAL / 2);
  const seen = new Uint8Array(TOTAL);
  const stop = new AbortController();
  const consumers = [consume(stop.signal), consume(stop.signal)];
  const reading = consumers.map((consumer) => count(consumer, seen).catch((error) => assert.equal(error, stop.signal.reason)));
  await eventually(() => seen.some((times) => times > 0), "the group reads");
  await server.restart();
  await server.produceNumbers(topic, TOTAL / 2, TOTAL);
  await eventually(() => seen.every((times) => times > 0), "every number was delivered", 60_000);
  await Promise.all(consumers.map((consumer) => consumer.commit()));
  stop.abort(new Error("enough"));
  await Promise.all(reading);
  // Sooner than a session expires by itself.
  await eventually(async () => (await (await fetch(`${server.url}/v1/groups/${topic}`)).json()).state === "Empty", "both have left", 10_000);
  assert.deepEqual(await leftFor(topic), { records: 0, partitions: 3 }, "all is acknowledged, and both have left");
}

test("poll: members share a topic over a kill of the server, nothing is skipped", { skip: noServer }, () =>
  shareOverAKill("polled", (signal) => client.poll("polled", { topics: "polled", wait: "1s", sessionTimeout: "40s", signal })));

test("joinGroup: members share a topic over a kill of the server, nothing is skipped", { skip: noServer }, () =>
  shareOverAKill("joined", (signal) => client.joinGroup("joined", { topics: "joined", sessionTimeout: "12s", signal })));

test("joinGroup: what one member leaves uncommitted comes to the next, and what it committed does not", { skip: noServer }, async () => {
  await server.createTopic("left", 1);
  await server.produceNumbers("left", 0, 10);
  const first = client.joinGroup("leavers", { topics: "left", maxBatch: 4 });
  const taken = (await first.next()).value.records.length;
  await first.commit();
  await first.next();
  await first.return();
  const second = client.joinGroup("leavers", { topics: "left" });
  assert.equal((await second.next()).value.records[0].value, taken);
  assert.deepEqual(second.assignment, [{ topic: "left", partition: 0 }]);
  await second.return();
});

test("joinGroup: an assignment follows the members that come and go", { skip: noServer }, async () => {
  await server.createTopic("moving", 2);
  const owns = (member) => member.assignment.length;
  const one = client.joinGroup("movers", { topics: "moving" });
  await eventually(() => owns(one) === 2, "the first owns all");
  const two = client.joinGroup("movers", { topics: "moving" });
  await eventually(() => owns(one) === 1 && owns(two) === 1, "they share");
  await one.return();
  await eventually(() => owns(two) === 2, "the second owns all");
  await two.return();
});

test("poll: what is rejected comes again, and then goes to the dead letters while the rest goes on", { skip: noServer }, async () => {
  await server.createTopic("letters", 1);
  await client.produce("letters", [{ value: "good" }, { value: "bad" }, { value: "also good" }]);
  const deliveries = [];
  for await (const { records, reject } of client.poll("readers", { topics: "letters", wait: "1s", maxDeliveries: 2 })) {
    deliveries.push(...records.map(({ value }) => value));
    if (deliveries.includes("later")) break;
    const bad = records.find(({ value }) => value === "bad");
    reject(bad, "it is bad");
    if (deliveries.filter((value) => value === "bad").length === 2) await client.produce("letters", { value: "later" });
  }
  assert.deepEqual(deliveries, ["good", "bad", "also good", "bad", "also good", "later"]);
  const { records } = await (await fetch(`${server.url}/v1/topics/letters.readers.dlq/records`)).json();
  assert.deepEqual(records.map(({ value }) => value), ["bad"]);
  assert.equal(records[0].headers.find(({ name }) => name === "reststream.dlq.reason").value, "it is bad");
});
