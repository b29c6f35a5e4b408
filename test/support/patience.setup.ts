import { patienceMs } from './patience';

// Above what a single wait takes, so that the wait ends first and says what it waited for.
jest.setTimeout(3 * patienceMs);
