export * from './explore.js';
export * from './instance.js';
export { protocolNames, protocols } from './policies/index.js';
export * from './protocol.js';
