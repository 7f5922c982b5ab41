import type { Problem, ProblemPlace, Receipt, RecordFailure } from "./types.js";

/** The server refused a call, and says why. */
export class ProblemError extends Error implements Problem {
  /** HTTP's status. */
  readonly status: number;
  /** Stable and made for `switch`, such as `unknown-topic-or-partition`. */
  readonly code: string;
  /** True when the same call may succeed later. */
  readonly retriable: boolean;
  /** What is wrong, and what to do. */
  readonly detail: string;
  readonly errors: ProblemPlace[];
  readonly traceId?: string;
  /** How long the server asks to wait before a retry, in milliseconds. */
  readonly retryAfter?: number;

  constructor(problem: Problem, retryAfter?: number) {
    super(`${problem.detail} (${problem.code})`);
    this.name = "ProblemError";
    this.status = problem.status;
    this.code = problem.code;
    this.retriable = problem.retriable;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    if (problem.traceId !== undefined) this.traceId = problem.traceId;
    if (retryAfter !== undefined) this.retryAfter = retryAfter;
  }
}

/** Some records of a produce were stored and some were not. */
export class PartialProduceError extends Error {
  /** Where those landed that were stored. */
  readonly receipt: Receipt;
  /** Those that were not stored; `index` is the place in what was sent. */
  readonly failures: RecordFailure[];

  constructor(receipt: Receipt, failures: RecordFailure[]) {
    super(`${failures.length} of the records were not stored; the first: ${failures[0]?.detail ?? "unknown"}`);
    this.name = "PartialProduceError";
    this.receipt = receipt;
    this.failures = failures;
  }
}

/** The error in an HTTP answer that is not a success; whatever stands between may have answered without a problem. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const text = await response.text();
  const problem = asProblem(text) ?? {
    status: response.status,
    code: "unexpected-answer",
    detail: `The server answered ${response.status} ${response.statusText}`.trim() + ".",
    retriable: response.status === 429 || response.status >= 500,
  };
  return new ProblemError(problem, retryAfter);
}

/** The problem that the hub put into an error's message; `undefined` when the error is not the server's. */
export function hubProblem(error: unknown): ProblemError | undefined {
  const message = error instanceof Error ? error.message : String(error);
  const start = message.indexOf("{");
  const problem = start < 0 ? undefined : asProblem(message.slice(start));
  return problem && new ProblemError(problem);
}

function asProblem(text: string): Problem | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isProblem(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && typeof body.code === "string" && "status" in body;
}
