/**
 * Reads a topic of numbers with the client and keeps account of each: what is missing or comes twice shows. Runs under Node and, as text, in a page.
 * It pauses itself after `hold` records and takes `pace` milliseconds a batch. `account` is how it stands; `control` is the subscription.
 */
export function startReading({ RestStream }, { url, topic, total, transport, hold = 0, pace = 0 }) {
  const seen = new Uint8Array(total);
  const next = {};
  const account = { count: 0, wrong: [], gaps: 0, sessions: 0, isDone: false, error: null };
  const client = new RestStream(url, { transport });
  const subscription = client.subscribe(topic, {
    from: "earliest", credits: 4, maxBatch: 500,
    onState: (state) => state === "live" && account.sessions++,
  });
  const see = ({ partition, offset, value }) => {
    if (offset !== (next[partition] ?? 0)) account.wrong.push(`partition ${partition}: offset ${offset} instead of ${next[partition] ?? 0}`);
    if (seen[value]++) account.wrong.push(`number ${value} again`);
    next[partition] = offset + 1;
    account.count++;
  };
  const read = async () => {
    for await (const { records, gap } of subscription) {
      account.gaps += gap.length;
      records.forEach(see);
      if (hold > 0 && account.count >= hold) {
        hold = 0;
        subscription.pause();
      }
      if (account.count >= total) break;
      if (pace > 0) await new Promise((resolve) => setTimeout(resolve, pace));
    }
    await client.close();
  };
  read().catch((error) => (account.error = String(error))).then(() => (account.isDone = true));
  return { account, control: subscription };
}
