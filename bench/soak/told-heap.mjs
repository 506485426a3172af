/**
 * Loaded before a process (`NODE_OPTIONS=--import <this file>`): at SIGURG it collects its garbage and writes what is left in use into a file of
 * KADR_BENCH_HEAP_DIR that is named by its pid. What V8 lets lie until it needs the room says nothing of what is kept.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

process.on('SIGURG', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  // What a first one lets go may hold more.
  for (let time = 0; time < 3; time += 1) collect();
  writeFileSync(path.join(process.env['KADR_BENCH_HEAP_DIR'] ?? '.', `${process.pid}.json`), JSON.stringify(process.memoryUsage()));
});
