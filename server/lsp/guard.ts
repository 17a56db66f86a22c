// Keeps a defect in one handler from ending the server, or from leaving a request without an answer.
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** `handle`, but when it fails that is logged, and `fallback` is the answer. */
export function guard<A extends unknown[], R>(
  connection: Connection,
  method: string,
  fallback: Awaited<R>,
  handle: (...args: A) => R,
): (...args: A) => R | Promise<Awaited<R>> | Awaited<R> {
  const failed = (error: unknown): Awaited<R> => {
    connection.console.error(`${method}: ${describe(error)}`);
    return fallback;
  };
  return (...args) => {
    try {
      const result = handle(...args);
      return result instanceof Promise ? result.catch(failed) : result;
    } catch (error) {
      return failed(error);
    }
  };
}

/** The same for a request; one that was cancelled while it waited is not worked on. */
export function guardRequest<P, R>(
  connection: Connection,
  method: string,
  fallback: Awaited<R>,
  handle: (params: P) => R,
): (params: P, token: CancellationToken) => R | Promise<Awaited<R>> | Awaited<R> | ResponseError {
  const guarded = guard(connection, method, fallback, handle);
  return (params, token) =>
    token.isCancellationRequested
      ? new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.')
      : guarded(params);
}

/** Where an error came from. Not its message: that may quote the user's manifests, which are nobody's business. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return `an unknown error (${typeof error})`;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return [error.name, ...frames.slice(0, 12)].join('\n');
}
