export { nodeDocument } from './document.js';
export { type PngOptions, pngOf } from './png.js';
