import { useParams } from '@tanstack/react-router';

/** The id in the address of a detail page (`$id`); empty where the address has none, which no record is found by. */
export function usePageId(): string {
  return useParams({ strict: false }).id ?? '';
}
