import { HubConnectionState, type HubConnection } from "@microsoft/signalr";
import { hubProblem, type ProblemError } from "./errors.js";
import type { HubLink } from "./hub-link.js";
import type { Gap, StreamRecord } from "./types.js";
import { abortable, backoff, delay, linked, Signal } from "./waiting.js";

/** `connecting` before the first frame, `live` while frames may come, `paused` by the caller, `reconnecting` after a loss, `ended` for good. */
export type StreamState = "connecting" | "live" | "paused" | "reconnecting" | "ended";

/** What every stream of the hub can be told. */
export interface StreamOptions {
  /** The most records in one batch. */
  maxBatch?: number;
  /** About the most bytes of records in one batch; 256 KiB by default. */
  maxBytes?: number;
  /** How many batches may be on their way or wait here: with `maxBytes` the bound of this stream's memory. 4 by default. */
  credits?: number;
  /** Ends the stream; the iterator then throws the signal's reason. */
  signal?: AbortSignal;
  /** Called when the state changes. */
  onState?: (state: StreamState) => void;
  /** Called when records were missed, as soon as that is known. The iterator tells it too, in its place: in the `gap` of a batch. */
  onGap?: (gap: Gap[]) => void;
  /** Called with the connection's trouble while it is being opened again. */
  onError?: (error: unknown) => void;
}

/** What the hub sends. */
export interface Frame<Value> {
  type: "subscribed" | "records" | "idle" | "gap" | "assigned" | "revoked";
  subscription?: string;
  epoch?: number;
  records?: StreamRecord<Value>[];
  lag?: number;
  gap?: Gap[] | null;
}

/** One streaming call on one connection. */
export interface Session {
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

const DEFAULT_CREDITS = 4;
// A session that lasted so long, in milliseconds, was no failed try: the next one begins at once.
const LASTING = 2000;

/**
 * Frames of the hub as an async iterator of batches, over as many connections as it takes. One loop reads it.
 * Batches that wait or are in work never exceed the credits: one is given back when the iterator is asked for the batch behind it.
 */
export abstract class FrameStream<Value, Message extends Frame<Value>, Item extends { records: StreamRecord<Value>[] }> implements AsyncIterableIterator<Item> {
  protected readonly options: StreamOptions;
  protected readonly queue: Item[] = [];
  protected session: Session | undefined;
  protected isHolding = false;
  readonly #link: HubLink;
  readonly #credits: number;
  readonly #abort: AbortController;
  readonly #unlink: () => void;
  readonly #signal = new Signal();
  #state: StreamState = "connecting";
  #isPaused = false;
  #lag: number | undefined;
  #leave: () => void = () => {};
  #failure: { error: unknown } | undefined;

