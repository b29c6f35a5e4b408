import type { Provider } from '@nestjs/common';
import { HoldDesk } from './hold-desk.js';
import { HoldKeys } from './hold-keys.js';
import { holdNotices } from './hold-notices.js';
import { HoldResolver } from './hold-resolver.js';
import { HoldWatch } from './hold-watch.js';

/** Everything that takes part in holds. After the empty ports of the report: the later provider of a token counts. */
export const holdProviders: Provider[] = [HoldResolver, HoldKeys, HoldDesk, HoldWatch, holdNotices];
