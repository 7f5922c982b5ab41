import assert from "node:assert/strict";
import { test } from "node:test";
import { RestStream } from "../dist/index.js";

const record = (offset, topic = "orders") => ({ topic, partition: 0, offset, timestamp: 0, key: null, value: offset, headers: [] });
const batch = (ack, ...offsets) => ({
  member: "m1", generation: 3, assignment: [{ topic: "orders", partition: 0 }], records: offsets.map((offset) => record(offset)), ack, gap: null,
});
const problem = (status, code, retriable = false) => Response.json({ status, code, detail: "No.", retriable }, { status });

/** A consumer over a server that gives these answers in turn: bodies, responses, errors to throw. What was asked is in `asked`. */
function consuming(options, ...answers) {
  const asked = [];
  const client = new RestStream("http://server", {
    fetch: async (url, { method, body, signal }) => {
      asked.push({ method, path: url.slice("http://server".length), body: body && JSON.parse(body) });
      const answer = method === "DELETE" ? new Response(null, { status: 204 }) : answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer === undefined) return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      return answer instanceof Response ? answer : Response.json(answer);
    },
  });
  return { client, asked, consumer: client.poll("billing", { topics: "orders", ...options }) };
}
const acks = (asked) => asked.filter(({ path }) => path.endsWith("/poll")).map(({ body }) => [body.member, body.ack]);

test("asking for the next batch acknowledges the one before", async () => {
  const { asked, consumer } = consuming({}, batch("a1", 0, 1), batch("a2", 2));
  await consumer.next();
  const { value } = await consumer.next();
  assert.deepEqual(value.records.map(({ offset }) => offset), [2]);
  assert.deepEqual(acks(asked), [[undefined, undefined], ["m1", "a1"]]);
  assert.equal(asked[0].path, "/v1/groups/billing/poll");
  assert.deepEqual(asked[0].body, { topics: ["orders"], wait: "20s" });
});

test("polls without records go on by themselves", async () => {
  const { asked, consumer } = consuming({}, batch(null), batch(null), batch("a1", 0));
  assert.equal((await consumer.next()).value.records.length, 1);
  assert.equal(asked.length, 3);
});

test("a lost answer is asked for again, with the same acknowledgement", async () => {
  const errors = [];
  const { asked, consumer } = consuming({ onError: (error) => errors.push(error) }, batch("a1", 0), new TypeError("fetch failed"), problem(503, "shutting-down", true), batch("a2", 1));
  await consumer.next();
  assert.equal((await consumer.next()).value.records[0].offset, 1);
  assert.deepEqual(acks(asked), [[undefined, undefined], ["m1", "a1"], ["m1", "a1"], ["m1", "a1"]]);
  assert.equal(errors.length, 2);
});

test("a member that expired joins anew, without what it can no longer acknowledge", async () => {
  const { asked, consumer } = consuming({}, batch("a1", 0), problem(409, "unknown-member-id"), batch("b1", 0));
  await consumer.next();
  assert.equal((await consumer.next()).value.records[0].offset, 0, "it is delivered again");
  assert.deepEqual(acks(asked).at(-1), [undefined, undefined]);
});

test("a stale acknowledgement is dropped, the member stays", async () => {
  const { asked, consumer } = consuming({}, batch("a1", 0), problem(409, "stale-ack"), batch("a2", 0));
  await consumer.next();
  await consumer.next();
  assert.deepEqual(acks(asked).at(-1), ["m1", undefined]);
});

test("what no poll can mend ends the iterator, and the member leaves", async () => {
  const { asked, consumer } = consuming({}, batch("a1", 0), problem(409, "poll-superseded"));
  await consumer.next();
  await assert.rejects(consumer.next(), { code: "poll-superseded" });
  assert.deepEqual(await consumer.next(), { value: undefined, done: true });
  assert.equal(asked.at(-1).method, "DELETE");
});

test("a rejected record is told with its reason, once", async () => {
  const { asked, consumer } = consuming({}, batch("a1", 0, 1), batch("a2", 1), batch("a3", 2));
  const { value } = await consumer.next();
  value.reject(value.records[1], "no such customer");
  await consumer.next();
  await consumer.next();
  assert.deepEqual(asked[1].body.nack, [{ topic: "orders", partition: 0, offset: 1, reason: "no such customer" }]);
  assert.equal(asked[2].body.nack, undefined);
});

test("a commit acknowledges what is in hand", async () => {
  const { asked, consumer } = consuming({}, batch("a1", 4, 5), {});
  await consumer.next();
  await consumer.commit();
  assert.deepEqual(asked[1], { method: "POST", path: "/v1/groups/billing/commit", body: { member: "m1", generation: 3, offsets: [{ topic: "orders", partition: 0, nextOffset: 6 }] } });
});

test("leaving the loop leaves the group, and does not acknowledge what is in hand", async () => {
  const { asked, consumer } = consuming({}, batch("a1", 0));
  for await (const { records } of consumer) {
    assert.equal(records.length, 1);
    break;
  }
  assert.deepEqual(asked.map(({ method, path }) => `${method} ${path}`), ["POST /v1/groups/billing/poll", "DELETE /v1/groups/billing/members/m1"]);
});

test("an abort ends a waiting poll with the signal's reason, and the member leaves", async () => {
  const controller = new AbortController();
  const { asked, consumer } = consuming({ signal: controller.signal }, batch("a1", 0));
  await consumer.next();
  const next = consumer.next();
  controller.abort(new Error("enough"));
  await assert.rejects(next, /enough/);
  assert.equal(asked.at(-1).method, "DELETE");
});

test("an assignment is told when it changes", async () => {
  const told = [];
  const more = { ...batch("a3", 2), generation: 4, assignment: [] };
  const { consumer } = consuming({ onAssignment: (assignment, generation) => told.push([assignment.length, generation]) }, batch("a1", 0), batch("a2", 1), more);
  for (let i = 0; i < 3; i++) await consumer.next();
  assert.deepEqual(told, [[1, 3], [0, 4]]);
});
