// Throw-away certificates, made with the openssl program: elliptic keys, good for a day.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const openssl = (...args: string[]): Promise<unknown> => run('openssl', args);

/** A key and its certificate, as files and as PEM. */
export interface Pair {
  readonly keyFile: string;
  readonly certFile: string;
  readonly key: string;
  readonly cert: string;
}

/** A CA, and the folder that its leaves stand in too. */
export interface Authority extends Pair {
  readonly folder: string;
}

export interface Leaf {
  readonly cn?: string;
  /** the groups of a user, for Kubernetes */
  readonly groups?: readonly string[];
  /** such as `DNS:example` or `IP:127.0.0.1` */
  readonly names?: readonly string[];
  readonly expired?: boolean;
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

async function read(keyFile: string, certFile: string): Promise<Pair> {
  const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')]);
  return { keyFile, certFile, key, cert };
}

/** A CA with files `name`.key and `name`.crt. */
export async function authority(folder: string, name: string): Promise<Authority> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
  const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
  await openssl(
    'req',
    '-x509',
    ...newKey,
    ...['-days', '1', '-subj', `/CN=${name}`, '-keyout', key, '-out', cert],
    ...extensions.flatMap((it) => ['-addext', it]),
  );
  return { folder, ...(await read(key, cert)) };
}

/** A certificate for servers and clients. */
export async function leaf(ca: Authority, name: string, options: Leaf = {}): Promise<Pair> {
  const { cn = name, groups = [], names = [], expired = false } = options;
  const file = (suffix: string): string => join(ca.folder, `${name}.${suffix}`);
  const [key, request, extensions, cert] = [file('key'), file('csr'), file('ext'), file('crt')];
  const subject = `${groups.map((group) => `/O=${group}`).join('')}/CN=${cn}`;
  await writeFile(
    extensions,
    [
      'basicConstraints=CA:FALSE',
      'keyUsage=digitalSignature',
      'extendedKeyUsage=serverAuth,clientAuth',
      ...(names.length > 0 ? [`subjectAltName=${names.join(',')}`] : []),
    ].join('\n'),
  );
  await openssl('req', '-new', ...newKey, '-subj', subject, '-keyout', key, '-out', request);
  await openssl(
    'x509',
    '-req',
    ...['-in', request, '-CA', ca.certFile, '-CAkey', ca.keyFile, '-extfile', extensions, '-out', cert],
    ...['-set_serial', `0x${randomBytes(8).toString('hex')}`, '-days', expired ? '-1' : '1'],
  );
  return read(key, cert);
}

/** The key pair that an API server signs the tokens of service accounts with. */
export async function signingKey(folder: string): Promise<{ readonly key: string; readonly pub: string }> {
  const [key, pub] = [join(folder, 'sa.key'), join(folder, 'sa.pub')];
  await openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', key);
  await openssl('pkey', '-in', key, '-pubout', '-out', pub);
  return { key, pub };
}
