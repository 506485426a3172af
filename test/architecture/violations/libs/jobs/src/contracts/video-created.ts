export const VideoCreated = 'VideoCreated';
