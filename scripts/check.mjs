process.argv.push('--static');
await import('./test.mjs');
