export function genKeys(total?: number, good?: number, bad?: string, seed?: number): string[];
