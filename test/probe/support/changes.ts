// Changes of a cluster that a scenario makes, and takes back when it is over.
import { type Kube, type KubeObject, mergePatch, pathOf } from './kube.ts';

export class Changes {
  readonly #kube: Kube;
  readonly #back: (() => Promise<unknown>)[] = [];

  constructor(kube: Kube) {
    this.#kube = kube;
  }

  /** Merges a patch into an object, or into its `/status`. */
  async patch(path: string, patch: object): Promise<void> {
    const { status, ...before } = await this.#kube.must('GET', path);
    await this.#kube.must('PATCH', path, patch, mergePatch);
    this.#back.push(async () => {
      const { resourceVersion } = (await this.#kube.must('GET', path)).metadata;
      await this.#kube.must('PUT', path, { ...before, status, metadata: { ...before.metadata, resourceVersion } });
    });
  }

  async create(plural: string, object: KubeObject): Promise<void> {
    await this.#kube.create(plural, object);
    this.#back.push(() => this.#kube.must('DELETE', pathOf(plural, object, object.metadata.name)));
  }

  async remove(path: string): Promise<void> {
    const { metadata, ...before } = await this.#kube.must('GET', path);
    await this.#kube.must('DELETE', `${path}?gracePeriodSeconds=0`);
    const { name, namespace, labels, annotations } = metadata;
    const plural = path.split('/').at(-2) ?? '';
    const object = { ...before, metadata: { name, ...(namespace && { namespace }), labels, annotations } };
    this.#back.push(() => this.#kube.create(plural, object));
  }

  /** Something else to take back. */
  later(back: () => unknown): void {
    this.#back.push(async () => back());
  }

  /** Takes everything back, the last first. */
  async undo(): Promise<void> {
    for (let back = this.#back.pop(); back; back = this.#back.pop()) await back();
  }
}
