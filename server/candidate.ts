// Which files hold something to judge. Most YAML and nearly all JSON does not, and is never parsed.
import { mayHoldResource } from '../rules/index.ts';
import type { Host } from './host/host.ts';
import { isJson } from './host/paths.ts';

/** Whether a file may hold a resource. */
export const isCandidate = (path: string, text: string): boolean =>
  (!isJson(path) || text.includes('"apiVersion"')) && mayHoldResource(text);

/** JSON that only happens to lie in a folder is data if it is larger, in bytes. No single resource fits in a cluster that is. */
export const largestJson = 2 * 1024 * 1024;

/** The text of a file that may hold a resource; undefined for any other, and for one that cannot be read. */
export async function readCandidate(host: Host, path: string): Promise<string | undefined> {
  const file = await host.read(path, isJson(path) ? largestJson : undefined);
  return 'text' in file && isCandidate(path, file.text) ? file.text : undefined;
}
