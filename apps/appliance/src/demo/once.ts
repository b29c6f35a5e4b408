import { SiteSettings } from '@voxkeep/configuration';
import { patiently } from './patiently.js';
import { demo, type Site } from './site.js';

/**
 * Does a part of the furnishing unless it was done before, which a setting of the site remembers. True when it was done now. Work
 * that answers `'interrupted'` is not remembered: the next start does it again.
 */
export async function once(site: Site, part: string, work: () => Promise<unknown>): Promise<boolean> {
  const settings = new SiteSettings(site.configuration);
  const key = `demo.${part}`;
  if ((await patiently(() => settings.find(key))) === true) return false;
  if ((await work()) === 'interrupted') return false;
  await patiently(() => settings.set(key, true, demo));
  return true;
}
