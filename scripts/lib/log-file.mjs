import fs from 'node:fs';
import path from 'node:path';

/** A log of 32 MB at most; the one before it is kept as <name>.1. */
const ROTATE_AT_BYTES = 32 * 1024 * 1024;

/** Appends to a file without ever failing its caller: a full disk must not stop a supervisor. */
export class LogFile {
  #file;
  #fd;
  #sizeBytes = 0;
  /** The last lines written, for a message about why something ended. */
  #tail = [];

  constructor(file) {
    this.#file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.#open();
  }

  #open() {
    this.#fd = fs.openSync(this.#file, 'a');
    this.#sizeBytes = fs.fstatSync(this.#fd).size;
  }

  write(line) {
    this.#tail.push(line);
    if (this.#tail.length > 40) this.#tail.shift();
    try {
      if (this.#fd === undefined) this.#open();
      if (this.#sizeBytes > ROTATE_AT_BYTES) {
        fs.closeSync(this.#fd);
        this.#fd = undefined;
        fs.renameSync(this.#file, `${this.#file}.1`);
        this.#open();
      }
      this.#sizeBytes += fs.writeSync(this.#fd, `${line}\n`);
    } catch {
      /* no space, or the folder is gone: the tail still has the line */
    }
  }

  get path() {
    return this.#file;
  }

  /** @param {number} count how many lines at most */
  tail(count = 15) {
    return this.#tail.slice(-count);
  }

  forgetTail() {
    this.#tail = [];
  }

  close() {
    try {
      if (this.#fd !== undefined) fs.closeSync(this.#fd);
    } catch {
      /* closed already */
    }
    this.#fd = undefined;
  }
}
