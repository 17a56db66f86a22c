// What tests ask of a text: is it still YAML, and are its comments still there.
import { readFile } from '../../rules/index.ts';

/** How many things a text holds that keep it from being read, keys set twice included. */
export const syntaxErrors = (text: string): number =>
  readFile('x', text).parts.reduce((n, part) => n + (part.document?.errors.length ?? 0), 0);

/** The comments of a text, without disable comments, which are there to be removed again. */
export const commentsOf = (text: string): string[] =>
  [...text.matchAll(/(?:^|\s)(#.*)$/gm)]
    .map((m) => (m[1] as string).trim())
    .filter((comment) => !/^#\s*eck-lint-disable/.test(comment));

/** The comments that one text has and another one has no longer; those that stand there twice have to stay twice. */
export function lostComments(before: string, after: string): string[] {
  const left = commentsOf(after);
  return commentsOf(before).filter((comment) => {
    const at = left.indexOf(comment);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
