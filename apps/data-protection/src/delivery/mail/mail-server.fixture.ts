import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { MadeCertificates } from '../../package/signing/signing.fixture';

/** A real SMTP server with STARTTLS that keeps what it takes. */
export interface TestMailServer {
  readonly port: number;
  readonly taken: Buffer[];
  /** Answers every recipient with 550. */
  refuse: boolean;
  read(message: Buffer): Promise<ParsedMail>;
  stop(): Promise<void>;
}

export async function startMailServer(made: MadeCertificates): Promise<TestMailServer> {
  made.run(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', 'localhost.key', '-out', 'localhost.crt'],
  );
  const taken: Buffer[] = [];
  const state = { refuse: false };
  const server = serverOf(made, taken, state);
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    get refuse() {
      return state.refuse;
    },
    set refuse(value: boolean) {
      state.refuse = value;
    },
    read: (message) => simpleParser(message),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function serverOf(made: MadeCertificates, taken: Buffer[], state: { readonly refuse: boolean }): SMTPServer {
  return new SMTPServer({
    key: readFileSync(made.at('localhost.key')),
    cert: readFileSync(made.at('localhost.crt')),
    authOptional: true,
    onRcptTo: (_address, _session, done) => {
      done(state.refuse ? Object.assign(new Error('mailbox'), { responseCode: 550 }) : null);
    },
    onData: (stream, session, done) => {
      if (!session.secure) {
        done(new Error('clear'));
        return;
      }
      void buffer(stream).then((message) => {
        taken.push(message);
        done();
      });
    },
  });
}
