/** What this tool reads of a description of an API (OpenAPI 3.1). */
export type Description = {
  paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  components?: { schemas?: Readonly<Record<string, Schema>> };
};

type DescribedOperation = {
  operationId: string;
  parameters?: readonly { name: string; in: string; schema: Schema; required?: boolean }[];
  requestBody?: { content: Readonly<Record<string, { schema: Schema }>> };
  responses: Readonly<Record<string, DescribedResponse>>;
  security?: readonly Readonly<Record<string, readonly string[]>>[];
};

type DescribedResponse = {
  headers?: Readonly<Record<string, { required?: boolean }>>;
  content?: Readonly<Record<string, unknown>>;
  links?: Readonly<Record<string, { operationId?: string; parameters?: Readonly<Record<string, string>> }>>;
};

export type Schema = {
  $ref?: string;
  type?: string | string[];
  example?: unknown;
  examples?: unknown[];
  const?: unknown;
  enum?: unknown[];
  properties?: Readonly<Record<string, Schema>>;
  required?: string[];
  items?: Schema;
  minItems?: number;
};

/** An operation, and where it is. */
export type Located = { method: string; path: string; operation: DescribedOperation };

export const operationsOf = ({ paths }: Description): Located[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
