import { startTcpProxy, type TcpProxy } from '../start-tcp-proxy.ts';

export type Service = 'database' | 'redis' | 'stripe';

export type ShopProxies = {
  /** The URL of each service: through its proxy, or direct. */
  urls: Readonly<Record<Service, string>>;
  /** @throws for a service without a proxy. */
  of(service: Service): TcpProxy;
  passAll(): void;
  close(): Promise<void>;
};

/** Starts a proxy in front of each of the named services. */
export async function startShopProxies(
  proxied: readonly Service[],
  direct: Readonly<Record<Service, string>>,
): Promise<ShopProxies> {
  const urls = { ...direct };
  const proxies = new Map<Service, TcpProxy>();
  for (const service of proxied) {
    const url = new URL(direct[service]);
    const proxy = await startTcpProxy({ port: Number(url.port) });
    url.host = `127.0.0.1:${proxy.port}`;
    proxies.set(service, proxy);
    urls[service] = url.href;
  }
  return {
    urls,
    of(service) {
      const proxy = proxies.get(service);
      if (!proxy) throw new Error(`this shop's ${service} is not proxied`);
      return proxy;
    },
    passAll() {
      for (const proxy of proxies.values()) proxy.pass();
    },
    async close() {
      await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
    },
  };
}
