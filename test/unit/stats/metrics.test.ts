import { expect, test } from 'vitest';
import type { RequestRecord } from '../../../src/contract/log.ts';
import { createMetrics } from '../../../src/core/stats/metrics.ts';

const record = (more: Partial<RequestRecord> = {}): RequestRecord => ({
  id: 'x',
  startedAt: 1_000,
  endedAt: 1_400,
  client: '10.0.0.1',
  method: 'POST',
  path: '/v1/chat/completions',
  model: 'gemini-2.5-flash',
  status: 200,
  attempts: [],
  ...more,
});
const idle = { version: '1.2.3', keys: { usable: 2, cooling: 1, unusable: 0, disabled: 0 } };

test('requests by status and model, attempts, tokens, keys and a histogram', () => {
  const metrics = createMetrics();
  const attempt = { credentialId: 'k', label: 'mine', startedAt: 1, endedAt: 2 };
  const failure = { cause: 'day-quota', scope: 'key', status: 429, code: '', message: '', quotas: [] } as const;
  const usage = { input: 5, output: 7, thoughts: 0, cached: 0 };
  for (let n = 0; n < 5; n++) metrics.begin();
  metrics.note(record({ usage, attempts: [{ ...attempt, failure }, attempt] }));
  metrics.note(record({ endedAt: 3_000 }));
  const text = metrics.text(idle);
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'hajimi_info{version="1.2.3"} 1',
      'hajimi_requests_total{model="gemini-2.5-flash",status="200"} 2',
      'hajimi_attempts_total{model="gemini-2.5-flash",outcome="day-quota"} 1',
      'hajimi_attempts_total{model="gemini-2.5-flash",outcome="answered"} 1',
      'hajimi_tokens_total{model="gemini-2.5-flash",kind="output"} 7',
      'hajimi_requests_in_flight 3',
      'hajimi_keys{state="cooling"} 1',
      'hajimi_request_duration_seconds_bucket{le="0.25"} 0',
      'hajimi_request_duration_seconds_bucket{le="0.5"} 1',
      'hajimi_request_duration_seconds_bucket{le="+Inf"} 2',
      'hajimi_request_duration_seconds_sum 2.4',
      'hajimi_request_duration_seconds_count 2',
    ]),
  );
  expect(text).not.toMatch(/10\.0\.0\.1|mine/);
});

test('made-up models add no series without end', () => {
  const metrics = createMetrics();
  for (let n = 0; n < 200; n++) {
    metrics.note(record({ model: `made-up-${n}`, status: 404 }));
    metrics.note(record({ model: `real-${n}` }));
  }
  const series = metrics.text(idle).match(/^hajimi_requests_total\{/gm);
  expect(series).toHaveLength(52);
});

test('a label cannot break out of its quotes', () => {
  const metrics = createMetrics();
  metrics.note(record({ model: 'a"} 1\n\\' }));
  expect(metrics.text(idle)).toContain('{model="a\\"} 1\\n\\\\",status="200"} 1');
});
