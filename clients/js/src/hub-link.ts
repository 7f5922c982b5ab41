import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from "@microsoft/signalr";
import { abortable, backoff, delay } from "./waiting.js";

/** How frames travel. WebSockets unless told otherwise, with the others as fallbacks. */
export type Transport = "webSockets" | "serverSentEvents" | "longPolling";

const TRANSPORTS = {
  webSockets: HttpTransportType.WebSockets,
  serverSentEvents: HttpTransportType.ServerSentEvents,
  longPolling: HttpTransportType.LongPolling,
} as const;

/** The one hub connection of a client: opened by its first user, closed with its last, opened again whenever it is lost. */
export class HubLink {
  readonly #url: string;
  readonly #transport: Transport | undefined;
  #opening: Promise<HubConnection> | undefined;
  #closing: Promise<void> | undefined;
  #users = 0;

  constructor(url: string, transport: Transport | undefined) {
    this.#url = url;
    this.#transport = transport;
  }

  /** Keeps the connection until the returned function is called. */
  hold(): () => void {
    this.#users++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      if (--this.#users === 0) this.#closing = this.#close();
    };
  }

  /** Waits until a connection that nobody needs any more is closed. */
  async closed(): Promise<void> {
    // The last user lets go in a turn of its own.
    await new Promise((resolve) => setTimeout(resolve));
    await this.#closing;
  }

  /**
   * The open connection; waits for it as long as the signal lets it. Rejects when the server answers that it has no such hub or does not want this client.
   */
  async connected(signal: AbortSignal, onError?: (error: unknown) => void): Promise<HubConnection> {
    for (let attempt = 0; ; attempt++) {
      signal.throwIfAborted();
      try {
        return await abortable(this.#open(), signal);
      } catch (error) {
        if (signal.aborted || isRefusal(error)) throw error;
        onError?.(error);
      }
      await delay(backoff(attempt), signal);
    }
  }

  #open(): Promise<HubConnection> {
    if (this.#opening) return this.#opening;
    const forget = () => {
      if (this.#opening === opening) this.#opening = undefined;
    };
    const opening = this.#start(forget);
    opening.catch(forget);
    return (this.#opening = opening);
  }

  async #start(closed: () => void): Promise<HubConnection> {
    const transport = this.#transport;
    const builder = new HubConnectionBuilder().configureLogging(LogLevel.None);
    const hub = (transport ? builder.withUrl(this.#url, TRANSPORTS[transport]) : builder.withUrl(this.#url)).build();
    hub.onclose(closed);
    await hub.start();
    if (hub.state !== HubConnectionState.Connected) throw new Error("The connection was lost while it was opened.");
    return hub;
  }

  async #close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    const hub = await opening?.catch(() => undefined);
    await hub?.stop();
  }
}

// 408 and 429 are worth another try, and so is everything that is not an answer at all.
function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: number }).statusCode ?? Number(/Status code '(\d+)'/.exec(String(error))?.[1] ?? NaN);
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
