import manifest from '../package.json' with { type: 'json' };

/** Version of this package, as it stands in the `version` of every result. */
export const version: string = manifest.version;
