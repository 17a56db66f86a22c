// Texts as Go's standard library reads them, which ECK leaves the parsing to.

/** Whether Go takes a text for an IP address: `net.ParseIP`. */
export function isIpAddress(text: string): boolean {
  if (!text.includes(':')) return isIpv4(text);
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const all = groups.flat();
  const last = all.at(-1);
  // the last 32 bits may be written like an IPv4 address
  const mixed = last?.includes('.') === true;
  if (mixed && (!isIpv4(last) || text.endsWith('::'))) return false;
  const plain = mixed ? all.slice(0, -1) : all;
  if (!plain.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const length = plain.length + (mixed ? 2 : 0);
  return halves.length === 2 ? length < 8 : length === 8;
}

const isIpv4 = (text: string): boolean =>
  /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);

const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 3.6e12,
};

/** The nanoseconds of a duration such as `1h30m`; undefined for what `time.ParseDuration` refuses. */
export function durationOf(text: string): number | undefined {
  const negative = text.startsWith('-');
  const body = text.replace(/^[-+]/, '');
  if (body === '0') return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  let sum = 0;
  for (const [, amount, unit = ''] of body.matchAll(/([\d.]+)([a-zµμ]+)/g)) sum += Number(amount) * (units[unit] ?? 0);
  // what is less than a nanosecond is cut off
  const whole = Math.trunc(sum);
  if (whole > 2 ** 63 - (negative ? 0 : 1)) return undefined;
  return negative ? 0 - whole : whole;
}

/** The words that `strconv.ParseBool` takes. */
const truths = new Map(
  (
    [
      [true, '1 t T TRUE true True'],
      [false, '0 f F FALSE false False'],
    ] as const
  ).flatMap(([value, spellings]) => spellings.split(' ').map((word) => [word, value] as const)),
);

export const booleanOf = (text: string): boolean | undefined => truths.get(text);
