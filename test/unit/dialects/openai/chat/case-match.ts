/** Compares an answer with what a conformance case expects. The matchers are those of `test/conformance/runner.mjs`. */

type Seen = Set<string>;

/** What differs, in words; empty when the value is as expected. Objects may hold more than expected, arrays may not. */
export function mismatches(expected: unknown, actual: unknown, path = '$', seen: Seen = new Set()): string[] {
  const wrong = () => [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
  if (typeof expected === 'string') return matchesText(expected, actual, seen) ? [] : wrong();
  if (typeof expected === 'number' && typeof actual === 'number')
    return Math.abs(expected - actual) < 1e-6 ? [] : wrong();
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return wrong();
    return expected.flatMap((item, index) => mismatches(item, actual[index], `${path}[${index}]`, seen));
  }
  if (typeof expected !== 'object' || expected === null) return expected === actual ? [] : wrong();
  return Object.entries(expected).flatMap(([key, value]) => {
    if (!/^<.*>$/.test(key)) {
      if (typeof actual !== 'object' || actual === null) return wrong();
      return mismatches(value, (actual as Record<string, unknown>)[key], `${path}.${key}`, seen);
    }
    return matchesSpecial(key, value, actual, seen) ? [] : wrong();
  });
}

const isUnset = (value: unknown) => value === undefined || value === null;

function matchesText(expected: string, actual: unknown, seen: Seen): boolean {
  const [, name, text = ''] = /^<(\w+)(?::(.*))?>$/s.exec(expected) ?? [];
  switch (name) {
    case 'any':
      return actual !== undefined;
    case 'absent':
      return isUnset(actual);
    case 'string':
      return typeof actual === 'string';
    case 'int':
      return Number.isInteger(actual);
    case 'nonempty':
      return (typeof actual === 'string' || Array.isArray(actual)) && actual.length > 0;
    case 'emptyish':
      return isUnset(actual) || actual === '' || (Array.isArray(actual) && actual.length === 0);
    case 'unixtime':
      return Number.isInteger(actual) && Number(actual) > 1.5e9 && Number(actual) < 4e9;
    case 'unique':
      return typeof actual === 'string' && !seen.has(actual) && seen.add(actual).has(actual);
    case 'contains':
      return typeof actual === 'string' && actual.includes(text);
    case 'startswith':
      return typeof actual === 'string' && actual.startsWith(text);
    case 'regex':
      return typeof actual === 'string' && new RegExp(text, 's').test(actual);
    case undefined:
      return actual === expected;
    default:
      throw new Error(`Unknown matcher ${expected}`);
  }
}

function matchesSpecial(name: string, expected: unknown, actual: unknown, seen: Seen): boolean {
  const list = expected as unknown[];
  const fits = (one: unknown, value: unknown) => mismatches(one, value, '', new Set(seen)).length === 0;
  switch (name) {
    case '<anyOf>':
      return list.some((one) => fits(one, actual));
    case '<allOf>':
      return list.every((one) => mismatches(one, actual, '', seen).length === 0);
    case '<contains>':
      return Array.isArray(actual) && list.every((one) => actual.some((value) => fits(one, value)));
    case '<json>':
      return typeof actual === 'string' && fits(expected, JSON.parse(actual));
    case '<leaf>':
      return JSON.stringify(actual).includes(JSON.stringify(expected).slice(1, -1));
    case '<length>':
      return Array.isArray(actual) && actual.length === expected;
    case '<b64floats>': {
      const bytes = Buffer.from(String(actual), 'base64');
      const floats = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(4 * index));
      return fits(expected, floats);
    }
    default:
      throw new Error(`Unknown matcher ${name}`);
  }
}
