import { ProblemError, problemOf } from "./errors.js";
import type { MemberOptions } from "./member-options.js";
import { NextOffsets } from "./next-offsets.js";
import type { Duration, Gap, Json, Problem, StreamRecord, TopicPartition } from "./types.js";
import { backoff, delay, linked } from "./waiting.js";

export interface PollOptions extends MemberOptions {
  /** Names, and patterns such as `trucks-*`; topics that are made later and match are picked up. */
  topics?: string | string[];
  /** Partitions taken by hand instead: then there is no sharing with other members. */
  partitions?: TopicPartition[];
  /** The most records in one batch. */
  max?: number;
  /** About the most bytes in one batch. */
  maxBytes?: number;
  /** How long one call waits for records; `"20s"` by default. */
  wait?: Duration;
  /** `"auto"` acknowledges what is delivered as it is delivered: for a quick look, because what is then not processed is lost. */
  ack?: "auto";
  /** Ends the consumer; the iterator then throws the signal's reason. */
  signal?: AbortSignal;
  /** Called when partitions came or went. */
  onAssignment?: (assignment: TopicPartition[], generation: number) => void;
  /** Called with what went wrong before a call is repeated. */
  onError?: (error: unknown) => void;
}

/** What one poll brought. */
export interface GroupBatch<Value = Json> {
  records: StreamRecord<Value>[];
  assignment: TopicPartition[];
  generation: number;
  /** What retention took before the group came to it; empty when nothing was. */
  gap: Gap[];
  /** Says that a record could not be processed: it is delivered again, and in the end goes to the dead-letter topic. The records before it of its partition are acknowledged. */
  reject: (record: StreamRecord<Value>, reason: string) => void;
}

interface Answer<Value> {
  member: string;
  generation: number;
  assignment: TopicPartition[];
  records: StreamRecord<Value>[];
  ack: string | null;
  gap?: Gap[] | null;
}

interface Rejection extends TopicPartition {
  offset: number;
  reason: string;
}

const DEFAULT_WAIT = "20s";
const LEAVE_TIMEOUT = 3000;

/**
 * A member of a group that polls: an async iterator of batches. Asking for the next batch says that the one before is processed;
 * what was not acknowledged is delivered again, to this member or another. At least once, never skipped.
 */
export class GroupConsumer<Value = Json> implements AsyncIterableIterator<GroupBatch<Value>> {
  readonly #send: typeof fetch;
  readonly #url: string;
  readonly #options: PollOptions;
  readonly #abort: AbortController;
  readonly #unlink: () => void;
  #member: string | undefined;
  #generation = -1;
  #ack: string | null = null;
  #inHand: StreamRecord<Value>[] = [];
  #rejections: Rejection[] = [];
  #assignment = "";
  #isOver = false;

