import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { settings, type Settings } from '@voxkeep/platform';
import nodemailer from 'nodemailer';
import { encodedWord, mimeEntity, withHeaders } from './mime.js';

export type MailRefusal = 'mail.not-configured' | 'mail.unreachable' | 'mail.rejected' | 'mail.sign-in';
/** A mail. `entity` is a whole MIME entity with its own content headers; without it `text` is sent as it is. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text?: string;
  readonly entity?: Buffer;
}

const patienceMs = 15_000;

/** The mail server of the site. Addresses and texts go to it and nowhere else: what it answers is taken for a code. */
@Injectable()
export class MailServer {
  /** Whether a server and a sender are set. */
  get isConfigured(): boolean {
    const { host, from } = settings().mail;
    return host !== undefined && from !== undefined;
  }

  /** Sends at once; there is no queue that could keep a copy. Answers when the server took it, or the code of why not. */
  async send(mail: Mail, at: Date = new Date()): Promise<{ readonly sent: Date } | { readonly refused: MailRefusal }> {
    const { mail: set } = settings();
    const { host, from } = set;
    if (host === undefined || from === undefined) return { refused: 'mail.not-configured' };
    const transport = nodemailer.createTransport(transportOf(set, host));
    try {
      await transport.sendMail({ envelope: { from, to: mail.to }, raw: messageOf(mail, from, at) });
      return { sent: at };
    } catch (refused) {
      return { refused: codeOf(refused) };
    } finally {
      transport.close();
    }
  }
}

function transportOf({ port, security, credentialsFile, authorityFile }: Settings['mail'], host: string): object {
  const [user = '', pass = ''] = credentialsFile === undefined ? [] : readFileSync(credentialsFile, 'utf8').split('\n');
  return {
    ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    ...{ connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs, logger: false },
    ...(credentialsFile !== undefined && { auth: { user: user.trim(), pass: pass.trim() } }),
    tls: { minVersion: 'TLSv1.2', ...(authorityFile !== undefined && { ca: readFileSync(authorityFile) }) },
  };
}

function messageOf({ to, subject, text = '', entity }: Mail, from: string, at: Date): Buffer {
  const headers = {
    From: from,
    To: to,
    Subject: encodedWord(subject),
    Date: at.toUTCString().replace('GMT', '+0000'),
    'Message-ID': `<${randomUUID()}@${from.split('@')[1] ?? 'localhost'}>`,
    'Auto-Submitted': 'auto-generated',
  };
  return withHeaders(headers, entity ?? mimeEntity(text, []));
}

/** The message of the error may quote the address; its code does not. */
function codeOf(thrown: unknown): MailRefusal {
  const { code, responseCode } = thrown as { readonly code?: string; readonly responseCode?: number };
  if (code === 'EAUTH') return 'mail.sign-in';
  if (code === 'ETLS') return 'mail.unreachable';
  return code === 'EENVELOPE' || (responseCode ?? 0) >= 500 ? 'mail.rejected' : 'mail.unreachable';
}
