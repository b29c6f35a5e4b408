import { randomUUID } from 'node:crypto';

/** A file that goes with a letter. */
export interface Enclosure {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

const lineEnd = '\r\n';

/** Text with enclosures as one MIME entity (RFC 2045, 2046) in canonical form, as it is signed (RFC 8551 §3.1). */
export function mimeEntity(text: string, enclosures: readonly Enclosure[]): Buffer {
  const boundary = `part-${randomUUID()}`;
  const parts = [
    entity(['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64'], Buffer.from(text)),
    ...enclosures.map(({ name, type, content }) =>
      entity(
        [
          `Content-Type: ${type}; name="${name}"`,
          'Content-Transfer-Encoding: base64',
          `Content-Disposition: attachment; filename="${name}"`,
        ],
        content,
      ),
    ),
  ];
  const body = parts.map((part) => `--${boundary}${lineEnd}${part}`).join(lineEnd);
  const head = `Content-Type: multipart/mixed; boundary="${boundary}"${lineEnd}${lineEnd}`;
  return Buffer.from(`${head}${body}${lineEnd}--${boundary}--${lineEnd}`);
}

/** A CMS object as a MIME entity (RFC 8551 §3.2). */
export function pkcs7Entity(kind: 'signed-data' | 'enveloped-data', der: Buffer): Buffer {
  return Buffer.from(
    entity(
      [
        `Content-Type: application/pkcs7-mime; smime-type=${kind}; name="smime.p7m"`,
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment; filename="smime.p7m"',
      ],
      der,
    ),
  );
}

/** Headers of a message before an entity. Nothing but the addresses is personal. */
export function withHeaders(headers: Readonly<Record<string, string>>, content: Buffer): Buffer {
  const written = Object.entries(headers).map(([name, value]) => `${name}: ${value}${lineEnd}`);
  return Buffer.concat([Buffer.from(`${written.join('')}MIME-Version: 1.0${lineEnd}`), content]);
}

/** A header value that is not ASCII (RFC 2047). */
export function encodedWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function entity(headers: readonly string[], content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,76}/g) ?? [];
  return `${headers.join(lineEnd)}${lineEnd}${lineEnd}${lines.join(lineEnd)}${lineEnd}`;
}
