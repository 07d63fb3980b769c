/** Writes the workflows of flows.ts to standard output, as JSON, for the tests that execute them. */
import { flows } from './flows.ts';

process.stdout.write(JSON.stringify(flows()));
