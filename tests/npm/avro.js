// Compares with avsc. A line in: {schema, values, others}; a line out: the values as payloads (hex) and read again (plain), and for each other schema who reads whom.
import { createInterface } from 'node:readline';
import avro from 'avsc';

const parse = (schema) => avro.Type.forSchema(schema, { wrapUnions: true, registry: {} });

/** A value without the names of its unions' branches, and bytes as strings. */
function plain(type, value) {
  switch (type.typeName) {
    case 'union:wrapped': return value === null ? null : plain(branch(type, value), Object.values(value)[0]);
    case 'bytes': case 'fixed': return value.toString('latin1');
    case 'array': return value.map((item) => plain(type.itemsType, item));
    case 'map': return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(type.valuesType, item)]));
    case 'record': return Object.fromEntries(type.fields.map((field) => [field.name, plain(field.type, value[field.name])]));
    default: return value;
  }
}

const branch = (type, value) => type.types.find((candidate) => candidate.branchName === Object.keys(value)[0]);

function reads(reader, writer) {
  try {
    reader.createResolver(writer);
    return true;
  } catch {
    return false;
  }
}

function attempt(work) {
  try {
    return work();
  } catch (error) {
    return { problem: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { schema, values, others } = JSON.parse(line);
  const type = parse(schema);
  const encoded = values.map((value) => type.toBuffer(type.fromString(JSON.stringify(value))));
  const answer = {
    payloads: encoded.map((payload) => payload.toString('hex').toUpperCase()),
    values: encoded.map((payload) => plain(type, type.fromBuffer(payload))),
    others: others.map((other) => attempt(() => {
      const changed = parse(other);
      return { reads: reads(type, changed), read: reads(changed, type) };
    })),
  };
  console.log(JSON.stringify(answer));
}
