/** "Additional parameters" of the Custom source: three boxes of YAML that change what is sent. */
import { isObject } from '../../../utils/json/json.ts';
import { readYaml } from '../yaml/yaml.ts';

/** The fields of a mapping, or of a list of mappings one after the other; none where the box is empty or wrong. */
export function fieldsIn(box: unknown): Record<string, unknown> {
  const value = readBox(box);
  const mappings = Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
  return Object.fromEntries(mappings.flatMap(Object.entries));
}

/** The names in a list, the keys of a mapping, or the one name. */
export function namesIn(box: unknown): string[] {
  const value = readBox(box);
  if (Array.isArray(value)) return value.map(String);
  if (isObject(value)) return Object.keys(value);
  return typeof value === 'string' ? [value] : [];
}

/** SillyTavern ignores what is wrong without a word, and so it works the same here. */
function readBox(box: unknown): unknown {
  if (typeof box !== 'string') return undefined;
  try {
    return readYaml(box);
  } catch {
    return undefined;
  }
}
