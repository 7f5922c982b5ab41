// Drives a schema registry, whose address is the first line of the input, with the clients of other registries: register, encode, decode, evolve.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { create, createMutableRegistry } from "@bufbuild/protobuf";
import { TimestampSchema } from "@bufbuild/protobuf/wkt";
import confluent from "@confluentinc/schemaregistry";
import kafkajs from "@kafkajs/confluent-schema-registry";

const host = readFileSync(0, "utf8").trim();

async function withKafkajs() {
  const registry = new kafkajs.SchemaRegistry({ host });
  const avro = (fields) => ({ type: kafkajs.SchemaType.AVRO, schema: JSON.stringify({ type: "record", name: "Order", namespace: "demo", fields }) });
  const id = { name: "id", type: "string" };

  const { id: first } = await registry.register(avro([id]));
  const old = await registry.encode(first, { id: "a" });
  const { id: second } = await registry.register(avro([id, { name: "count", type: "int", default: 7 }]));
  assert.notEqual(first, second);
  assert.deepEqual({ ...(await registry.decode(old)) }, { id: "a" });
  assert.deepEqual({ ...(await registry.decode(await registry.encode(second, { id: "b", count: 2 }))) }, { id: "b", count: 2 });
  await assert.rejects(registry.register(avro([id, { name: "needed", type: "int" }])), (error) => error.status === 409 || /incompatible/i.test(error.message));
  assert.equal(await registry.getLatestSchemaId("demo.Order"), second);
  assert.equal(await registry.getRegistryId("demo.Order", 1), first);
  assert.equal(await registry.getRegistryIdBySchema("demo.Order", avro([id])), first);

  const text = { type: kafkajs.SchemaType.JSON, schema: JSON.stringify({ type: "object", properties: { id: { type: "string" } }, required: ["id"] }) };
  const json = await registry.register(text, { subject: "kafkajs-json" });
  assert.deepEqual(await registry.decode(await registry.encode(json.id, { id: "c" })), { id: "c" });
  await assert.rejects(registry.encode(json.id, { id: 1 }));

  const proto = { type: kafkajs.SchemaType.PROTOBUF, schema: 'syntax = "proto3";\npackage demo;\nmessage Order { string id = 1; int32 count = 2; }' };
  const protobuf = await registry.register(proto, { subject: "kafkajs-protobuf" });
  assert.deepEqual({ ...(await registry.decode(await registry.encode(protobuf.id, { id: "d", count: 3 }))) }, { id: "d", count: 3 });
}

function client() {
  return confluent.SchemaRegistryClient.newClient({ baseURLs: [host], maxRetries: 1, cacheCapacity: 100, cacheLatestTtlSecs: 1 });
}

