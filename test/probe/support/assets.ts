// What the suite needs and the repository does not hold: a real API server with its etcd, and the definitions of ECK's
// kinds. They are looked for, never downloaded.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const beside = join(root, '..', 'shared', 'envtest');

export interface Assets {
  readonly etcd: string;
  readonly apiServer: string;
  /** a YAML file with the CustomResourceDefinitions of an ECK release: its crds.yaml */
  readonly definitions: string;
}

/** The programs and the definitions, or what is missing and how to give it. */
export function assets(env: NodeJS.ProcessEnv = process.env): Assets | { readonly missing: string } {
  const folders = [env.KUBEBUILDER_ASSETS || unpacked(), ...(env.PATH ?? '').split(delimiter)];
  const etcd = find('etcd', folders);
  const apiServer = find('kube-apiserver', folders);
  const definitions = env.ECK_CRDS ?? join(beside, 'eck-crds.yaml');
  if (etcd === undefined || apiServer === undefined) {
    return { missing: 'no etcd and kube-apiserver: set KUBEBUILDER_ASSETS to a folder with both' };
  }
  if (!existsSync(definitions)) {
    return { missing: 'no definitions of the kinds of ECK: set ECK_CRDS to the crds.yaml of a release' };
  }
  return { etcd, apiServer, definitions };
}

function find(name: string, folders: readonly (string | undefined)[]): string | undefined {
  return folders
    .flatMap((folder) => (folder ? [join(folder, name)] : []))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The folder of programs that stands packed beside the repository, unpacked once. */
function unpacked(): string | undefined {
  const script = join(beside, 'unpack.sh');
  if (!existsSync(script)) return undefined;
  const folder = join(root, 'node_modules', '.cache', 'control-plane');
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(`${folder}-new-`); // renamed into place when whole: another run may do the same
  try {
    execFileSync(script, [temporary], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (!existsSync(folder)) renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return folder;
}
