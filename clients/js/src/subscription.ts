import { ProblemError } from "./errors.js";
import { FrameStream, type Frame, type Session, type StreamOptions } from "./frame-stream.js";
import type { HubLink } from "./hub-link.js";
import type { Cursor, Gap, Json, Position, SchemaOptions, StreamRecord } from "./types.js";

export interface SubscribeOptions extends StreamOptions, SchemaOptions {
  /** Where to start when there is no `cursor`; `"latest"` by default. */
  from?: Position;
  /** Goes on where an earlier reader was: the `cursor` of a batch, REST's `next`, or an SSE id. */
  cursor?: Cursor;
  /** Only these partitions. */
  partitions?: number[];
  /** The server sends only records for which this is true, such as `value.mag >= 4 && key.startsWith('ci')`. */
  filter?: string;
}

/** Records as they came, in one piece. */
export interface Batch<Value = Json> {
  records: StreamRecord<Value>[];
  /** Where the reader is behind these records. Keep it to go on from here later. */
  cursor: Cursor;
  /** What was missed before these records; empty when nothing was. A gap can come without records. */
  gap: Gap[];
  /** How many records were stored behind these when they were sent. */
  lag?: number;
}

interface CursorFrame<Value> extends Frame<Value> {
  cursor?: Cursor;
}

type Start = { from: Position } | { cursor: Cursor };

/**
 * A live view of topics: an async iterator of batches that survives reconnects and restarts of the server without loss or repetition.
 * One loop reads it; `pause`, `resume` and `seek` may be called from anywhere.
 */
export class Subscription<Value = Json> extends FrameStream<Value, CursorFrame<Value>, Batch<Value>> {
  readonly #topics: string[];
  readonly #more: Pick<SubscribeOptions, "partitions" | "filter" | "schema" | "valueFormat">;
  /** Behind the last batch that arrived: where the next session starts. */
  #arrived: Start;
  /** Behind the last batch that was given out. */
  #given: Start;

  /** @internal Made by `RestStream.subscribe`. */
  constructor(link: HubLink, topics: string[], options: SubscribeOptions, closed: AbortSignal) {
    super(link, options, closed);
    const { from = "latest", cursor, partitions, filter, schema, valueFormat } = options;
    this.#topics = topics;
    this.#more = { ...(partitions && { partitions }), ...(filter !== undefined && { filter }), ...(schema && { schema }), ...(valueFormat && { valueFormat }) };
    this.#arrived = this.#given = cursor !== undefined ? { cursor } : { from };
    this.start();
  }

  /** Behind the last batch that the iterator gave: where a later `subscribe` goes on. `undefined` as long as that is not known. */
  get cursor(): Cursor | undefined {
    return "cursor" in this.#given ? this.#given.cursor : undefined;
  }

  /** Goes on from somewhere else: the next batch is from there. Rejects, and goes on as before, when the server knows no such place. */
  async seek(to: { from: Position } | { cursor: Cursor }): Promise<void> {
    const session = this.session;
    const before = this.queue.length > 0 ? this.#given : this.#arrived;
    this.queue.length = 0;
    this.#arrived = this.#given = to;
    if (session?.id === undefined) return this.restart();
    session.epoch++;
    session.gap = [];
    try {
      await this.ask(session, "Seek", to);
    } catch (error) {
      // Without an answer the connection is lost, and the next session starts there.
      if (!(error instanceof ProblemError)) return;
      // A later seek may have moved on already.
      if (this.#arrived === to) this.#arrived = this.#given = before;
      this.restart();
      throw error;
    }
  }

  protected override call() {
    return { method: "Subscribe", request: { topics: this.#topics, ...this.#arrived, ...this.#more } };
  }

  // A frame without a cursor is a gap right before records: the batch that has both has the cursor.
  protected override take(session: Session, { cursor, records = [], lag }: CursorFrame<Value>): void {
    if (cursor === undefined) return;
    this.#arrived = { cursor };
    if (records.length > 0 || session.gap.length > 0) {
      this.put({ records, cursor, gap: session.gap, ...(lag === undefined ? {} : { lag }) });
      session.gap = [];
    } else if (this.queue.length === 0 && !this.isHolding) {
      this.#given = this.#arrived;
    }
  }

  protected override given(batch: Batch<Value>): void {
    this.#given = { cursor: batch.cursor };
  }

  protected override done(): void {}
}
