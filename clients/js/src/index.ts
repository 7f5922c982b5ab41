export { RestStream, type ClientOptions } from "./client.js";
export { PartialProduceError, ProblemError } from "./errors.js";
export { GroupConsumer, type GroupBatch, type PollOptions } from "./group-consumer.js";
export { GroupMember, type JoinOptions, type MemberBatch } from "./group-member.js";
export type { Transport } from "./hub-link.js";
export type { ProduceOptions } from "./produce.js";
export type { StreamOptions, StreamState } from "./frame-stream.js";
export { Subscription, type Batch, type SubscribeOptions } from "./subscription.js";
export type * from "./types.js";
