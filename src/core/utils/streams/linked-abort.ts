/**
 * A controller that also aborts when `signal` does: for work that ends with the client's request, or earlier. Made by
 * hand because Node 20's `AbortSignal.any` keeps its sources alive for as long as the longest-lived of them.
 */
export function linkedAbort(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  return controller;
}
