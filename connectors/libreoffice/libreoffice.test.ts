// Conversions wait for each other, are stopped when they are stuck, and leave nothing behind; of the real program where the machine has it.

import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findLibreOffice, libreOffice } from './libreoffice.ts';

const real = findLibreOffice(process.env.PATH);
let folder: string;
const mine = process.env.TMPDIR;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kontor-soffice-'));
  // What conversions leave behind is looked for here.
  process.env.TMPDIR = folder;
});

afterAll(async () => {
  if (mine === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = mine;
  await rm(folder, { recursive: true, force: true });
});

/** Stands in for LibreOffice: the last argument is the file, `$out` the folder of the PDF. */
async function program(name: string, does: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\nfor file; do :; done\nout=$(dirname "$file")\n${does}\n`);
  await chmod(path, 0o755);
  return path;
}

const left = async () => (await readdir(folder)).filter((name) => name.startsWith('kontor-office-'));

it('say what is missing where LibreOffice is not [CS-132]', async () => {
  expect(findLibreOffice(folder)).toBeNull();
  const words = { why: 'absent', message: expect.stringContaining('apt-get install libreoffice-writer-nogui') };
  await expect(libreOffice({ program: null }).toPdf(Buffer.from('x'), 'docx')).rejects.toMatchObject(words);
});

it('run so many at once, each with a profile of its own, and leave nothing behind', async () => {
  const log = join(folder, 'log');
  const does = `echo "$1 start" >> ${log}\ncp "$file" "$out/paper.pdf"\necho "$1 end" >> ${log}`;
  const office = libreOffice({ program: await program('copies', does), atOnce: 1 });
  const made = await Promise.all(['one', 'two', 'three'].map((text) => office.toPdf(Buffer.from(text), 'odt')));
  expect(made.map(String)).toEqual(['one', 'two', 'three']);
  const lines = (await readFile(log, 'utf8')).trim().split('\n');
  expect(lines.map((line) => line.split(' ')[1])).toEqual(['start', 'end', 'start', 'end', 'start', 'end']);
  expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBe(3);
  expect(await left()).toEqual([]);
});

it('are stopped when they are stuck, with all they started, and the next one has its turn', async () => {
  const pid = join(folder, 'pid');
  const stuck = await program(
    'stuck',
    `[ "$(cat "$file")" = ok ] && cp "$file" "$out/paper.pdf" && exit 0\nsleep 600 & echo $! > ${pid}\nwait`,
  );
  const office = libreOffice({ program: stuck, atOnce: 1, patience: 5_000 });
  const [first, second] = await Promise.allSettled([office.toPdf(Buffer.from('never'), 'rtf'), office.toPdf(Buffer.from('ok'), 'rtf')]);
  expect(first).toMatchObject({ status: 'rejected', reason: { why: 'late' } });
  expect(second).toMatchObject({ status: 'fulfilled' });
  const child = Number(await readFile(pid, 'utf8'));
  await expect.poll(() => isRunning(child)).toBe(false);
  expect(await left()).toEqual([]);
});

it('that fail say so in the words of the program', async () => {
  const office = libreOffice({ program: await program('fails', 'echo "source file could not be loaded" >&2') });
  await expect(office.toPdf(Buffer.from('x'), 'docx')).rejects.toMatchObject({
    why: 'failed',
    message: expect.stringContaining('could not be loaded'),
  });
});

/** A dead child that nobody has fetched yet is no longer running. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

it(`turns a document into a PDF${real ? '' : ' (no LibreOffice here: says so)'} [CS-132]`, async () => {
  const rtf = Buffer.from(String.raw`{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Kontor\par}`);
  const made = await libreOffice({ patience: 120_000 })
    .toPdf(rtf, 'rtf')
    .then(
      (pdf) => pdf.toString('latin1', 0, 5),
      (error: { why: string }) => error.why,
    );
  expect(made).toBe(real ? '%PDF-' : 'absent');
}, 150_000);
