export { RestStream, type ClientOptions } from "./client.js";
export { PartialProduceError, ProblemError } from "./errors.js";
export { GroupConsumer, type GroupBatch, type PollOptions } from "./group-consumer.js";
export type { Transport } from "./hub-link.js";
export type { ProduceOptions } from "./produce.js";
export { Subscription, type Batch, type SubscribeOptions, type SubscriptionState } from "./subscription.js";
export type * from "./types.js";
