// The printed result: each number beside the bar it has to hold.

/** Prints a number; `bar` is the most it may be, or the least when `atLeast` is set. */
export class Table {
  #bars = 0;
  #held = 0;

  heading(text: string): void {
    process.stdout.write(`\n${text}\n`);
  }

  row(what: string, value: number | undefined, unit: string, bar?: number, atLeast = false): void {
    const shown = value === undefined ? 'not known here' : `${format(value)} ${unit}`;
    process.stdout.write(`  ${what.padEnd(58)} ${shown.padStart(14)}${this.#judge(value, unit, bar, atLeast)}\n`);
  }

  summary(): void {
    process.stdout.write(`\n${this.#held} of ${this.#bars} bars held\n`);
  }

  #judge(value: number | undefined, unit: string, bar: number | undefined, atLeast: boolean): string {
    if (value === undefined || bar === undefined) return '';
    const holds = atLeast ? value >= bar : value <= bar;
    this.#bars++;
    if (holds) this.#held++;
    return `   ${holds ? 'ok  ' : 'MISS'} (bar: ${atLeast ? '≥' : '≤'} ${bar} ${unit})`;
  }
}

const format = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));
