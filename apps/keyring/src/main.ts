import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { NestLogger, runProgram } from '@voxkeep/platform';
import { KeyringProcessModule } from './keyring-process.module.js';

void runProgram('keyring', () =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class and takes a literal
  NestFactory.createApplicationContext(KeyringProcessModule, { logger: new NestLogger(), abortOnError: false }),
);
