import assert from "node:assert/strict";
import { test } from "node:test";
import { PartialProduceError, ProblemError, RestStream } from "../dist/index.js";

/** A client whose server gives one answer; what it was asked is in `asked`. */
function answering(status, body, headers = {}) {
  const asked = {};
  const client = new RestStream("http://server/", {
    fetch: async (url, init) => {
      Object.assign(asked, { url, ...init, body: JSON.parse(init.body) });
      return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
    },
  });
  return { client, asked };
}

test("one record or many go out as a batch, and the receipt comes back", async () => {
  const receipt = { partitions: [{ partition: 1, baseOffset: 7, count: 1 }] };
  const { client, asked } = answering(201, receipt);
  assert.deepEqual(await client.produce("a b", { key: "k", value: null }, { acks: 1, receipts: true }), receipt);
  assert.equal(asked.url, "http://server/v1/topics/a%20b/records?acks=1&receipts=each");
  assert.equal(asked.method, "POST");
  assert.deepEqual(asked.body, { records: [{ key: "k", value: null }] });
});

test("records that were refused are not lost in a success", async () => {
  const failure = { index: 1, status: 422, code: "invalid-record", detail: "Too large.", retriable: false };
  const { client } = answering(207, { partitions: [{ partition: 0, baseOffset: 0, count: 1 }], errors: [failure] });
  await assert.rejects(client.produce("t", [{ value: 1 }, { value: 2 }]), (error) => {
    assert.ok(error instanceof PartialProduceError);
    assert.deepEqual(error.failures, [failure]);
    assert.equal(error.receipt.partitions[0].count, 1);
    return true;
  });
});

test("a problem is an error with the server's code", async () => {
  const problem = { status: 503, code: "coordinator-load-in-progress", detail: "Not yet.", retriable: true, errors: [{ pointer: "/x", detail: "y" }] };
  const { client } = answering(503, problem, { "Retry-After": "2" });
  await assert.rejects(client.produce("t", { value: 1 }), (error) => {
    assert.ok(error instanceof ProblemError);
    const { status, code, retriable, retryAfter, errors } = error;
    assert.deepEqual({ status, code, retriable, retryAfter, errors }, { status: 503, code: problem.code, retriable: true, retryAfter: 2000, errors: problem.errors });
    return true;
  });
});

test("an answer of something in between is an error too", async () => {
  const { client } = answering(502, "<html>Bad gateway</html>");
  await assert.rejects(client.produce("t", { value: 1 }), { code: "unexpected-answer", status: 502, retriable: true });
});