async function withConfluent() {
  const { SerdeType } = confluent;
  const registry = client();

  // Each serializer asks /associations first and takes the topic's name when there is nothing.
  const avroText = JSON.stringify({ type: "record", name: "Order", fields: [{ name: "id", type: "string" }] });
  const avroId = await registry.register("confluent-avro-value", { schemaType: "AVRO", schema: avroText });
  const avroWriter = new confluent.AvroSerializer(registry, SerdeType.VALUE, { useLatestVersion: true });
  const avroReader = new confluent.AvroDeserializer(client(), SerdeType.VALUE, {});
  const avroBytes = await avroWriter.serialize("confluent-avro", { id: "a" });
  assert.equal(avroBytes.readInt32BE(1), avroId);
  assert.deepEqual({ ...(await avroReader.deserialize("confluent-avro", avroBytes)) }, { id: "a" });
  const evolved = JSON.stringify({ type: "record", name: "Order", fields: [{ name: "id", type: "string" }, { name: "count", type: "int", default: 7 }] });
  assert.equal(await registry.testSubjectCompatibility("confluent-avro-value", { schemaType: "AVRO", schema: evolved }), true);
  assert.notEqual(await registry.register("confluent-avro-value", { schemaType: "AVRO", schema: evolved }), avroId);
  const evolvedReader = new confluent.AvroDeserializer(client(), SerdeType.VALUE, { useLatestVersion: true });
  assert.deepEqual({ ...(await evolvedReader.deserialize("confluent-avro", avroBytes)) }, { id: "a", count: 7 });

  const jsonText = JSON.stringify({ $schema: "http://json-schema.org/draft-07/schema#", type: "object", properties: { id: { type: "string" } } });
  const jsonId = await registry.register("confluent-json-value", { schemaType: "JSON", schema: jsonText });
  const jsonWriter = new confluent.JsonSerializer(registry, SerdeType.VALUE, { useLatestVersion: true, validate: true });
  const jsonReader = new confluent.JsonDeserializer(client(), SerdeType.VALUE, { validate: true });
  const jsonBytes = await jsonWriter.serialize("confluent-json", { id: "b" });
  assert.equal(jsonBytes.readInt32BE(1), jsonId);
  assert.deepEqual(await jsonReader.deserialize("confluent-json", jsonBytes), { id: "b" });
  await assert.rejects(jsonWriter.serialize("confluent-json", { id: 1 }));

  await withConfluentProtobuf(registry);

  // The guid in a header in the place of the id in the payload.
  const headerWriter = new confluent.JsonSerializer(registry, SerdeType.VALUE, { useLatestVersion: true, schemaIdSerializer: confluent.HeaderSchemaIdSerializer });
  const headers = {};
  const bare = await headerWriter.serialize("confluent-json", { id: "c" }, headers);
  assert.equal(bare.toString(), '{"id":"c"}');
  assert.deepEqual(await jsonReader.deserialize("confluent-json", bare, headers), { id: "c" });

  await withConfluentSettings(registry, jsonText, jsonId);
}

async function withConfluentProtobuf(registry) {
  const { SerdeType } = confluent;
  const messages = createMutableRegistry(TimestampSchema);
  const protobufWriter = new confluent.ProtobufSerializer(registry, SerdeType.VALUE, { autoRegisterSchemas: true, registry: messages });
  const protobufReader = new confluent.ProtobufDeserializer(client(), SerdeType.VALUE, {});
  const protobufBytes = await protobufWriter.serialize("confluent-protobuf", create(TimestampSchema, { seconds: 5n, nanos: 6 }));
  const read = await protobufReader.deserialize("confluent-protobuf", protobufBytes);
  assert.deepEqual([read.seconds, read.nanos], [5n, 6]);
}

async function withConfluentSettings(registry, jsonText, jsonId) {
  const subject = "confluent-json-value";
  const info = { schemaType: "JSON", schema: jsonText };
  assert.equal(await registry.getId(subject, info), jsonId);
  assert.equal(await registry.getVersion(subject, info), 1);
  assert.deepEqual(await registry.getAllVersions(subject), [1]);
  assert.equal((await registry.getLatestSchemaMetadata(subject)).id, jsonId);
  assert.ok((await registry.getAllSubjects()).includes(subject));
  await registry.updateCompatibility(subject, "FULL");
  assert.equal(await registry.getCompatibility(subject), "FULL");
  await registry.updateDefaultConfig({ compatibilityLevel: "BACKWARD" });
  const tagged = await registry.register("confluent-tagged", { ...info, metadata: { properties: { owner: "me" } }, ruleSet: { domainRules: [{ name: "check", kind: "CONDITION", mode: "WRITE", type: "CEL", expr: "true" }] } });
  assert.notEqual(tagged, jsonId);
  assert.equal((await registry.getLatestWithMetadata("confluent-tagged", { owner: "me" })).id, tagged);
  await assert.rejects(registry.getLatestSchemaMetadata("nowhere"), (error) => error.errorCode === 40401 && error.status === 404);
  assert.deepEqual(await registry.deleteSubject("confluent-tagged"), [1]);
  assert.deepEqual(await registry.deleteSubject("confluent-tagged", true), [1]);
}

console.info = console.warn = console.debug = () => {};
await withKafkajs();
console.log("kafkajs");
await withConfluent();
console.log("confluent");
