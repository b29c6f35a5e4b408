import { isVoxkeepError, VoxkeepError } from '@voxkeep/contracts';
import { listSettings, settingsFrom } from './settings.js';

const refusalOf = (read: () => unknown): VoxkeepError | undefined => {
  try {
    read();
  } catch (error) {
    if (isVoxkeepError(error)) return error;
  }
  return undefined;
};

describe('settings', () => {
  it('come from the environment, parsed', () => {
    expect(settingsFrom({ VOXKEEP_SIP_PORT: '5070' }).sip.port).toBe(5070);
  });

  it('have defaults, also for an empty variable', () => {
    expect(settingsFrom({ VOXKEEP_GATEWAY_PORT: '' }).gateway.port).toBe(8443);
  });

  it('know each database by its name', () => {
    const url = 'postgres://voxkeep_recorder:secret@/operative?host=/run/voxkeep&port=5432';
    expect(settingsFrom({ VOXKEEP_DATABASE_OPERATIVE: url }).database.operative).toMatchObject({ url, directUrl: undefined });
  });

  it('refuse a bad value by name and variable, without the value', () => {
    const refusal = refusalOf(() => settingsFrom({ VOXKEEP_SIP_PORT: 'canary' }).sip.port);
    expect(refusal?.code).toBe('settings.invalid');
    expect(refusal?.data).toEqual({ setting: 'sip.port', variable: 'VOXKEEP_SIP_PORT' });
    expect(JSON.stringify(refusal) + String(refusal?.stack)).not.toContain('canary');
  });

  it('demand one without default only when it is read', () => {
    const none = settingsFrom({});
    expect(none.site.region).toBe('EE');
    expect(refusalOf(() => none.jobs.url)?.code).toBe('settings.missing');
  });

  it('each have a variable of their own and a sentence that explains it', () => {
    const all = listSettings();
    expect(new Set(all.map((one) => one.variable)).size).toBe(all.length);
    expect(all.filter((one) => !/^[A-Z].{10,}\.$/.test(one.description))).toEqual([]);
  });
});
