// What the ladder needs from the outside: reads of one Kubernetes cluster, and HTTP answers of servers in its pods.
// Everything is read-only; both are small enough to be played by a test.

/** A cluster, as one user of its API server sees it. All calls end when the signal of the run is aborted. */
export interface Cluster {
  /** The JSON answer to a GET of an API path, such as `/api/v1/namespaces/elastic/pods`. @throws ClusterError */
  get(path: string): Promise<unknown>;
  /** The items of a list, page by page. @throws ClusterError */
  list(path: string): Promise<readonly unknown[]>;
  /** The answer to a GET as text, for logs. @throws ClusterError */
  text(path: string): Promise<string>;
  /** Metadata alone of the object at a path: its other contents do not leave the API server. @throws ClusterError */
  metadata(path: string): Promise<unknown>;
  /** Whether the user may do something: an access review, which stores nothing. @throws ClusterError */
  can(access: Access): Promise<boolean>;
}

export interface Access {
  readonly verb: string;
  readonly group?: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** Why the API server did not give what was asked for. The message is the API server's own sentence, never a body. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  /** HTTP status; 0 when there was no answer */
  readonly status: number;
  /** `Forbidden`, `NotFound`, …, or the code of a failed connection */
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** A server in a pod, and how its certificate is verified. */
export interface Server {
  readonly namespace: string;
  readonly pod: string;
  readonly port: number;
  /** certificates to trust, PEM; `system` for those of this machine, `nothing` when there is none to verify with */
  readonly trust: { readonly ca: string } | 'system' | 'nothing';
  /** the name its certificate has to be for */
  readonly name: string;
}

/** An Authorization header. One that is not invented is sent to verified servers only. */
export interface Login {
  readonly authorization: string;
  readonly invented: boolean;
}

/** Basic authentication of a user. */
export const basic = (user: string, password: string, invented = false): Login => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  invented,
});

export interface Answer {
  readonly status: number;
  /** the body as JSON, when it is JSON */
  readonly json: unknown;
  readonly certificate: Certificate;
}

export interface Certificate {
  readonly issuer: string;
  /** as the certificate writes it */
  readonly until: string;
}

/** GET over a port-forward to a pod, with verified TLS. */
export interface Http {
  /** @throws HttpError */
  get(server: Server, path: string, login?: Login): Promise<Answer>;
}

export type HttpFault =
  /** the API server does not let this user forward ports */
  | 'forbidden'
  /** the API server or the kubelet did not open the forward */
  | 'forward'
  /** nothing listens on the port in the pod */
  | 'refused'
  | 'timeout'
  | 'plain-http'
  /** signed by another CA */
  | 'untrusted'
  | 'expired'
  /** for another name */
  | 'name'
  /** the server wants a client certificate */
  | 'client-certificate'
  | 'lost';

/** Why there was no answer. The message names the fault of the connection and nothing that was sent over it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly fault: HttpFault;

  constructor(fault: HttpFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

// The way to the cluster is a bundle of its own, with classes of its own: what is thrown is told by its name.

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
export const isClusterError = (error: unknown): error is ClusterError => isNamed(error, 'ClusterError');
export const isHttpError = (error: unknown): error is HttpError => isNamed(error, 'HttpError');
export const isCancelled = (error: unknown): error is Cancelled => isNamed(error, 'Cancelled');

/** Thrown by every call once the run is cancelled. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('cancelled');
  }
}
