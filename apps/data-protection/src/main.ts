import 'reflect-metadata';
import path from 'node:path';
import { createApi, runProgram, settings } from '@voxkeep/platform';
import { DataProtectionModule } from './data-protection.module.js';

void runProgram('data-protection', () =>
  createApi(DataProtectionModule, {
    name: 'data-protection',
    socket: path.join(settings().sockets.directory, 'data-protection.sock'),
  }),
);
