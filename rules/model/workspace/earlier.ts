// The manifests as they were at an earlier time, as far as somebody tells: what a change is judged by. A file nobody
// tells about is taken for unchanged.
import { readFile } from '../resource/file.ts';
import { type Resource, resourcesOf } from '../resource/resource.ts';

interface Known {
  readonly path: string;
  readonly resource: Resource;
}

export class Earlier {
  readonly #files = new Map<string, { readonly text: string; readonly resources: readonly Resource[] }>();
  #byIdentity: Map<string, Known[]> | undefined;

  /** Takes the text a file had, '' when it was not there; undefined when that is not known. False when it was told before. */
  set(path: string, text: string | undefined): boolean {
    if (this.#files.get(path)?.text === text) return false;
    this.#byIdentity = undefined;
    if (text === undefined) return this.#files.delete(path);
    const resources = readFile(path, text).parts.flatMap(({ document }) => (document ? resourcesOf(document) : []));
    this.#files.set(path, { text, resources });
    return true;
  }

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** Whether it is known what a file was. */
  knows(path: string): boolean {
    return this.#files.has(path);
  }

  /** The resources that were the same one as this, by kind, namespace and name, wherever they stood. */
  like(resource: Resource): readonly Known[] {
    if (!this.#byIdentity) {
      this.#byIdentity = new Map();
      for (const [path, { resources }] of this.#files)
        for (const resource of resources) {
          const identity = identityOf(resource);
          const others = this.#byIdentity.get(identity);
          if (others) others.push({ path, resource });
          else this.#byIdentity.set(identity, [{ path, resource }]);
        }
    }
    return this.#byIdentity.get(identityOf(resource)) ?? [];
  }
}

/** What makes two manifests manifests of one object; a block of Helm values has its chart besides. */
export const identityOf = ({ kind, namespace, name, block }: Resource): string =>
  JSON.stringify([kind, namespace ?? null, name ?? null, block?.chart ?? null]);
