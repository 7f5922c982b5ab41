import { GroupConsumer, type PollOptions } from "./group-consumer.js";
import { GroupMember, type JoinOptions } from "./group-member.js";
import { HubLink, type Transport } from "./hub-link.js";
import { produce, type ProduceOptions } from "./produce.js";
import { Subscription, type SubscribeOptions } from "./subscription.js";
import type { Json, NewRecord, Receipt } from "./types.js";

export interface ClientOptions {
  /** Only this transport. By default WebSockets, and what else works when they do not. */
  transport?: Transport;
  /** Used for REST calls instead of the global `fetch`. */
  fetch?: typeof fetch;
}

/**
 * A client of one server.
 *
 * ```js
 * const stream = new RestStream("http://localhost:8080");
 * for await (const { records } of stream.subscribe("quakes", { from: "-10" })) console.log(records);
 * ```
 */
export class RestStream {
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #link: HubLink;
  readonly #closed = new AbortController();

  /** `url` is the server's address, such as `location.origin` or `"http://localhost:8080"`. */
  constructor(url: string | URL, options: ClientOptions = {}) {
    this.#url = String(url).replace(/\/+$/, "");
    this.#fetch = options.fetch ?? ((input, init) => fetch(input, init));
    this.#link = new HubLink(`${this.#url}/hubs/stream`, options.transport);
  }

  /** Records of one or many topics as they are stored; `trucks-*` is every topic that begins so. */
  subscribe<Value = Json>(topics: string | string[], options: SubscribeOptions = {}): Subscription<Value> {
    return new Subscription<Value>(this.#link, [topics].flat(), options, this.#closed.signal);
  }

  /**
   * Stores records and says where. Resolves when they are on disk.
   * Rejects with a {@link PartialProduceError} when some were stored and some refused, with a {@link ProblemError} when none was stored,
   * and with what `fetch` throws when there was no answer: then the records may or may not be stored.
   */
  produce<Value = Json>(topic: string, records: NewRecord<Value> | NewRecord<Value>[], options: ProduceOptions = {}): Promise<Receipt> {
    return produce(this.#fetch, this.#url, topic, [records].flat(), options);
  }

  /**
   * Consumes as a member of a group: the group's members share the partitions, and its offsets are kept by the server.
   *
   * ```js
   * for await (const { records } of stream.poll("billing", { topics: "orders" })) await bill(records);
   * ```
   */
  poll<Value = Json>(group: string, options: PollOptions): GroupConsumer<Value> {
    return new GroupConsumer<Value>(this.#fetch, this.#url, group, options, this.#closed.signal);
  }

  /**
   * Consumes as a member of a group over the hub: like `poll`, but told of assignments as they change, and pushed to.
   *
   * ```js
   * for await (const { records } of stream.joinGroup("billing", { topics: "orders" })) await bill(records);
   * ```
   */
  joinGroup<Value = Json>(group: string, options: JoinOptions): GroupMember<Value> {
    return new GroupMember<Value>(this.#link, group, options, this.#closed.signal);
  }

  /** Ends every iterator and closes the connection. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#link.closed();
  }
}
