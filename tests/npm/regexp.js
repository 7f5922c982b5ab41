// Judges patterns with Node's own RegExp and the flag u. In: [{pattern, texts}]; out: for each null (no pattern) or whether each text matches.
import { readFileSync } from 'node:fs';

const cases = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(cases.map(({ pattern, texts }) => {
  let regexp;
  try { regexp = new RegExp(pattern, 'u'); } catch { return null; }
  return texts.map((text) => regexp.test(text));
})));
