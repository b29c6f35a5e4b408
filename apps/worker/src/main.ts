import 'reflect-metadata';
import path from 'node:path';
import { createApi, runProgram, settings } from '@voxkeep/platform';
import { WorkerModule } from './worker.module.js';

void runProgram('worker', () =>
  createApi(WorkerModule, { name: 'worker', socket: path.join(settings().sockets.directory, 'worker.sock') }),
);
