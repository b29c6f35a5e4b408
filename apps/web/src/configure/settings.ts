import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../api/client.ts';
import type { SettingKind } from './setting-kind.ts';

/** All settings of a kind as the server holds them. */
export function useSettings<Body extends object>({ api, row }: Pick<SettingKind<Body>, 'api' | 'row'>) {
  return useQuery({ queryKey: [api], queryFn: ({ signal }) => call('configurator', api, z.array(row), { signal }) });
}
