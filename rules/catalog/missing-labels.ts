// Labels that say whose a resource is and where it belongs. Every team has its own names for them, so the rule is off
// until somebody wants it.
import { defineRule } from '../engine/rule.ts';
import { eckKindNames } from '../model/index.ts';

const wanted = {
  owner: /(?:^|\/)(?:owners?|team|squad|maintainer|contact|cost-?cent(?:er|re)|business-?unit)$/i,
  environment: /(?:^|\/)(?:env|environment|stage|tier)$/i,
};

export const missingLabels = defineRule({
  id: 'missing-labels',
  topic: 'manifest',
  summary: 'An ECK resource has no label for its owner, or none for its environment.',
  severity: 'info',
  optIn: true,
  kinds: eckKindNames,
  fixable: 'never',
  scope: 'workspace',
  messages: {
    none: (missing) => `This resource has no label for its ${missing}, such as owner, team, env or environment.`,
  },
  check(entry, report, workspace) {
    const labels = entry.resource.root.at(['metadata', 'labels']);
    if (!labels.complete || workspace.standingOf(entry) !== 'whole') return;
    // a kustomization may give labels to all it brings in
    if (workspace.all('Kustomization').some((other) => workspace.together(entry, other))) return;
    const names = labels.entries().map((label) => String(label.name));
    const missing = Object.entries(wanted)
      .filter(([, pattern]) => !names.some((name) => pattern.test(name)))
      .map(([what]) => what);
    if (missing.length === 0) return;
    report(labels.exists ? labels : labels.get(missing[0] ?? ''), 'none', [missing.join(' and ')], { onKey: true });
  },
});
