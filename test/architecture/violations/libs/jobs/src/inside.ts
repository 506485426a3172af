export const inside = 'nobody outside jobs may know this file';
