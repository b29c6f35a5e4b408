import { DiskLook } from './disk-look.js';

describe('a look at a disk', () => {
  const settled = () => new Promise(setImmediate);
  let answers: ((hasRoom: boolean | Promise<boolean>) => void)[];
  let disk: DiskLook;
  beforeEach(() => {
    answers = [];
    disk = new DiskLook(() => new Promise<boolean>((answer) => answers.push(answer)));
  });
  const isAsked = async () => {
    void disk.look();
    await settled();
  };
  const answersWith = async (hasRoom: boolean | Promise<boolean>) => {
    answers.at(-1)!(hasRoom);
    await settled();
  };

  it('holds until the next one is answered', async () => {
    expect(disk.hasRoom).toBe(false);
    await isAsked();
    await answersWith(true);
    await isAsked();
    expect(disk.hasRoom).toBe(true);
    await answersWith(false);
    expect([disk.hasRoom, answers.length]).toEqual([false, 2]);
  });

  it('is not begun while another one hangs, and one that hangs for seconds finds the disk away until it answers', async () => {
    await isAsked();
    await answersWith(true);
    for (let second = 0; second < 3; second += 1) await isAsked();
    expect(disk.hasRoom).toBe(true);
    await isAsked();
    expect(disk.hasRoom).toBe(false);
    for (let second = 0; second < 60; second += 1) await isAsked();
    expect([disk.hasRoom, answers.length]).toEqual([false, 2]);
    await answersWith(true);
    expect(disk.hasRoom).toBe(true);
    await isAsked();
    expect(answers).toHaveLength(3);
  });

  it('that fails finds no room', async () => {
    await isAsked();
    await answersWith(true);
    await isAsked();
    await answersWith(Promise.reject(new Error('EIO')));
    expect(disk.hasRoom).toBe(false);
  });
});
