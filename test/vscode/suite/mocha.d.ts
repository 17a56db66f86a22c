// The part of Mocha that the suite uses; the package has no types of its own.
declare module 'mocha' {
  interface Runner {
    on(event: 'pass' | 'fail', listener: () => void): Runner;
  }
  export default class Mocha {
    constructor(options: { ui: 'tdd'; color: boolean; timeout: number });
    suite: { emit(event: 'pre-require', globals: object, file: null, mocha: Mocha): void };
    run(done: (failures: number) => void): Runner;
  }
}

declare const suite: (name: string, define: () => void) => void;
declare const test: (name: string, run: () => unknown) => void;
declare const setup: (run: () => unknown) => void;
declare const teardown: (run: () => unknown) => void;
