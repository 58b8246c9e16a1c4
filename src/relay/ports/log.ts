/** The Log port on a line-oriented output: one JSON object per line, or text for people. */

import type { Clock, Log, LogEvent } from '../../core/ports.ts';
import type { Redactor } from '../../core/redact/redactor.ts';

export interface LogOptions {
  /** Less important events are left out. */
  readonly level: LogEvent['level'];
  readonly format: 'json' | 'text';
  readonly clock: Pick<Clock, 'now'>;
  readonly redactor: Redactor;
  /** Takes one line with its line end. */
  readonly print: (line: string) => void;
}

const weights: Readonly<Record<LogEvent['level'], number>> = { debug: 0, info: 1, warn: 2, error: 3 };

export function createLog({ level, format, clock, redactor, print }: LogOptions): Log {
  const render = format === 'json' ? jsonLine : textLine;
  return {
    write(event) {
      if (weights[event.level] < weights[level]) return;
      try {
        print(`${render(new Date(clock.now()), redactor.redact(event) as LogEvent)}\n`);
      } catch {
        // A log that cannot be written, such as a closed pipe, must not take the relay with it.
      }
    },
  };
}

const jsonLine = (time: Date, event: LogEvent): string => JSON.stringify({ time: time.toISOString(), ...event });

/** `21:17:03 warn  no-keys: message  name=value ...` in local time; a stack stands below on lines of its own. */
function textLine(time: Date, { level, event, message, ...details }: LogEvent): string {
  const clock = time.toTimeString().slice(0, 8);
  const stacks: string[] = [];
  const pairs = Object.entries(details).map(([name, value]) => {
    if (isError(value)) {
      stacks.push(value.stack);
      return '';
    }
    return `  ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
  });
  const said = message === undefined ? '' : `: ${String(message)}`;
  return [`${clock} ${level.padEnd(5)} ${event}${said}${pairs.join('')}`, ...stacks].join('\n');
}

const isError = (value: unknown): value is { stack: string } =>
  typeof value === 'object' && value !== null && 'stack' in value && typeof value.stack === 'string';
