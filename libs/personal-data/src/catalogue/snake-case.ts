/** `customerPointId` → `customer_point_id`, `SIPCallId` → `sip_call_id`: the naming strategy of every database. */
export function snakeCase(property: string): string {
  return property
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}
