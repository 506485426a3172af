export * from './asset.events.js';
export * from './asset.resource.js';
export * from './errors.js';
export * from './installation-secrets.js';
export { type AddressOwner, type AddressPurpose, KeptAddresses } from './kept-addresses.js';
export * from './signed-urls.js';
export * from './storage.js';
export * from './user-media.js';
