// The formats by name. Each is a function from a report to text.
import type { Format } from '../arguments.ts';
import type { Report } from '../report.ts';
import type { Context } from './context.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

/** A report in a format. */
export function write(format: Format, report: Report, context: Context): string {
  switch (format) {
    case 'text':
      return text(report, context);
    case 'json':
      return json(report);
    case 'sarif':
      return sarif(report, context);
    case 'junit':
      return junit(report, context);
    case 'github':
      return github(report);
  }
}
