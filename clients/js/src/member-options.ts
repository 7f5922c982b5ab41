import type { Duration, Position, SchemaOptions } from "./types.js";

/** What a member of a group can be told, however it consumes. */
export interface MemberOptions extends SchemaOptions {
  /** The name of a static member: whoever comes with it takes over its partitions without a rebalance. */
  instance?: string;
  /** Where a partition starts for which the group has no offset; `"earliest"` by default. */
  from?: Position;
  /**
   * How long the member may be away before its partitions go to others; `"45s"` by default. One that polls is away between its polls, so a batch must take less;
   * one of the hub is away when its server was killed, or, if it is static, when its connection is lost.
   */
  sessionTimeout?: Duration;
  /** Which records of transactions are read; `"read_uncommitted"` by default. */
  isolation?: "read_uncommitted" | "read_committed";
  /** How often a rejected record is delivered before it goes to the dead-letter topic: a setting of the group. */
  maxDeliveries?: number;
}
