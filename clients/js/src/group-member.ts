import type { ProblemError } from "./errors.js";
import { FrameStream, type Frame, type Session, type StreamOptions } from "./frame-stream.js";
import type { HubLink } from "./hub-link.js";
import type { MemberOptions } from "./member-options.js";
import { keyOf, NextOffsets } from "./next-offsets.js";
import type { Gap, Json, StreamRecord, TopicPartition } from "./types.js";

export interface JoinOptions extends StreamOptions, MemberOptions {
  /** Names, and patterns such as `trucks-*`; topics that are made later and match are picked up. */
  topics: string | string[];
  /** `"auto"` commits what is sent as it is sent: for a quick look, because what is then not processed is lost. */
  commit?: "auto";
  /** Called with all that the member owns, when it has changed. */
  onAssigned?: (assignment: TopicPartition[], generation: number) => void;
  /** Called with what the member lost. Records of it that waited are dropped: they are others' now. */
  onRevoked?: (partitions: TopicPartition[]) => void;
}

/** Records that the group gave to this member. */
export interface MemberBatch<Value = Json> {
  records: StreamRecord<Value>[];
  /** What retention took before the group came to it; empty when nothing was. */
  gap: Gap[];
}

interface GroupFrame<Value> extends Frame<Value> {
  member?: string;
  generation?: number;
  assignment?: TopicPartition[];
  partitions?: TopicPartition[];
}

/**
 * A member of a group over the hub: an async iterator of batches, without a poll of its own. Asking for the next batch commits the one before;
 * after a reconnect, or when another member takes over, what was not committed is delivered again. At least once, never skipped.
 */
export class GroupMember<Value = Json> extends FrameStream<Value, GroupFrame<Value>, MemberBatch<Value>> {
  readonly #request: object;
  readonly #told: JoinOptions;
  readonly #processed = new NextOffsets();
  #inHand: StreamRecord<Value>[] = [];
  #committed: Promise<void> = Promise.resolve();
  #member: string | undefined;
  #assignment: TopicPartition[] = [];

  /** @internal Made by `RestStream.joinGroup`. */
  constructor(link: HubLink, group: string, options: JoinOptions, closed: AbortSignal) {
    super(link, options, closed);
    const { topics, instance, from, sessionTimeout, isolation, maxDeliveries, commit, schema, valueFormat } = options;
    this.#request = { group, topics: [topics].flat(), instance, from, sessionTimeout, isolation, maxDeliveries, commit, schema, valueFormat };
    this.#told = options;
    this.start();
  }

  /** The member's id; `undefined` before the first assignment. Another one after a reconnect, unless it is static. */
  get member(): string | undefined {
    return this.#member;
  }

  /** What the member owns now. */
  get assignment(): readonly TopicPartition[] {
    return this.#assignment;
  }

  /** Commits the batch in hand now, without asking for the next: for whoever leaves the loop with its work done. Durable when it resolves. */
  async commit(): Promise<void> {
    this.#processed.add(this.#inHand);
    this.#inHand = [];
    await this.#commitProcessed();
  }

  override async return(): Promise<IteratorResult<MemberBatch<Value>, undefined>> {
    await Promise.allSettled([this.#committed]);
    return super.return();
  }

  protected override call() {
    return { method: "JoinGroup", request: this.#request };
  }

  protected override begin(): void {
    this.queue.length = 0;
    this.#inHand = [];
    this.#processed.takeAll();
  }

  // A member that the group has given up joins anew.
  protected override mayRetry(problem: ProblemError): boolean {
    return problem.retriable || problem.code === "unknown-member-id";
  }

  protected override take(session: Session, frame: GroupFrame<Value>): void {
    if (frame.type === "assigned") this.#own(frame);
    if (frame.type === "revoked") this.#lose(frame.partitions ?? []);
    const { records = [] } = frame;
    if (records.length === 0 && (frame.type !== "gap" || session.gap.length === 0)) return;
    this.put({ records, gap: session.gap });
    session.gap = [];
  }

  protected override given({ records }: MemberBatch<Value>): void {
    this.#inHand = records;
  }

  // Not waited for: reading goes on while a commit is on its way, and those that come meanwhile go together.
  protected override done(): void {
    if (this.#inHand.length === 0 || this.#told.commit === "auto") return;
    this.commit().catch((error: unknown) => this.options.onError?.(error));
  }

  #commitProcessed(): Promise<void> {
    // One after another; the outcome of the one before was told to whoever asked for it.
    return (this.#committed = Promise.allSettled([this.#committed]).then(async () => {
      if (this.#processed.isEmpty || this.session?.id === undefined) return;
      await this.ask(this.session, "Commit", this.#processed.takeAll());
    }));
  }

  #own({ member, generation = -1, assignment = [] }: GroupFrame<Value>): void {
    if (member !== undefined) this.#member = member;
    this.#assignment = assignment;
    this.#told.onAssigned?.(assignment, generation);
  }

  #lose(partitions: TopicPartition[]): void {
    const lost = new Set(partitions.map(keyOf));
    const isKept = ({ topic = "", partition }: StreamRecord<Value>) => !lost.has(keyOf({ topic, partition }));
    const kept = this.queue.map(({ records, gap }) => ({ records: records.filter(isKept), gap })).filter(({ records, gap }) => records.length + gap.length > 0);
    this.queue.splice(0, this.queue.length, ...kept);
    this.#inHand = this.#inHand.filter(isKept);
    this.#processed.drop(partitions);
    this.#assignment = this.#assignment.filter((owned) => !lost.has(keyOf(owned)));
    this.#told.onRevoked?.(partitions);
  }
}
