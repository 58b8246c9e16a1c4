import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { createLog, type LogOptions } from '../../../../src/relay/ports/log.ts';

function logged(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const redactor = createRedactor();
  redactor.learn('hunter2hunter2');
  const log = createLog({
    level: 'info',
    format: 'json',
    clock: { now: () => Date.UTC(2026, 10, 24) },
    redactor,
    print: (line) => lines.push(line),
    ...options,
  });
  return { log, lines };
}

describe('createLog', () => {
  it('writes one JSON object a line, without secrets', () => {
    const { log, lines } = logged();
    log.write({ level: 'warn', event: 'odd', message: 'got\nhunter2hunter2', count: 2 });
    expect(lines).toEqual([
      '{"time":"2026-11-24T00:00:00.000Z","level":"warn","event":"odd","message":"got\\n***","count":2}\n',
    ]);
  });

  it('writes text for people, with an error’s stack below', () => {
    const { log, lines } = logged({ format: 'text' });
    log.write({ level: 'error', event: 'broke', message: 'no luck', tries: 3, error: new Error('inner') });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d error broke: no luck {2}tries=3\nError: inner\n {4}at /);
  });

  it('leaves out what is below its level', () => {
    const { log, lines } = logged({ level: 'warn' });
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log.write({ level, event: level });
    expect(lines).toHaveLength(2);
  });

  it('never throws', () => {
    const { log } = logged({
      print: () => {
        throw new Error('EPIPE');
      },
    });
    expect(() => log.write({ level: 'error', event: 'x' })).not.toThrow();
  });
});
