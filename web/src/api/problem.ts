import type { components } from "./schema";
import { problems } from "./strings";

export type FieldError = components["schemas"]["FieldError"];
type ProblemBody = components["schemas"]["Problem"];

/**
 * An error of the API (`application/problem+json`) or of the connection to it. Branch on `code`, never on the text. The
 * client's own codes: `offline` (no response) and `unexpected` (a response that is not the API's, such as a proxy's).
 */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly retryable: boolean,
    readonly requestId: string | undefined,
    /** Seconds, from `Retry-After`. */
    readonly retryAfter: number | undefined,
    readonly fields: FieldError[],
  ) {
    super(detail);
  }

  /** The server's error for a field, if any. */
  field(name: string): string | undefined {
    return this.fields.find((error) => error.field === name)?.message;
  }
}

export function isProblem(error: unknown, ...codes: string[]): error is Problem {
  return error instanceof Problem && (codes.length === 0 || codes.includes(error.code));
}

export function offline(): Problem {
  return new Problem(0, "offline", problems.offline, true, undefined, undefined, []);
}

export async function problemOf(response: Response): Promise<Problem> {
  const requestId = response.headers.get("X-Request-Id") ?? undefined;
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) ? seconds : undefined;
  const body = await readBody(response);
  if (!body) {
    return new Problem(
      response.status,
      "unexpected",
      problems.unexpected(response.status),
      response.status >= 500,
      requestId,
      retryAfter,
      [],
    );
  }
  return new Problem(
    body.status,
    body.code,
    body.detail,
    body.retryable,
    body.request_id ?? requestId,
    retryAfter,
    body.errors ?? [],
  );
}

async function readBody(response: Response): Promise<ProblemBody | undefined> {
  if (!response.headers.get("Content-Type")?.includes("json")) return undefined;
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === "object" && body !== null && "code" in body && "detail" in body
    ? (body as ProblemBody)
    : undefined;
}
