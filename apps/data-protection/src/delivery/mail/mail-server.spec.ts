import type { AddressInfo } from 'node:net';
import { forgetSettings } from '@voxkeep/platform';
import { SMTPServer } from 'smtp-server';
import { MailServer } from './mail-server';

const environment = process.env;
const names = ['HOST', 'FROM', 'PORT', 'SECURITY', 'AUTHORITY', 'CREDENTIALS'].map((name) => `VOXKEEP_MAIL_${name}`);

describe('the mail server', () => {
  let plain: SMTPServer;
  const set = (values: Record<string, string | undefined>) => {
    for (const name of names) environment[name] = '';
    Object.assign(environment, values);
    forgetSettings();
  };
  beforeAll(async () => {
    plain = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        stream.resume().on('end', () => {
          done();
        });
      },
    });
    await new Promise<void>((resolve) => {
      plain.listen(0, 'localhost', resolve);
    });
  });
  afterAll(async () => {
    set({});
    await new Promise<void>((resolve) => {
      plain.close(() => {
        resolve();
      });
    });
  });

  const here = () => ({
    ...{ VOXKEEP_MAIL_HOST: 'localhost', VOXKEEP_MAIL_FROM: 'dpo@centre.example' },
    VOXKEEP_MAIL_PORT: String((plain.server.address() as AddressInfo).port),
  });
  const send = () => new MailServer().send({ to: 'mari@example.ee', subject: 'DSR-2026-00001', text: 'text' });

  it('is not there while none is set', async () => {
    set({});
    expect([new MailServer().isConfigured, await send()]).toEqual([false, { refused: 'mail.not-configured' }]);
  });

  it('is given nothing in clear: one that cannot encrypt counts as unreachable', async () => {
    set(here());
    expect(await send()).toEqual({ refused: 'mail.unreachable' });
  });

  it('is given mail in clear only when the site says so', async () => {
    set({ ...here(), VOXKEEP_MAIL_SECURITY: 'none' });
    expect(await send()).toEqual({ sent: expect.any(Date) as Date });
  });
});
