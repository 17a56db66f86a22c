// A document that cannot be read at all. The engine finds it while parsing; the other documents are linted all the same.
import { defineRule } from '../engine/rule.ts';

export const invalidYaml = defineRule({
  id: 'invalid-yaml',
  topic: 'manifest',
  summary: 'A document with an ECK resource is not valid YAML.',
  severity: 'error',
  kinds: [],
  fixable: 'never',
  scope: 'text',
  messages: {
    found: (problem) => `This is not valid YAML, so kubectl refuses the file: ${problem.replace(/\.?$/, '.')}`,
  },
});
