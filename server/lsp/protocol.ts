// What the client and the server say to each other beyond LSP. Types and method names only: the one file that both import.

/** `initializationOptions` of the client. */
export interface InitializationOptions {
  /** URI of the folder that holds the rule pages (`<id>.md`), for the links of diagnostics and hovers. */
  readonly pages?: string;
  /** Whether the user trusts the workspace. Without it no package registry is asked, whatever the settings say. */
  readonly trusted?: boolean;
}

/** Notification client → server, no parameters: the user has come to trust the workspace. */
export const trustedMethod = 'eckLint/trusted';

/** Notification server → client: what the index of the workspace is doing. */
export const statusMethod = 'eckLint/status';
export interface Status {
  readonly index: 'building' | 'ready';
  /** files on disk and in editors that hold at least one resource */
  readonly files: number;
  /** resources in them */
  readonly resources: number;
}

/** Request client → server, no parameters: every rule, sorted by id. */
export const rulesMethod = 'eckLint/rules';
export interface RuleSummary {
  readonly id: string;
  readonly summary: string;
  readonly severity: 'error' | 'warning' | 'info' | 'hint' | 'off';
  /** URI of the rule's page */
  readonly page: string;
}
