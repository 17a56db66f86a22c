// eckLint/rules: every rule, with the severity it has in the first folder.
import { defaultLevel } from '../../../rules/index.ts';
import { guard } from '../guard.ts';
import { type RuleSummary, rulesMethod } from '../protocol.ts';
import type { Services } from '../services.ts';

export function onRules(services: Services): void {
  const { connection, session } = services;
  connection.onRequest(
    rulesMethod,
    guard(connection, rulesMethod, [], async (): Promise<RuleSummary[]> => {
      const levels = await services.levels();
      return session.rules
        .map((rule) => ({
          id: rule.id,
          summary: rule.summary,
          severity: levels[rule.id] ?? defaultLevel(rule),
          page: services.client.page(rule.id),
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
    }),
  );
}
