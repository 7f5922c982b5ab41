const FIRST_DELAY = 200;
const LONGEST_DELAY = 10_000;

/** Resolves after the time, rejects with the signal's reason when it is aborted before. */
export async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await abortable(new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds))), signal);
  } finally {
    clearTimeout(timer);
  }
}

/** The time before the next try: doubling, at most ten seconds, with half of it at random so that clients do not return in step. */
export function backoff(attempt: number): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** attempt);
  return longest / 2 + Math.random() * (longest / 2);
}

/** The promise's outcome, or the signal's reason if that is aborted first. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/** A controller that is also aborted when one of the signals is. Call `release` when it is no longer needed. */
export function linked(...signals: (AbortSignal | undefined)[]): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const releases: (() => void)[] = [];
  for (const signal of signals) {
    if (!signal) continue;
    const stop = () => controller.abort(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    releases.push(() => signal.removeEventListener("abort", stop));
  }
  return { controller, release: () => releases.forEach((release) => release()) };
}

/** Wakes whoever waits. Take `raised` after the state was looked at and before anything is awaited: no wake-up is lost. */
export class Signal {
  #resolve!: () => void;
  #raised!: Promise<void>;

  constructor() {
    this.#arm();
  }

  get raised(): Promise<void> {
    return this.#raised;
  }

  raise(): void {
    const resolve = this.#resolve;
    this.#arm();
    resolve();
  }

  #arm(): void {
    this.#raised = new Promise((resolve) => (this.#resolve = resolve));
  }
}
