// Compares with ajv. A line in: {draft, schema, values}, the values as JSON texts; a line out: whether each is valid, or {problem}.
import { createInterface } from 'node:readline';
import Draft7 from 'ajv';
import Draft201909 from 'ajv/dist/2019.js';
import Draft202012 from 'ajv/dist/2020.js';

const classes = { Draft7, Draft201909, Draft202012 };
const options = { strict: false, validateSchema: false, multipleOfPrecision: 9, logger: false };

const laterKeywords = ['minContains', 'maxContains', 'dependentRequired', 'dependentSchemas', 'unevaluatedItems', 'unevaluatedProperties'];

/** The schema without what says nothing in draft 7, but is heeded by ajv: keywords beside a $ref, and those of later drafts. */
function ofDraft7(schema) {
  if (Array.isArray(schema)) return schema.map(ofDraft7);
  if (schema === null || typeof schema !== 'object') return schema;
  const said = typeof schema.$ref === 'string' ? ['$ref', '$defs'] : Object.keys(schema).filter((key) => !laterKeywords.includes(key));
  return Object.fromEntries(said.filter((key) => key in schema).map((key) => [key, ofDraft7(schema[key])]));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { draft, schema, values } = JSON.parse(line);
  const Ajv = classes[draft].default ?? classes[draft];
  try {
    const validate = new Ajv(options).compile(draft === 'Draft7' ? ofDraft7(schema) : schema);
    console.log(JSON.stringify(values.map((value) => validate(JSON.parse(value)))));
  } catch (error) {
    console.log(JSON.stringify({ problem: String(error) }));
  }
}
