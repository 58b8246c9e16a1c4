import type { ClientView } from '../../src/contract/clients.ts';

/** What a person typed into the fields of an allowance. */
export interface AllowanceTexts {
  readonly perMinute: string;
  readonly perDay: string;
  /** One a line, or separated by commas. */
  readonly models: string;
}

export type AllowancePatch = Required<Pick<ClientView, 'requestsPerMinute' | 'requestsPerDay' | 'models'>>;

/** As it stands in the fields. */
export const allowanceTexts = ({
  requestsPerMinute = 0,
  requestsPerDay = 0,
  models = [],
}: Partial<AllowancePatch>): AllowanceTexts => ({
  perMinute: requestsPerMinute === 0 ? '' : String(requestsPerMinute),
  perDay: requestsPerDay === 0 ? '' : String(requestsPerDay),
  models: models.join('\n'),
});

/** What is to be stored, an empty field being "as for everybody"; undefined where a limit is no whole number. */
export function parseAllowance({ perMinute, perDay, models }: AllowanceTexts): AllowancePatch | undefined {
  const [requestsPerMinute, requestsPerDay] = [wholeNumber(perMinute), wholeNumber(perDay)];
  if (requestsPerMinute === undefined || requestsPerDay === undefined) return undefined;
  return { requestsPerMinute, requestsPerDay, models: models.split(/[\s,，]+/).filter((model) => model !== '') };
}

function wholeNumber(text: string): number | undefined {
  const digits = text.trim();
  return /^\d{0,9}$/.test(digits) ? Number(digits) : undefined;
}
