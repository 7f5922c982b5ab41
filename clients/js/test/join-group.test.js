import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { RestStream } from "../dist/index.js";
import { StubHub } from "./support/stub-hub.js";

const record = (partition, offset) => ({ topic: "orders", partition, offset, timestamp: 0, key: null, value: offset, headers: [] });
const frame = (type, more) => ({ type, subscription: "g", epoch: 0, ...more });
const owned = (...partitions) => partitions.map((partition) => ({ topic: "orders", partition }));
const assigned = (...partitions) => frame("assigned", { member: "m1", generation: 1, assignment: owned(...partitions) });
const records = (partition, ...offsets) => frame("records", { records: offsets.map((offset) => record(partition, offset)) });

let hub, client;
beforeEach(async () => {
  hub = await new StubHub().start();
  client = new RestStream(hub.url);
});
afterEach(async () => {
  await client.close();
  await hub.stop();
});

test("a member joins with what it wants and is told what it owns", async () => {
  const told = [];
  const member = client.joinGroup("billing", { topics: "orders", instance: "a", credits: 2, onAssigned: (...assignment) => told.push(assignment) });
  const call = await hub.take("JoinGroup");
  assert.deepEqual(call.request, { group: "billing", topics: ["orders"], instance: "a", credits: 2 });
  call.send(assigned(0, 1));
  call.send(records(0, 5));
  await member.next();
  assert.deepEqual(told, [[owned(0, 1), 1]]);
  assert.equal(member.member, "m1");
});

test("asking for the next batch commits the one before", async () => {
  const member = client.joinGroup("billing", { topics: "orders" });
  const call = await hub.take("JoinGroup");
  call.send(assigned(0, 1));
  call.send(records(0, 5, 6));
  call.send(records(1, 9));
  await member.next();
  await member.next();
  assert.deepEqual((await hub.take("Commit")).arguments, ["g", [{ topic: "orders", partition: 0, nextOffset: 7 }]]);
  await member.commit();
  assert.deepEqual((await hub.take("Commit")).arguments, ["g", [{ topic: "orders", partition: 1, nextOffset: 10 }]]);
});

test("a commit that is refused is told to whoever asked", async () => {
  const member = client.joinGroup("billing", { topics: "orders" });
  hub.onInvoke = (method) => {
    if (method === "Commit") throw new Error(JSON.stringify({ status: 409, code: "illegal-generation", detail: "No.", retriable: false }));
  };
  const call = await hub.take("JoinGroup");
  call.send(assigned(0));
  call.send(records(0, 5));
  await member.next();
  await assert.rejects(member.commit(), { code: "illegal-generation" });
});

test("records of partitions that were lost are neither given nor committed", async () => {
  let tell;
  const lost = new Promise((resolve) => (tell = resolve));
  const member = client.joinGroup("billing", { topics: "orders", onRevoked: tell });
  const call = await hub.take("JoinGroup");
  call.send(assigned(0, 1));
  call.send(records(0, 5));
  await member.next();
  call.send(frame("records", { records: [record(0, 6), record(1, 7)] }));
  call.send(frame("revoked", { generation: 2, partitions: owned(0) }));
  assert.deepEqual(await lost, owned(0));
  const { value } = await member.next();
  assert.deepEqual(value.records.map(({ partition }) => partition), [1]);
  await member.commit();
  assert.deepEqual((await hub.take("Commit")).arguments[1], [{ topic: "orders", partition: 1, nextOffset: 8 }]);
  assert.deepEqual(member.assignment, owned(1));
});

test("after a reconnect the group decides anew: what waited is dropped, what was in hand is not committed", async () => {
  const member = client.joinGroup("billing", { topics: "orders" });
  const first = await hub.take("JoinGroup");
  first.send(assigned(0));
  first.send(records(0, 5));
  first.send(records(0, 6));
  await member.next();
  hub.cut();
  const second = await hub.take("JoinGroup");
  second.send(assigned(0));
  second.send(records(0, 5, 6));
  const { value } = await member.next();
  assert.deepEqual(value.records.map(({ offset }) => offset), [5, 6]);
  await member.commit();
  assert.deepEqual((await hub.take("Commit")).arguments[1], [{ topic: "orders", partition: 0, nextOffset: 7 }]);
});

test("with auto the server commits, and the client says nothing", async () => {
  const member = client.joinGroup("billing", { topics: "orders", commit: "auto" });
  const call = await hub.take("JoinGroup");
  assert.equal(call.request.commit, "auto");
  call.send(assigned(0));
  call.send(records(0, 5));
  call.send(records(0, 6));
  await member.next();
  await member.next();
  assert.equal(hub.came("Commit").length, 0);
});
