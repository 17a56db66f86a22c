// The proxy that the environment sets for an address, by the rules of Go's httpproxy, which kubectl follows.
import { BlockList, isIP } from 'node:net';

/** Address of the proxy for a server; undefined when it is reached directly. */
export function proxyFromEnvironment(
  server: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const of = (name: string): string => env[name] || env[name.toLowerCase()] || '';
  const proxy = of(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  const host = hostname.replace(/^\[|\]$/g, '');
  if (proxy === '' || host === 'localhost' || isLoopback(host)) return undefined;
  const exceptions = of('NO_PROXY')
    .split(',')
    .map((word) => word.trim().toLowerCase());
  const spared = exceptions.some(
    (word) => word !== '' && excepts(word, host, port || (protocol === 'https:' ? '443' : '80')),
  );
  if (spared) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function excepts(word: string, host: string, port: string): boolean {
  if (word === '*') return true;
  const range = /^(.+)\/(\d+)$/.exec(word);
  if (range) return inRange(host, range[1] as string, Number(range[2]));
  const [, name, only] = /^(.*?)(?::(\d+))?$/.exec(isIP(word) === 6 ? `[${word}]` : word) as unknown as [
    string,
    string,
    string?,
  ];
  if (only !== undefined && only !== port) return false;
  const bare = name.replace(/^\[|\]$/g, '').replace(/^\*/, '');
  if (isIP(bare)) return bare === host;
  // `.example.com` means what is below it, `example.com` itself too
  return bare.startsWith('.') ? host.endsWith(bare) : host === bare || host.endsWith(`.${bare}`);
}

function inRange(host: string, network: string, prefix: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || prefix > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, prefix, type);
  return list.check(host, type);
}

const isLoopback = (host: string): boolean => host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
