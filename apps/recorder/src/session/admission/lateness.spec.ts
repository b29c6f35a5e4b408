import { Lateness } from './lateness.js';

const everyMs = 20;

describe('the lateness of the event loop', () => {
  it('is none while every beat comes when it is due, at any moment between two', () => {
    const lateness = new Lateness(everyMs, 0);
    for (const at of [20, 40, 60]) lateness.beat(at);
    expect([60, 70, 80].map((now) => lateness.at(now))).toEqual([0, 0, 0]);
  });

  it('is that of a round that is not over, though no beat has come', () => {
    const lateness = new Lateness(everyMs, 0);
    lateness.beat(20);
    expect([40, 41, 240].map((now) => lateness.at(now))).toEqual([0, 1, 200]);
  });

  it('is that of the last round for what has waited as long, and is forgotten while beats come in time', () => {
    const lateness = new Lateness(everyMs, 0);
    lateness.beat(420);
    expect(lateness.at(425)).toBe(400);
    for (let beat = 1; beat <= 7; beat += 1) lateness.beat(420 + beat * everyMs);
    expect(lateness.at(560)).toBeLessThan(200);
    for (let beat = 8; beat <= 60; beat += 1) lateness.beat(420 + beat * everyMs);
    expect(lateness.at(1620)).toBeLessThan(2);
  });
});
