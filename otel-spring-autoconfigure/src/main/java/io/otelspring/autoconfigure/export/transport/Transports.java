// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.transport;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.ExportThread;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.transport.TransportSettings.Carrier;

/**
 * Makes transports. Those whose connections are alike share a client, and all share a few
 * threads; nothing is connected, started or loaded before the first batch is sent.
 */
public final class Transports implements AutoCloseable {

	private static final int MOST_THREADS = 32;

	private static final long IDLE_SECONDS = 10;

	private final ExecutorService threads = new ThreadPoolExecutor(0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
			new SynchronousQueue<>(), (task) -> ExportThread.create("otel-transport", task));

	private final Map<SharedClient.Key, SharedClient> clients = new ConcurrentHashMap<>();

	private final List<Transport> transports = new CopyOnWriteArrayList<>();

	private final ServerTime serverTime;

	private final TransportBeans beans;

	private final TlsSources tlsSources;

	/**
	 * Create the factory.
	 * @param serverTime is told the time of those who answer
	 * @param beans the application's beans
	 */
	public Transports(ServerTime serverTime, TransportBeans beans) {
		this.serverTime = serverTime;
		this.beans = beans;
		this.tlsSources = new TlsSources(beans);
	}

	/**
	 * Read what the properties say about the transport of one signal, and refuse what
	 * cannot work.
	 * @param exporter the exporter's type
	 * @param signal {@code traces}, {@code metrics} or {@code logs}
	 * @param properties the application's properties
	 * @param own what a destination has in place of the application's
	 * {@code otel.exporter.*} properties, in the form that the SDK reads, or {@code null}
	 * @return makes the transport once the exporter says the rest, or {@code null} if an
	 * exporter of that type sends for itself
	 */
	public @Nullable SignalTransports of(String exporter, String signal, TelemetryProperties properties,
			@Nullable Map<String, String> own) {
		Wire wire = Wire.of(exporter);
		if (wire == null) {
			return null;
		}
		ExporterSettings settings = new ExporterSettings(wire, signal, properties, own);
		return new SignalTransports(this, settings, this.tlsSources.of(settings), this.beans);
	}

	Transport create(TransportSettings settings) {
		Transport transport = (settings.carrier() == Carrier.GRPC_JAVA)
				? new LazyTransport(() -> new ManagedChannelTransport(settings, this.threads)) : okHttp(settings);
		this.transports.add(transport);
		return transport;
	}

	private Transport okHttp(TransportSettings settings) {
		boolean grpc = settings.carrier() == Carrier.GRPC;
		return new LazyTransport(() -> new OkHttpTransport(dialect(settings), settings.headers(),
				(secure) -> client(new SharedClient.Key(secure, grpc, settings.tls(), settings.proxy())), this.threads,
				this.serverTime));
	}

	private OkHttpClient client(SharedClient.Key key) {
		return this.clients.computeIfAbsent(key, SharedClient::new).get();
	}

	private static Dialect dialect(TransportSettings settings) {
		URI endpoint = settings.endpoint();
		boolean gzip = settings.gzip();
		return switch (settings.carrier()) {
			case HTTP -> new OtlpHttpDialect(HttpUrl.get(endpoint.toString()), gzip);
			case ZIPKIN -> new ZipkinDialect(HttpUrl.get(endpoint.toString()), gzip);
			default -> new GrpcDialect(HttpUrl.get(endpoint.resolve("/" + settings.method()).toString()), gzip);
		};
	}

	@Override
	public void close() {
		this.transports.forEach(Transport::close);
		this.clients.values().forEach(SharedClient::close);
		this.threads.shutdownNow();
	}

}
