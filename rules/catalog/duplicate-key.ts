// One key twice in one map. The engine finds it while parsing.
import { defineRule } from '../engine/rule.ts';

export const duplicateKey = defineRule({
  id: 'duplicate-key',
  topic: 'manifest',
  summary: 'A key is written twice in one map, and only the last one counts.',
  severity: 'warning',
  kinds: [],
  fixable: 'never',
  scope: 'text',
  messages: {
    found: (key) =>
      `${key} is already set in this map: the earlier value is lost, and strict YAML parsers refuse the file.`,
  },
});
