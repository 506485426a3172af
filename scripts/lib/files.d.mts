/** A folder that others of this machine cannot look into. */
export function makePrivateFolder(folder: string, mode?: number): void;
