const BETWEEN = 400;

/** Produces the sample's earthquakes one by one, in the order they happened. */
export class Sample {
  #client;
  #topic;
  #fail;
  #changed;
  #stop;

  constructor(client, topic, fail, changed) {
    this.#client = client;
    this.#topic = topic;
    this.#fail = fail;
    this.#changed = changed;
  }

  toggle() {
    if (this.#stop) this.#stop.abort();
    else void this.#play();
  }

  async #play() {
    const stop = (this.#stop = new AbortController());
    this.#changed(true);
    try {
      const response = await fetch("quakes.ndjson", { signal: stop.signal });
      for (const line of (await response.text()).trimEnd().split("\n")) {
        await this.#client.produce(this.#topic, JSON.parse(line), { signal: stop.signal });
        await new Promise((resolve) => setTimeout(resolve, BETWEEN));
      }
    } catch (error) {
      if (!stop.signal.aborted) this.#fail(error);
    } finally {
      this.#stop = undefined;
      this.#changed(false);
    }
  }
}
