/** What Prometheus reads: numbers since the start of the process, without a secret or a client's name. */

import type { RequestRecord } from '../../contract/log.ts';
import type { StatusView } from '../../contract/status.ts';

export interface Metrics {
  /** A request has come; `note` tells of its end. */
  begin(): void;
  /** Requests that have come and not ended. */
  readonly underway: number;
  /** Counts a request that has ended. */
  note(record: RequestRecord): void;
  /** In Prometheus' text format, version 0.0.4. */
  text(now: { readonly version: string; readonly keys: StatusView['keys'] }): string;
}

/** Upper ends of the histogram's bins, in seconds. */
const BINS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
/** A client may name any model; those beyond are counted as one. */
const MOST_MODELS = 50;
const OTHER = 'other';

export function createMetrics(): Metrics {
  const models = new Set<string>();
  const requests = new Map<string, number>();
  const attempts = new Map<string, number>();
  const tokens = new Map<string, number>();
  const durations = BINS.map(() => 0);
  let underway = 0;
  let durationSum = 0;
  let durationCount = 0;

  /** A model becomes known by an answer: what does not exist gets no series of its own. */
  function labelOf({ model, status }: RequestRecord): string {
    if (model === undefined) return 'none';
    if (!models.has(model) && status < 400 && models.size < MOST_MODELS) models.add(model);
    return models.has(model) ? model : OTHER;
  }

  return {
    begin() {
      underway += 1;
    },
    get underway() {
      return underway;
    },
    note(record) {
      underway -= 1;
      const model = labelOf(record);
      add(requests, String(record.status), model, 1);
      for (const { failure } of record.attempts) add(attempts, failure?.cause ?? 'answered', model, 1);
      for (const [kind, count] of Object.entries(record.usage ?? {})) add(tokens, kind, model, count);
      const seconds = (record.endedAt - record.startedAt) / 1000;
      durationSum += seconds;
      durationCount += 1;
      BINS.forEach((end, bin) => {
        if (seconds <= end) durations[bin] = (durations[bin] ?? 0) + 1;
      });
    },
    text({ version, keys }) {
      return [
        ...series('hajimi_info', 'gauge', 'Always 1.', [[labels({ version }), 1]]),
        ...series(
          'hajimi_requests_total',
          'counter',
          'Requests of clients that have ended.',
          byModel(requests, 'status'),
        ),
        ...series(
          'hajimi_attempts_total',
          'counter',
          'Calls of Google, by how they ended.',
          byModel(attempts, 'outcome'),
        ),
        ...series('hajimi_tokens_total', 'counter', 'Tokens as Google counted them.', byModel(tokens, 'kind')),
        ...series('hajimi_requests_in_flight', 'gauge', 'Requests whose answer is under way.', [['', underway]]),
        ...series('hajimi_keys', 'gauge', 'Keys of the pool by state.', keySeries(keys)),
        ...series('hajimi_request_duration_seconds', 'histogram', 'From the request to the end of its answer.', []),
        ...BINS.map((end, bin) => `hajimi_request_duration_seconds_bucket{le="${end}"} ${durations[bin]}`),
        `hajimi_request_duration_seconds_bucket{le="+Inf"} ${durationCount}`,
        `hajimi_request_duration_seconds_sum ${durationSum}`,
        `hajimi_request_duration_seconds_count ${durationCount}`,
        '',
      ].join('\n');
    },
  };
}

const keySeries = (keys: StatusView['keys']): Array<readonly [string, number]> =>
  Object.entries(keys).map(([state, count]) => [labels({ state }), count]);

/** Written as labels only when somebody reads them, which is far less often. */
function add(counts: Map<string, number>, what: string, model: string, by: number): void {
  const name = `${what} ${model}`;
  counts.set(name, (counts.get(name) ?? 0) + by);
}

/** @param label of what is counted by model; its values have no space in them. */
const byModel = (counts: ReadonlyMap<string, number>, label: string): Array<readonly [string, number]> =>
  [...counts].map(([name, count]) => {
    const space = name.indexOf(' ');
    return [labels({ model: name.slice(space + 1), [label]: name.slice(0, space) }), count];
  });

/** `{name="value"}` with the value escaped as the format wants it. */
function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(
    ([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`,
  );
  return `{${pairs.join(',')}}`;
}

const series = (
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
  values: Iterable<readonly [labels: string, value: number]>,
): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...[...values].map(([some, value]) => `${name}${some} ${value}`),
];
