// A resource at its place in the workspace.
import type { Facts } from './facts.ts';
import type { Resource } from './resource.ts';

export interface Entry {
  readonly path: string;
  /** where its document starts in the file */
  readonly start: number;
  readonly resource: Resource;
  readonly facts: Facts;
}