  protected constructor(link: HubLink, options: StreamOptions, closed: AbortSignal) {
    this.#link = link;
    this.options = options;
    this.#credits = options.credits ?? DEFAULT_CREDITS;
    if (!Number.isInteger(this.#credits) || this.#credits < 1) throw new RangeError("credits must be a whole number above 0.");
    ({ controller: this.#abort, release: this.#unlink } = linked(options.signal, closed));
  }

  get state(): StreamState {
    return this.#state;
  }

  /** How many records are stored behind the last that arrived; `undefined` as long as that is not known. */
  get lag(): number | undefined {
    return this.#lag;
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
    if (this.#state === "paused") this.#enter(this.session ? "live" : "reconnecting");
    this.#tell("Resume");
    this.#signal.raise();
  }

  /** Ends the stream, and the iterator with it. */
  close(): void {
    this.#end();
  }

  async next(): Promise<IteratorResult<Item, undefined>> {
    this.done();
    this.isHolding = false;
    this.#grant();
    for (;;) {
      const batch = this.#isPaused && this.#state !== "ended" ? undefined : this.queue.shift();
      if (batch) return this.#give(batch);
      if (this.#state === "ended") return this.#last();
      await this.#signal.raised;
    }
  }

  async return(): Promise<IteratorResult<Item, undefined>> {
    this.#end();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The hub's method and what it is called with now. */
  protected abstract call(): { method: string; request: object };

  /** Takes a frame of the session; `put` queues what it brings. */
  protected abstract take(session: Session, frame: Message): void;

  /** A batch is being given out. */
  protected abstract given(batch: Item): void;

  /** The batch in hand, if there is one, is done with. */
  protected abstract done(): void;

  /** A session begins: nothing of the one before counts any more. */
  protected begin(): void {}

  /** True when a session that ended with the problem may be followed by another. */
  protected mayRetry(problem: ProblemError): boolean {
    return problem.retriable;
  }

  /** Starts the stream: the constructors of all classes are through. */
  protected start(): void {
    void this.#run();
  }

  protected put(batch: Item): void {
    this.queue.push(batch);
    this.#signal.raise();
  }

  /** Calls the hub about this stream. Rejects with the server's problem, or with whatever ended the connection. */
  protected async ask(session: Session, method: string, argument: unknown): Promise<void> {
    try {
      await abortable(session.hub.invoke(method, session.id, argument), this.#abort.signal);
    } catch (error) {
      throw hubProblem(error) ?? error;
    }
  }

  /** Ends the session; the next one begins at once. */
  protected restart(): void {
    this.#leave();
  }

  #give(batch: Item): IteratorResult<Item, undefined> {
    this.isHolding = batch.records.length > 0;
    this.given(batch);
    return { value: batch, done: false };
  }

  #last(): IteratorResult<Item, undefined> {
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
        const hub = await this.#link.connected(this.#abort.signal, this.options.onError);
        const began = Date.now();
        await this.#listen(hub);
        if (Date.now() - began > LASTING) attempt = 0;
        this.#enter("reconnecting");
        await delay(backoff(attempt), this.#abort.signal);
      }
    } catch (error) {
      if (this.options.signal?.aborted) this.#end({ error: this.options.signal.reason });
      else this.#end(this.#abort.signal.aborted ? undefined : { error });
    } finally {
      release();
    }
  }

  /** One session; rejects when there is no use in another. */
  async #listen(hub: HubConnection): Promise<void> {
    this.begin();
    const session: Session = { hub, epoch: 0, credits: Math.max(1, this.#credits - this.#occupied()), gap: [] };
    this.session = session;
    try {
      await abortable(this.#frames(session), this.#abort.signal);
    } catch (error) {
      this.#abort.signal.throwIfAborted();
      await this.#refusal(hub, error);
      this.options.onError?.(error);
    } finally {
      this.session = undefined;
      this.#leave();
    }
  }

  #frames(session: Session): Promise<void> {
    return new Promise((resolve, reject) => {
      const { method, request } = this.call();
      const { maxBatch, maxBytes } = this.options;
      const stream = session.hub.stream<Message>(method, { ...request, maxBatch, maxBytes, credits: session.credits }).subscribe({
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

  #receive(session: Session, frame: Message): void {
    if (this.session !== session) return;
    if (frame.type === "records") session.credits--;
    if (session.id === undefined) this.#enterSession(session, frame);
    if ((frame.epoch ?? 0) >= session.epoch) this.#accept(session, frame);
    this.#grant();
  }

  #enterSession(session: Session, frame: Message): void {
    session.id = frame.subscription ?? "";
    session.epoch = frame.epoch ?? 0;
    this.#enter(this.#isPaused ? "paused" : "live");
    if (this.#isPaused) this.#tell("Pause");
  }

  #accept(session: Session, frame: Message): void {
    this.#lag = frame.lag ?? this.#lag;
    if (frame.gap && frame.gap.length > 0) {
      session.gap.push(...frame.gap);
      this.options.onGap?.(frame.gap);
    }
    this.take(session, frame);
  }

  /** Batches that are here and not yet done with. */
  #occupied(): number {
    return this.queue.length + (this.isHolding ? 1 : 0);
  }

  // Half of the credits at a time, so that not every batch costs a message.
  #grant(): void {
    const session = this.session;
    if (session?.id === undefined) return;
    const free = this.#credits - session.credits - this.#occupied();
    if (free < Math.max(1, this.#credits >> 1)) return;
    session.credits += free;
    this.#tell("Credit", free);
  }

  // A call that fails has lost its connection: the stream ends too, and the next session begins with what holds then.
  #tell(method: string, ...more: number[]): void {
    const session = this.session;
    if (session?.id === undefined) return;
    session.hub.send(method, session.id, ...more).catch((error: unknown) => this.options.onError?.(error));
  }

  async #whilePaused(): Promise<void> {
    while (this.#isPaused) {
      if (this.#state !== "connecting") this.#enter("paused");
      await abortable(this.#signal.raised, this.#abort.signal);
    }
  }

  #enter(state: StreamState): void {
    if (this.#state === state || this.#state === "ended") return;
    this.#state = state;
    this.options.onState?.(state);
  }

  #end(failure?: { error: unknown }): void {
    if (this.#state === "ended") return;
    if (!failure || this.#abort.signal.aborted) this.queue.length = 0;
    this.#failure = failure;
    this.#enter("ended");
    this.#abort.abort();
    this.#unlink();
    this.#signal.raise();
  }

  /** Throws when the server itself ended the stream and will again; returns when a new session may do better. */
  async #refusal(hub: HubConnection, error: unknown): Promise<void> {
    const problem = hubProblem(error);
    if (problem && this.mayRetry(problem)) return;
    if (problem) throw problem;
    // The streams of a lost connection are told just before its state changes.
    await new Promise((resolve) => setTimeout(resolve));
    if (hub.state === HubConnectionState.Connected) throw error;
  }
}
