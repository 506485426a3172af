export const batches = 'batches';
