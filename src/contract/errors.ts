/** Every error that a client is told, for the page's guide to them. */

export { type ErrorCode, errorTable } from '../core/errors.ts';
