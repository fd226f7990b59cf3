declare module 'swagger-ui-dist/swagger-ui-es-bundle.js' {
  /** The options that the shop uses; https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration has all. */
  const SwaggerUI: (options: {
    domNode: HTMLElement;
    url: string;
    deepLinking?: boolean;
    docExpansion?: 'list' | 'full' | 'none';
    defaultModelsExpandDepth?: number;
    tryItOutEnabled?: boolean;
    persistAuthorization?: boolean;
    validatorUrl?: string | null;
    onComplete?: () => void;
  }) => unknown;
  export default SwaggerUI;
}
