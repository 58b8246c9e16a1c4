/** The owner's content filters as Google's safety settings. */
import type { Settings } from '../../../contract/settings/table.ts';
import { type Capabilities, capabilitiesOf } from '../../models/series.ts';
import type { GenerateContentRequest, SafetySetting } from '../wire.ts';

export type Filter = Settings['safetyHarassment'];
export type Filters = Pick<
  Settings,
  'safetyHarassment' | 'safetyHateSpeech' | 'safetySexuallyExplicit' | 'safetyDangerousContent' | 'safetyCivicIntegrity'
>;

/** The words of Google's AI Studio for its own thresholds. */
const thresholds: Readonly<Record<Exclude<Filter, 'off'>, string>> = {
  'block-few': 'BLOCK_ONLY_HIGH',
  'block-some': 'BLOCK_MEDIUM_AND_ABOVE',
  'block-most': 'BLOCK_LOW_AND_ABOVE',
};

/** All of them, since Google blocks some where nothing is said. */
export function safetySettings(
  filters: Filters,
  model: Pick<Capabilities, 'safetyOff' | 'civicIntegrity'>,
): SafetySetting[] {
  const rows: Array<[string, Filter]> = [
    ['HARASSMENT', filters.safetyHarassment],
    ['HATE_SPEECH', filters.safetyHateSpeech],
    ['SEXUALLY_EXPLICIT', filters.safetySexuallyExplicit],
    ['DANGEROUS_CONTENT', filters.safetyDangerousContent],
  ];
  if (model.civicIntegrity) rows.push(['CIVIC_INTEGRITY', filters.safetyCivicIntegrity]);
  const off = model.safetyOff ? 'OFF' : 'BLOCK_NONE';
  return rows.map(([category, filter]) => ({
    category: `HARM_CATEGORY_${category}`,
    threshold: filter === 'off' ? off : thresholds[filter],
  }));
}

/** A client's own settings win, category by category or not at all: Google's defaults apply to what it left out. */
export const withSafety = (request: GenerateContentRequest, model: string, filters: Filters): GenerateContentRequest =>
  request.safetySettings === undefined
    ? { ...request, safetySettings: safetySettings(filters, capabilitiesOf(model)) }
    : request;
