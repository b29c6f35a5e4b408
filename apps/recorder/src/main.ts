import 'reflect-metadata';
import { join } from 'node:path';
import { createApi, runProgram, settings } from '@voxkeep/platform';
import { RecorderModule } from './recorder.module.js';

void runProgram('recorder', () =>
  createApi(RecorderModule, { name: 'recorder', socket: join(settings().sockets.directory, 'recorder.sock') }),
);
