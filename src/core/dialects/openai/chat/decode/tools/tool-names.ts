import { createFreeNames } from '../../../../../utils/free-names.ts';

/** Names of functions: the client's own <-> what Google takes. One mapping for declarations, history, choice and answer. */
export interface ToolNames {
  /** The same name for the same input, and different ones for different inputs. */
  toGoogle(name: string): string;
  /** The client's name again; a name that was never mapped is the client's own. */
  toClient(name: string): string;
}

const MAX_LENGTH = 128;
const isLegal = (name: string) => /^[A-Za-z_][\w.:-]{0,127}$/.test(name);

/** @param declared The names of the request's own tools: a legal one among them is never changed. */
export function createToolNames(declared: Iterable<string>): ToolNames {
  const toGoogle = new Map<string, string>();
  const toClient = new Map<string, string>();
  const free = createFreeNames(MAX_LENGTH);
  const add = (name: string, legal: string) => {
    toGoogle.set(name, legal);
    toClient.set(legal, name);
    return legal;
  };
  for (const name of declared) if (isLegal(name) && !toGoogle.has(name)) add(name, free.take(name));
  return {
    toGoogle: (name) => toGoogle.get(name) ?? add(name, free.take(legalise(name))),
    toClient: (name) => toClient.get(name) ?? name,
  };
}

function legalise(name: string): string {
  // What is cut off anyway is not looked at.
  const legal = name.slice(0, MAX_LENGTH + 1).replace(/[^\w.:-]/g, '_');
  return (/^[A-Za-z_]/.test(legal) ? legal : `_${legal}`).slice(0, MAX_LENGTH);
}
