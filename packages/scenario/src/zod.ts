import { z } from 'zod';

// Compiled parsers need `new Function`, which a page's content security policy forbids, and a scenario is parsed once.
z.config({ jitless: true });

export { z };
