/** What the fake of `/api` refuses, as the core would say it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = 'fake',
  ) {
    super(message);
  }
}

export function notFound(): never {
  throw new Refusal(404, 'There is no such thing here.');
}
