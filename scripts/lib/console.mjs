/** A reader that went away (`npm start | head`) must not stop a supervisor. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const coloured = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
const paint = (code) => (text) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);
export const yellow = paint(33);

export const say = (line) => console.log(`${dim('·')} ${line}`);
export const good = (line) => console.log(`${green('✓')} ${line}`);
export const warn = (line) => console.log(`${yellow('!')} ${line}`);
export const bad = (line) => console.error(`${red('✗')} ${line}`);

export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Something the user can mend: it is shown without a stack. */
export class Refusal extends Error {}
