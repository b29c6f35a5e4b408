import 'reflect-metadata';
import path from 'node:path';
import { createApi, runProgram, settings } from '@voxkeep/platform';
import { uploadLimit } from './outbound/call-list-text.js';
import { OperationsModule } from './operations.module.js';

void runProgram('operations', () =>
  createApi(OperationsModule, {
    name: 'operations',
    socket: path.join(settings().sockets.directory, 'operations.sock'),
    uploadLimit,
  }),
);
