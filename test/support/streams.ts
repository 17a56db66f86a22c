// Random files of several YAML documents: markers, directives, comments and block scalars that look like markers.
import fc from 'fast-check';

/** Documents that kubectl would take, none of them with a marker at the start of a line. */
const body = fc.constantFrom(
  'a: 1',
  'a: |\n  ---\n  ...\nb: 2',
  'a: >-\n  x\n\n  ---',
  'a: "x\n  --- y"',
  '- ---x\n- ...x',
  '{a: [1,\n 2]}',
  '---x: 1\n...y: 2',
  'a:\n  b: 1 # ---',
  '# --- only a comment',
  'x',
  '',
);
const separator = fc.constantFrom(
  '---',
  '--- # comment',
  '---\t',
  '--- # a\n# b',
  '...\n---',
  '...\n%YAML 1.2\n---',
  '...\n# between\n---',
  '# above\n---',
  '\n\n---',
  '...',
);

/** The text of a file. */
export const stream: fc.Arbitrary<string> = fc
  .record({
    start: fc.constantFrom(
      '',
      '\uFEFF# top\n',
      '# top\n',
      '---\n',
      '%YAML 1.2\n---\n',
      '# top\n\n---\n',
      '\uFEFF---\n',
      '\n',
    ),
    documents: fc.array(fc.tuple(body, separator), { maxLength: 5 }),
    last: body,
    end: fc.constantFrom('', '\n', '\n...', '\n...\n', '\n---', '\n---\n', '\n# end\n'),
    eol: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ start, documents, last, end, eol }) =>
    (start + documents.map(([text, marker]) => `${text}\n${marker}\n`).join('') + last + end).replaceAll('\n', eol),
  );

/** One change of a text: some of it taken out and something put in. */
export interface Splice {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** Random changes; positions are taken modulo the text's length. */
export const splices = (pieces: fc.Arbitrary<string>): fc.Arbitrary<Splice[]> =>
  fc.array(fc.record({ at: fc.nat(), remove: fc.oneof(fc.constant(0), fc.nat(40)), insert: pieces }), { maxLength: 6 });

/** A text after a change. */
export function splice(text: string, { at, remove, insert }: Splice): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + insert + text.slice(start + remove);
}
