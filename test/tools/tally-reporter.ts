import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with one plain line that any reader, human or script, understands. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    // A file that does not load has no tests to fail, and an error outside all tests fails none of them.
    let failed = unhandledErrors.length + modules.filter((module) => module.errors().length > 0).length;
    const retried: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        // Of a test that passed at last, the errors are those of the tries before.
        const [error] = test.result().errors ?? [];
        if (test.diagnostic()?.flaky) retried.push(`${module.relativeModuleId}: ${test.fullName}: ${error?.message}`);
        if (test.result().state === 'passed') passed++;
        else if (test.result().state === 'failed') failed++;
      }
    }
    process.on('exit', () => {
      // A flaky test is one to mend, so it is never passed over in silence.
      for (const name of retried) console.log(`passed only when it was run again: ${name}`);
      console.log(`${passed} passed, ${failed} failed`);
    });
  }
}
