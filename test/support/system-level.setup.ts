import { endLeftovers } from './leftovers';

// After the hooks of the file itself: a `beforeAll` that failed leaves appliances, browsers and calls that would keep the run alive.
afterAll(endLeftovers);
