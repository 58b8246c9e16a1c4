/** The memory of a process as Linux counts it. */
import { readFileSync, writeFileSync } from 'node:fs';

export interface Memory {
  /** Bytes in use now. */
  now(): number;
  /** Most bytes in use since the start or the last `reset`. */
  peak(): number;
  reset(): void;
}

export function peakMemory(pid: number): Memory {
  const read = (field: string) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024;
  };
  return {
    now: () => read('VmRSS'),
    peak: () => read('VmHWM'),
    // `man 5 proc`: 5 sets the peak to what is in use now.
    reset: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
  };
}
