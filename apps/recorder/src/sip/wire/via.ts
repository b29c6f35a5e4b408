import type { SipSource } from '../endpoint.js';
import { requestLineOf, type MessageHead } from './message-head.js';
import { splitList } from './name-address.js';

const VIA = /^SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*[\w-]+[ \t]+([^;,\s]+)/i;
const BRANCH = /;[ \t]*branch[ \t]*=[ \t]*([^;,\s]+)/i;

/** Writes `received` and `rport` into the top Via (RFC 3261 §18.2.1, RFC 3581 §4), so that every response repeats them. */
export function stampVia(head: MessageHead, { address, port }: SipSource): MessageHead {
  const at = head.headers.findIndex(({ name }) => name === 'via');
  const via = head.headers[at]?.value;
  if (via === undefined || !requestLineOf(head)) return head;
  const [top = '', ...others] = splitList(via);
  const filled = top.replace(/;[ \t]*rport[ \t]*(?==[ \t]*\d*|;|$)(=[ \t]*\d*)?/i, `;rport=${port}`).trimEnd();
  const stamped = /;[ \t]*received[ \t]*=/i.test(filled) ? filled : `${filled};received=${address}`;
  return { ...head, headers: head.headers.with(at, { name: 'via', value: [stamped, ...others].join(', ') }) };
}

/** Whether a Via says where a response belongs. */
export const isVia = (value: string): boolean => VIA.test(value) && BRANCH.test(value);

/** The branch of a Via, empty when there is none. */
export const branchOf = (via: string): string => BRANCH.exec(via)?.[1] ?? '';

/**
 * What identifies a transaction at a server: branch, sent-by and method, where ACK and CANCEL belong to the INVITE
 * (RFC 3261 §17.2.3). The library compares the branch alone, so two peers with the same branch would collide.
 */
export function transactionKey(via: string, method: string): string {
  const sentBy = VIA.exec(via)?.[1] ?? '';
  return `${branchOf(via)}|${sentBy.toLowerCase()}|${method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method}`;
}
