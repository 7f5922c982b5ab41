import { PartialProduceError, problemOf } from "./errors.js";
import type { NewRecord, Receipt, RecordFailure } from "./types.js";

export interface ProduceOptions {
  /** `"all"` (the default): answered when on disk. `1`: when written to the page cache. `0`: at once, without offsets. */
  acks?: "all" | 1 | 0;
  /** Also tells every record's own offset. */
  receipts?: boolean;
  signal?: AbortSignal;
}

const PARTLY_STORED = 207;

export async function produce(
  send: typeof fetch, url: string, topic: string, records: NewRecord<unknown>[], { acks, receipts, signal }: ProduceOptions,
): Promise<Receipt> {
  const query = new URLSearchParams();
  if (acks !== undefined) query.set("acks", String(acks));
  if (receipts) query.set("receipts", "each");
  const response = await send(`${url}/v1/topics/${encodeURIComponent(topic)}/records?${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ records }),
    ...(signal ? { signal } : {}),
  });
  if (!response.ok) throw await problemOf(response);
  const { errors, ...receipt } = (await response.json()) as Receipt & { errors?: RecordFailure[] };
  if (response.status === PARTLY_STORED) throw new PartialProduceError(receipt, errors ?? []);
  return receipt;
}
