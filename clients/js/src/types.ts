/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [member: string]: Json };

/**
 * Where reading starts: `"earliest"`, `"latest"`, an offset such as `"42"`, the last ten of each partition as `"-10"`,
 * or a time such as `"@2026-11-01T00:00Z"` or `"@-15m"`.
 */
export type Position = string;

/** Where a reader is, as opaque text: what REST calls `next`, SSE calls `id`, and every batch here carries. */
export type Cursor = string;

/** A span of time: `"10s"`, `"1500ms"`, or a number of milliseconds. */
export type Duration = string | number;

export interface RecordHeader {
  name: string;
  value: string | null;
  valueEncoding?: "base64";
}

/** A record as it is read. `Value` is what the values of the topic look like. */
export interface StreamRecord<Value = Json> {
  /** Told when more than one topic is read. */
  topic?: string;
  partition: number;
  offset: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  key: string | null;
  /** `null` is a tombstone. */
  value: Value;
  headers: RecordHeader[];
  keyEncoding?: "base64";
  /** Set when the stored bytes are not JSON: `value` is then text, or the bytes in base64. */
  valueEncoding?: "text" | "base64";
  /** With `schema: true`: the schema that the value has. */
  schema?: RecordSchema | "unknown";
}

/** A version of a subject, and what says that a record has it. */
export interface RecordSchema {
  subject: string;
  version: number;
  id: number;
  guid: string;
  schemaType: "JSON" | "AVRO" | "PROTOBUF";
  from: "prefix" | "header" | "pinned";
}

/** What a reader can ask about schemas. */
export interface SchemaOptions {
  /** Each record says which schema its value has. */
  schema?: boolean;
  /** `"json"` shows values in Confluent's wire form as JSON, by the schema that they name; `"stored"`, the default, as they are. */
  valueFormat?: "json" | "stored";
}

/** A record to be stored. */
export interface NewRecord<Value = Json> {
  value: Value;
  key?: string | null;
  partition?: number;
  /** Milliseconds since 1970, or ISO 8601; the server's clock by default. */
  timestamp?: number | string;
  headers?: RecordHeader[];
}

/** Records that a reader will not get: the offsets from `from` up to, not including, `to`. */
export interface Gap {
  topic?: string;
  partition: number;
  from: number;
  to: number;
  reason: "retention" | "truncated" | "recreated" | "damaged";
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

export interface TopicPartitionOffset extends TopicPartition {
  /** The offset of the next record to be read. */
  nextOffset: number;
}

/** Where a run of records was stored. */
export interface StoredRun {
  partition: number;
  /** Absent with `acks: 0`. */
  baseOffset?: number;
  count: number;
}

/** Why one record of several was not stored. */
export interface RecordFailure {
  /** The record's place in what was sent. */
  index: number;
  status: number;
  code: string;
  detail: string;
  retriable: boolean;
  errors?: ProblemPlace[];
}

export interface Receipt {
  partitions: StoredRun[];
  /** Every record's own offset, in the order they were sent, with `receipts: true`; `null` for one that was not stored. */
  records?: ({ partition: number; offset: number } | null)[];
}

export interface ProblemPlace {
  /** A JSON Pointer, or the name of a parameter. */
  pointer: string;
  detail: string;
}

/** An error as the server tells it (RFC 9457). */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail: string;
  /** Stable, such as `unknown-topic-or-partition`; `/errors/{code}` explains it. */
  code: string;
  retriable: boolean;
  traceId?: string;
  errors?: ProblemPlace[];
}