  /** @internal Made by `RestStream.poll`. */
  constructor(send: typeof fetch, server: string, group: string, options: PollOptions, closed: AbortSignal) {
    this.#send = send;
    this.#url = `${server}/v1/groups/${encodeURIComponent(group)}`;
    this.#options = options;
    ({ controller: this.#abort, release: this.#unlink } = linked(options.signal, closed));
  }

  /** The member's id; `undefined` before the first batch. */
  get member(): string | undefined {
    return this.#member;
  }

  /** The next batch that has records. Says that the one before is processed. */
  async next(): Promise<IteratorResult<GroupBatch<Value>, undefined>> {
    try {
      while (!this.#isOver) {
        const answer = await this.#pollUntilAnswered();
        if (answer.records.length > 0 || (answer.gap && answer.gap.length > 0)) return { value: this.#batch(answer), done: false };
      }
    } catch (error) {
      const isClosed = this.#abort.signal.aborted;
      await this.#finish();
      if (this.#options.signal?.aborted) throw this.#options.signal.reason;
      if (!isClosed) throw error;
    }
    return { value: undefined, done: true };
  }

  /** Acknowledges the batch in hand now, without asking for the next: for whoever leaves the loop with its work done. Durable when it resolves. */
  async commit(): Promise<void> {
    const offsets = new NextOffsets().add(this.#inHand).takeAll();
    if (offsets.length === 0) return;
    const { errors } = await this.#call<{ errors?: Problem[] | null }>("POST", "/commit", { member: this.#member, generation: this.#generation, offsets });
    if (errors?.[0]) throw new ProblemError({ ...errors[0], retriable: false });
  }

  /** Leaves the group: its partitions go to others at once. What is in hand and not acknowledged is delivered to them. */
  async return(): Promise<IteratorResult<GroupBatch<Value>, undefined>> {
    await this.#finish();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #batch({ records, assignment, generation, gap }: Answer<Value>): GroupBatch<Value> {
    this.#inHand = records;
    const reject = (record: StreamRecord<Value>, reason: string) => {
      this.#rejections.push({ topic: record.topic ?? "", partition: record.partition, offset: record.offset, reason });
    };
    return { records, assignment, generation, gap: gap ?? [], reject };
  }

  // A poll that is sent again with the same acknowledgement changes nothing twice and brings the same batch: so every doubt ends in sending it again.
  async #pollUntilAnswered(): Promise<Answer<Value>> {
    for (let attempt = 0; ; attempt++) {
      this.#abort.signal.throwIfAborted();
      try {
        return await this.#poll();
      } catch (error) {
        if (this.#abort.signal.aborted) throw error;
        this.#recover(error);
        this.#options.onError?.(error);
        await delay((error as ProblemError).retryAfter ?? backoff(attempt), this.#abort.signal);
      }
    }
  }

  async #poll(): Promise<Answer<Value>> {
    const { topics, partitions, instance, from, max, maxBytes, wait = DEFAULT_WAIT, sessionTimeout, ack, isolation, maxDeliveries, schema, valueFormat } = this.#options;
    const nack = this.#rejections.length > 0 ? this.#rejections : undefined;
    const answer = await this.#call<Answer<Value>>("POST", "/poll", {
      topics: topics === undefined ? undefined : [topics].flat(), partitions, instance, from, max, maxBytes, wait, sessionTimeout, isolation, maxDeliveries, schema, valueFormat,
      member: this.#member, ack: ack ?? this.#ack ?? undefined, nack,
    });
    this.#rejections = [];
    this.#inHand = [];
    this.#member = answer.member;
    this.#generation = answer.generation;
    this.#ack = answer.ack;
    this.#tellAssignment(answer);
    return answer;
  }

  /** Makes the next poll one that can succeed; throws what no poll can mend. */
  #recover(error: unknown): void {
    if (!(error instanceof ProblemError) || error.retriable) return;
    if (error.code === "stale-ack") this.#forget();
    else if (error.code === "unknown-member-id" && this.#member !== undefined) {
      this.#forget();
      this.#member = undefined;
    } else throw error;
  }

  /** What was not acknowledged in time belongs to others now, or comes again. */
  #forget(): void {
    this.#ack = null;
    this.#rejections = [];
    this.#inHand = [];
  }

  #tellAssignment({ assignment, generation }: Answer<Value>): void {
    const text = JSON.stringify(assignment);
    if (text === this.#assignment) return;
    this.#assignment = text;
    this.#options.onAssignment?.(assignment, generation);
  }

  async #finish(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#abort.abort();
    this.#unlink();
    if (this.#member === undefined) return;
    try {
      await this.#call("DELETE", `/members/${encodeURIComponent(this.#member)}`, undefined, AbortSignal.timeout(LEAVE_TIMEOUT));
    } catch (error) {
      // The member then expires by itself.
      this.#options.onError?.(error);
    }
  }

  async #call<Result>(method: string, path: string, body?: object, signal: AbortSignal = this.#abort.signal): Promise<Result> {
    const response = await this.#send(this.#url + path, {
      method,
      signal,
      ...(body ? { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw await problemOf(response);
    return (response.status === 204 ? undefined : await response.json()) as Result;
  }
}
