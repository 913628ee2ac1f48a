/** The shape `Programme` of the API, loosely. */
export function programmeFrom(file: unknown, source: string): unknown;
