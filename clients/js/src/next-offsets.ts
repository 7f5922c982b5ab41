import type { StreamRecord, TopicPartition, TopicPartitionOffset } from "./types.js";

/** How far records of partitions are processed: the offset behind the last of each. */
export class NextOffsets {
  readonly #next = new Map<string, TopicPartitionOffset>();

  get isEmpty(): boolean {
    return this.#next.size === 0;
  }

  add(records: readonly StreamRecord<unknown>[]): this {
    for (const { topic = "", partition, offset } of records) this.#next.set(keyOf({ topic, partition }), { topic, partition, nextOffset: offset + 1 });
    return this;
  }

  /** Forgets partitions. */
  drop(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#next.delete(keyOf(partition));
  }

  /** What there is; then it is empty. */
  takeAll(): TopicPartitionOffset[] {
    const all = [...this.#next.values()];
    this.#next.clear();
    return all;
  }
}

/** A name for a partition, fit for a `Map`: no topic's name has a slash. */
export const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
