// A disable comment or annotation that answers no finding. The engine finds it after linting.
import { defineRule } from '../engine/rule.ts';

export const unusedSuppression = defineRule({
  id: 'unused-suppression',
  topic: 'manifest',
  summary: 'A disable comment or annotation matches no finding.',
  severity: 'hint',
  kinds: [],
  fixable: 'sometimes',
  scope: 'text',
  messages: {
    unused: (rule) => `There is no ${rule} finding here to disable.`,
    unknown: (rule) => `There is no rule ${rule}.`,
  },
});
