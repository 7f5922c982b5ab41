import { HubConnectionState, type HubConnection } from "@microsoft/signalr";
import { hubProblem } from "./errors.js";
import type { HubLink } from "./hub-link.js";
import type { Cursor, Gap, Json, Position, StreamRecord } from "./types.js";
import { abortable, backoff, delay, linked, Signal } from "./waiting.js";

/** `connecting` before the first frame, `live` while frames may come, `paused` by the caller, `reconnecting` after a loss, `ended` for good. */
export type SubscriptionState = "connecting" | "live" | "paused" | "reconnecting" | "ended";

export interface SubscribeOptions {
  /** Where to start when there is no `cursor`; `"latest"` by default. */
  from?: Position;
  /** Goes on where an earlier reader was: the `cursor` of a batch, REST's `next`, or an SSE id. */
  cursor?: Cursor;
  /** Only these partitions. */
  partitions?: number[];
  /** The server sends only records for which this is true, such as `value.mag >= 4 && key.startsWith('ci')`. */
  filter?: string;
  /** The most records in one batch. */
  maxBatch?: number;
  /** About the most bytes of records in one batch; 256 KiB by default. */
  maxBytes?: number;
  /** How many batches may be on their way or wait here: with `maxBytes` the bound of this subscription's memory. 4 by default. */
  credits?: number;
  /** Ends the subscription; the iterator then throws the signal's reason. */
  signal?: AbortSignal;
  /** Called when the state changes. */
  onState?: (state: SubscriptionState) => void;
  /** Called when records were missed, as soon as that is known. The iterator tells it too, in its place: in the `gap` of a batch. */
  onGap?: (gap: Gap[]) => void;
  /** Called with the connection's trouble while it is being opened again. */
  onError?: (error: unknown) => void;
}

/** Records as they came, in one piece. */
export interface Batch<Value = Json> {
  records: StreamRecord<Value>[];
  /** Where the reader is behind these records. Keep it to go on from here later. */
  cursor: Cursor;
  /** What was missed before these records; empty when nothing was. A gap can come without records. */
  gap: Gap[];
  /** How many records were behind these when they were sent. */
  lag?: number;
}

/** What the hub sends. */
interface Frame<Value> {
  type: "subscribed" | "records" | "idle" | "gap";
  subscription?: string;
  epoch?: number;
  cursor?: Cursor;
  records?: StreamRecord<Value>[];
  lag?: number;
  gap?: Gap[] | null;
}

/** One `Subscribe` call on one connection. */
interface Session {
  readonly hub: HubConnection;
  /** The server's name for it, known with the first frame. */
  id?: string;
  /** Frames of an older one are of before a seek. */
  epoch: number;
  /** Batches that the server may still send. */
  credits: number;
  /** What was missed before the batch that comes next. */
  gap: Gap[];
}

type Start = { from: Position } | { cursor: Cursor };

const DEFAULT_CREDITS = 4;

/**
 * A live view of topics: an async iterator of batches that survives reconnects and restarts of the server without loss or repetition.
 * One loop reads it; `pause`, `resume` and `seek` may be called from anywhere.
 */
export class Subscription<Value = Json> implements AsyncIterableIterator<Batch<Value>> {
  readonly #link: HubLink;
  readonly #topics: string[];
  readonly #options: SubscribeOptions;
  readonly #credits: number;
  readonly #abort: AbortController;
  readonly #unlink: () => void;
  readonly #queue: Batch<Value>[] = [];
  readonly #signal = new Signal();
  #state: SubscriptionState = "connecting";
  #isPaused = false;
  #session: Session | undefined;
  #leave: () => void = () => {};
  /** Behind the last batch that arrived: where the next session starts. */
  #arrived: Start;
  /** Behind the last batch that was given out. */
  #given: Start;
  #isHolding = false;
  #lag: number | undefined;
  #failure: { error: unknown } | undefined;

