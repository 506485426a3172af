export const assets = 'assets';
