import { startTcpProxy, type TcpProxy } from '../http/tcp-proxy.ts';

export type Service = 'database' | 'redis' | 'stripe';

export type ShopProxies = {
  /** Where each service is reached: through its proxy, or directly. */
  addresses: Readonly<Record<Service, string>>;
  /** @throws for a service that is reached directly. */
  of(service: Service): TcpProxy;
  passAll(): void;
  close(): Promise<void>;
};

/** Puts a proxy before each of the services that are named. */
export async function startShopProxies(
  proxied: readonly Service[],
  direct: Readonly<Record<Service, string>>,
): Promise<ShopProxies> {
  const addresses = { ...direct };
  const proxies = new Map<Service, TcpProxy>();
  for (const service of proxied) {
    const address = new URL(direct[service]);
    const proxy = await startTcpProxy({ port: Number(address.port) });
    address.host = `127.0.0.1:${proxy.port}`;
    proxies.set(service, proxy);
    addresses[service] = address.href;
  }
  return {
    addresses,
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
