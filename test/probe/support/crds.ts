// Installs the definitions of ECK's kinds from a YAML file. The API server reads YAML itself, so no document is parsed here.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kube } from './kube.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** Installs those of the named definitions, and waits until the API server serves them. */
export async function installDefinitions(kube: Kube, file: string, names: readonly string[]): Promise<void> {
  const documents = (await readFile(file, 'utf8')).split(/^---\s*$/m);
  await Promise.all(
    names.map(async (name) => {
      const document = documents.find((it) => it.includes(`\n  name: ${name}\n`));
      if (document === undefined) throw new Error(`${file} has no ${name}`);
      await kube.must('POST', definitions, document, 'application/yaml');
    }),
  );
  await Promise.all(names.map((name) => served(kube, name)));
}

/** `Established` alone is not enough: for some hundred milliseconds more, a list is still answered with 404. */
async function served(kube: Kube, name: string): Promise<void> {
  const { spec } = await kube.must('GET', `${definitions}/${name}`);
  const version = spec.versions.find((it: { served: boolean; storage: boolean }) => it.served && it.storage);
  for (let i = 0; i < 600; i++) {
    const { status } = await kube.request('GET', `/apis/${spec.group}/${version.name}/${spec.names.plural}?limit=1`);
    if (status === 200) return;
    await pause(50);
  }
  throw new Error(`${name} is not served`);
}
