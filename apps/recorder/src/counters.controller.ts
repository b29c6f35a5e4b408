import { Controller, Get } from '@nestjs/common';
import { Public } from '@voxkeep/platform';
import { Recorder } from './session/recorder.js';

/** What the recorder counted, for whoever may open its socket. */
@Controller('counters')
@Public('numbers of the process, on its own unix socket')
export class CountersController {
  constructor(private readonly recorder: Recorder) {}

  @Get()
  counters(): Readonly<Record<string, number>> {
    return this.recorder.counters;
  }
}
