// A resource at its place in the workspace.

import type { Resource } from '../resource/resource.ts';
import type { Facts } from './facts.ts';

export interface Entry {
  readonly path: string;
  /** where its document starts in the file */
  readonly start: number;
  readonly resource: Resource;
  readonly facts: Facts;
}
