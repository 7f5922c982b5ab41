// One line a test: outcome, seconds, name and message, tab-separated: what tests/run counts.
export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite") continue;
    const skipped = data.skip === undefined || data.skip === false ? "" : String(data.skip);
    const outcome = type === "test:fail" ? "Failed" : data.skip === undefined || data.skip === false ? "Passed" : "NotExecuted";
    const message = type === "test:fail" ? String(data.details.error?.cause?.stack ?? data.details.error?.message) : skipped;
    yield [outcome, (data.details.duration_ms / 1000).toFixed(2), `js: ${data.name}`, message.replace(/\s+/g, " ")].join("\t") + "\n";
  }
}
