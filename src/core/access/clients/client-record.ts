import type { ClientRecord } from '../../records.ts';

/** The same with the name, which stands for the client in limits, log and usage. */
export interface NamedClient extends ClientRecord {
  readonly name: string;
}
