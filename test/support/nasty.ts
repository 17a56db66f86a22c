// Texts that no manifest looks like, and that somebody will open all the same.
import fc from 'fast-check';

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Billion laughs: each level refers to the one before nine times. */
const laughs = (level: (name: string, others: string[]) => string): string =>
  `a0: &a0 {x: 1}\n${lines(40, (i) => level(`a${i + 1}`, Array(9).fill(`*a${i}`)))}\n`;

/** By what is nasty about them; each reads in well under a second, or not at all. */
export const nasty: Readonly<Record<string, string>> = {
  'open brackets': '['.repeat(100_000),
  'open braces': '{a: '.repeat(10_000),
  'nested brackets': '['.repeat(5_000) + ']'.repeat(5_000),
  'nested dashes': `${'- '.repeat(10_000)}x`,
  'nested maps': lines(1_500, (i) => `${' '.repeat(i)}a:`),
  'nested keys': '? '.repeat(10_000),
  'a list of aliases to lists': laughs((name, others) => `${name}: &${name} [${others.join(', ')}]`),
  'a map of aliases to maps': laughs(
    (name, others) => `${name}: &${name} {${others.map((o, i) => `k${i}: ${o}`).join(', ')}}`,
  ),
  'merged merge keys': laughs((name, others) => `${name}: &${name}\n  <<: [${others.join(', ')}]`),
  'an anchor that holds itself': 'a: &a\n  b: *a\n  c: [*a, *a]\n  <<: *a\n',
  'many anchors': `${lines(2_000, (i) => `k${i}: &a${i} v`)}\n${lines(2_000, (i) => `j${i}: *a${i}`)}`,
  'a chain of merge keys': `${lines(1_000, (i) => `k${i}: &a${i} {<<: *a${i - 1}}`)}`,
  'many lines': lines(10_000, (i) => `k${i}: v`),
  'many items': `a:\n${lines(20_000, (i) => `- v${i}`)}`,
  'many documents': lines(3_000, (i) => `---\nkind: Kibana\nk: ${i}`),
  'document ends only': lines(10_000, () => '...'),
  'document starts only': lines(10_000, () => '---'),
  'comments only': lines(20_000, () => '# c'),
  'comments and document starts': lines(10_000, (i) => (i % 2 ? '---' : '# c')),
  'directives only': lines(5_000, () => '%YAML'),
  'blank lines': '\n'.repeat(50_000),
  'one long line': `a: ${'x'.repeat(2_000_000)}`,
  'one long block': `a: |\n${lines(50_000, () => '  x')}`,
  'an open quote': `a: "${'x\n'.repeat(20_000)}`,
  'one key over and over': lines(10_000, () => 'a: 1'),
  'open templates': '{{'.repeat(10_000),
  'open blocks of templates': '{% '.repeat(10_000),
  'templates only': lines(20_000, () => '{{ x }}'),
  'templates on one line': '{{ x }} '.repeat(20_000),
  'templates between keys': lines(4_000, (i) => (i % 2 ? `k${i}: v` : '{{ x }}')),
  'stacked comments that disable': lines(10_000, () => '# eck-lint-disable-next-line x'),
  'comments that disable': lines(3_000, (i) => `# eck-lint-disable x\nk${i}: v`),
  'carriage returns': 'a: b\r'.repeat(5_000),
  tabs: '\t\t a:\n\t- b\n'.repeat(1_000),
  'lone surrogates': 'a: \ud800\nb: \udc00x\n'.repeat(1_000),
  'every byte': Array.from({ length: 100_000 }, (_, i) => String.fromCharCode((i * 7_919) % 256)).join(''),
  zeros: '\0'.repeat(100_000),
  'anchors only': '&a '.repeat(5_000),
  'tags only': '! '.repeat(5_000),
  'aliases only': '*a '.repeat(5_000),
  colons: ':'.repeat(50_000),
};

/** Random text: any characters, and words of YAML in no order. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom('kind: Kibana\n', 'apiVersion: kibana.k8s.elastic.co/v1\n', 'spec:', 'config:', 'a', 'b: '),
        fc.constantFrom('\n', '  ', '    ', '\t', '\r', '\r\n', ' ', ': ', '- ', '? ', '---\n', '...\n', '%', '# '),
        fc.constantFrom('"', "'", '[', ']', '{', '}', ',', '|', '>-\n', '&a ', '*a', '!x ', '<<: ', '{{ ', ' }}', '${'),
        fc.constantFrom('\ud800', '\0', '\uFEFF', '\u2028', '😀', '~', 'yes', '0x', 'k8s.elastic.co'),
      ),
      { maxLength: 40 },
    )
    .map((words) => words.join('')),
);

/** Seconds of processor time that a call takes, whatever else the machine does. */
export function secondsOf(call: () => void): number {
  const before = process.cpuUsage();
  call();
  return process.cpuUsage(before).user / 1e6;
}