  /** @internal Made by `RestStream.subscribe`. */
  constructor(link: HubLink, topics: string[], options: SubscribeOptions, closed: AbortSignal) {
    this.#link = link;
    this.#topics = topics;
    this.#options = options;
    this.#credits = options.credits ?? DEFAULT_CREDITS;
    if (!Number.isInteger(this.#credits) || this.#credits < 1) throw new RangeError("credits must be a whole number above 0.");
    this.#arrived = this.#given = options.cursor !== undefined ? { cursor: options.cursor } : { from: options.from ?? "latest" };
    ({ controller: this.#abort, release: this.#unlink } = linked(options.signal, closed));
    void this.#run();
  }

  /** Behind the last batch that the iterator gave: where a later `subscribe` goes on. `undefined` as long as that is not known. */
  get cursor(): Cursor | undefined {
    return "cursor" in this.#given ? this.#given.cursor : undefined;
  }

  /** How many records are stored behind the last that arrived; `undefined` as long as that is not known. */
  get lag(): number | undefined {
    return this.#lag;
  }

  get state(): SubscriptionState {
    return this.#state;
  }

  /** The records one by one. What was missed is told by `onGap` alone. */
  async *records(): AsyncGenerator<StreamRecord<Value>, void, undefined> {
    for await (const batch of this) yield* batch.records;
  }

  /** Until `resume` the iterator gives nothing and the server sends nothing. */
  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    if (this.#state === "live") this.#enter("paused");
    this.#tell("Pause");
  }

  /** Goes on where `pause` stopped. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (this.#state === "paused") this.#enter(this.#session ? "live" : "reconnecting");
    this.#tell("Resume");
    this.#signal.raise();
  }

  /** Goes on from somewhere else: the next batch is from there. Rejects, and goes on as before, when the server knows no such place. */
  async seek(to: { from: Position } | { cursor: Cursor }): Promise<void> {
    const session = this.#session;
    const before = this.#queue.length > 0 ? this.#given : this.#arrived;
    this.#queue.length = 0;
    this.#arrived = this.#given = to;
    if (session?.id === undefined) return this.#leave();
    session.epoch++;
    session.gap = [];
    try {
      await abortable(session.hub.invoke("Seek", session.id, to), this.#abort.signal);
    } catch (error) {
      const problem = hubProblem(error);
      // Without an answer the connection is lost, and the next session starts there.
      if (!problem) return;
      // A later seek may have moved on already.
      if (this.#arrived === to) this.#arrived = this.#given = before;
      this.#leave();
      throw problem;
    }
  }

  /** Ends the subscription, and the iterator with it. */
  close(): void {
    this.#end();
  }

  async next(): Promise<IteratorResult<Batch<Value>, undefined>> {
    this.#isHolding = false;
    this.#grant();
    for (;;) {
      const batch = this.#isPaused && this.#state !== "ended" ? undefined : this.#queue.shift();
      if (batch) return this.#give(batch);
      if (this.#state === "ended") return this.#last();
      await this.#signal.raised;
    }
  }

  async return(): Promise<IteratorResult<Batch<Value>, undefined>> {
    this.#end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #give(batch: Batch<Value>): IteratorResult<Batch<Value>, undefined> {
    this.#isHolding = batch.records.length > 0;
    this.#given = { cursor: batch.cursor };
    return { value: batch, done: false };
  }

  #last(): IteratorResult<Batch<Value>, undefined> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure.error;
    return { value: undefined, done: true };
  }

  async #run(): Promise<void> {
    const release = this.#link.hold();
    try {
      for (let attempt = 0; ; attempt++) {
        await this.#whilePaused();
        const hub = await this.#link.connected(this.#abort.signal, this.#options.onError);
        if (await this.#listen(hub)) attempt = 0;
        this.#enter("reconnecting");
        await delay(backoff(attempt), this.#abort.signal);
      }
    } catch (error) {
      if (this.#options.signal?.aborted) this.#end({ error: this.#options.signal.reason });
      else this.#end(this.#abort.signal.aborted ? undefined : { error });
    } finally {
      release();
    }
  }

  /** One session; resolves with whether it came about, rejects when there is no use in another. */
  async #listen(hub: HubConnection): Promise<boolean> {
    const session: Session = { hub, epoch: 0, credits: Math.max(1, this.#credits - this.#occupied()), gap: [] };
    this.#session = session;
    try {
      await abortable(this.#frames(session), this.#abort.signal);
    } catch (error) {
      this.#abort.signal.throwIfAborted();
      await refusal(hub, error);
      this.#options.onError?.(error);
    } finally {
      this.#session = undefined;
      this.#leave();
    }
    return session.id !== undefined;
  }

  #frames(session: Session): Promise<void> {
    return new Promise((resolve, reject) => {
      const { partitions, filter, maxBatch, maxBytes } = this.#options;
      const request = { topics: this.#topics, ...this.#arrived, partitions, filter, maxBatch, maxBytes, credits: session.credits };
      const stream = session.hub.stream<Frame<Value>>("Subscribe", request).subscribe({
        next: (frame) => this.#receive(session, frame),
        complete: resolve,
        error: reject,
      });
      this.#leave = () => {
        this.#leave = () => {};
        stream.dispose();
        resolve();
      };
    });
  }

  #receive(session: Session, frame: Frame<Value>): void {
    if (this.#session !== session) return;
    if (frame.type === "records") session.credits--;
    if (frame.type === "subscribed" && session.id === undefined) this.#begin(session, frame);
    if ((frame.epoch ?? 0) < session.epoch) return this.#grant();
    this.#lag = frame.lag ?? this.#lag;
    if (frame.gap && frame.gap.length > 0) {
      session.gap.push(...frame.gap);
      this.#options.onGap?.(frame.gap);
    }
    if (frame.cursor !== undefined) this.#arrive(session, frame, frame.cursor);
  }

  #begin(session: Session, frame: Frame<Value>): void {
    session.id = frame.subscription ?? "";
    session.epoch = frame.epoch ?? 0;
    this.#enter(this.#isPaused ? "paused" : "live");
    if (this.#isPaused) this.#tell("Pause");
  }

  #arrive(session: Session, { records = [], lag }: Frame<Value>, cursor: Cursor): void {
    this.#arrived = { cursor };
    if (records.length > 0 || session.gap.length > 0) {
      this.#queue.push({ records, cursor, gap: session.gap, ...(lag === undefined ? {} : { lag }) });
      session.gap = [];
      this.#signal.raise();
    } else if (this.#queue.length === 0 && !this.#isHolding) {
      this.#given = this.#arrived;
    }
    this.#grant();
  }

  /** Batches that are here and not yet done with. */
  #occupied(): number {
    return this.#queue.length + (this.#isHolding ? 1 : 0);
  }

  // Half of the credits at a time, so that not every batch costs a message.
  #grant(): void {
    const session = this.#session;
    if (session?.id === undefined) return;
    const free = this.#credits - session.credits - this.#occupied();
    if (free < Math.max(1, this.#credits >> 1)) return;
    session.credits += free;
    this.#tell("Credit", free);
  }

  // A call that fails has lost its connection: the stream ends too, and the next session begins with what holds then.
  #tell(method: string, ...more: number[]): void {
    const session = this.#session;
    if (session?.id === undefined) return;
    session.hub.send(method, session.id, ...more).catch((error: unknown) => this.#options.onError?.(error));
  }

  async #whilePaused(): Promise<void> {
    while (this.#isPaused) {
      if (this.#state !== "connecting") this.#enter("paused");
      await abortable(this.#signal.raised, this.#abort.signal);
    }
  }

  #enter(state: SubscriptionState): void {
    if (this.#state === state || this.#state === "ended") return;
    this.#state = state;
    this.#options.onState?.(state);
  }

  #end(failure?: { error: unknown }): void {
    if (this.#state === "ended") return;
    if (!failure || this.#abort.signal.aborted) this.#queue.length = 0;
    this.#failure = failure;
    this.#enter("ended");
    this.#abort.abort();
    this.#unlink();
    this.#signal.raise();
  }
}

/** Throws when the server itself ended the stream and will again; returns when a new session may do better. */
async function refusal(hub: HubConnection, error: unknown): Promise<void> {
  const problem = hubProblem(error);
  if (problem?.retriable) return;
  if (problem) throw problem;
  // The streams of a lost connection are told just before its state changes.
  await new Promise((resolve) => setTimeout(resolve));
  if (hub.state === HubConnectionState.Connected) throw error;
}
