// What package registries have answered. Every question is asked once, a few at a time, and none after a registry has
// failed to answer one of the same round.
import { type PackageQuestion, packageKey } from '../rules/index.ts';
import { type Registry, RegistryError } from './host/registry.ts';

/** A question, and the address of the registry it is for. */
export interface Wanted extends PackageQuestion {
  readonly registry: string;
}

const atOnce = 4;

export class PackageAnswers {
  readonly #registry: Registry;
  /** undefined: asked, and there is no answer */
  readonly #answers = new Map<string, string | undefined>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** Asks what has not been asked yet. Gives, in a sentence for each registry that failed, why. */
  async learn(wanted: readonly Wanted[]): Promise<string[]> {
    const failures = new Map<string, string>();
    const queue = [...new Map(wanted.map((question) => [keyOf(question), question])).values()].filter(
      (question) => !this.#answers.has(keyOf(question)),
    );
    for (const question of queue) this.#answers.set(keyOf(question), undefined);
    const work = async (): Promise<void> => {
      for (let question = queue.shift(); question; question = queue.shift()) {
        const { registry, name, stackVersion } = question;
        if (failures.has(registry)) continue;
        try {
          this.#answers.set(keyOf(question), await this.#registry.newest(registry, { name, stackVersion }));
        } catch (error) {
          if (!(error instanceof RegistryError)) throw error;
          if (!failures.has(registry)) failures.set(registry, error.message);
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return [...failures].map(
      ([registry, reason]) => `the package registry ${registry} ${reason}: no versions are offered from it`,
    );
  }

  /** The answers to these questions that there are, as a workspace wants them. */
  known(wanted: readonly Wanted[]): ReadonlyMap<string, string> {
    return new Map(
      wanted.flatMap((question) => {
        const version = this.#answers.get(keyOf(question));
        return version === undefined ? [] : [[packageKey(question), version]];
      }),
    );
  }
}

const keyOf = (question: Wanted): string => `${question.registry} ${packageKey(question)}`;
