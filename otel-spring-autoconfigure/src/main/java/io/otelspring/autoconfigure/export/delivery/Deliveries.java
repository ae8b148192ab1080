// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.delivery;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.config.FileProblem;
import io.otelspring.autoconfigure.config.TelemetryProperties;
import io.otelspring.autoconfigure.export.Destination;
import io.otelspring.autoconfigure.export.DestinationSenders;
import io.otelspring.autoconfigure.export.ExportProperties;
import io.otelspring.autoconfigure.export.ExporterStatus;
import io.otelspring.autoconfigure.export.transport.SignalTransports;
import io.otelspring.autoconfigure.export.transport.Transport;
import io.otelspring.autoconfigure.export.transport.Transports;

/**
 * Delivers what exporters serialise that can be carried by a transport: takes it from
 * them at once, and sends it as the destination allows.
 */
public final class Deliveries implements DestinationSenders {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private final TelemetryProperties properties;

	private final ExportProperties settings;

	private final Transports transports;

	private final Map<String, Courier> couriers = new LinkedHashMap<>();

	private final Map<ExporterStatus, Delivery> deliveries = new LinkedHashMap<>();

	private @Nullable Spool spool;

	/**
	 * Create the deliveries of an application.
	 * @param properties the application's properties
	 * @param settings what is held and kept
	 * @param transports make what carries the batches
	 */
	public Deliveries(TelemetryProperties properties, ExportProperties settings, Transports transports) {
		this.properties = properties;
		this.settings = settings;
		this.transports = transports;
	}

	@Override
	public @Nullable Senders of(Destination destination, ExporterStatus account) {
		SignalTransports own = this.transports.of(destination.type(), destination.signal().id(), this.properties,
				destination.settings());
		if (own == null) {
			return null;
		}
		return new Senders(
				(config) -> new DeliveringHttpSender(
						delivery(account, own::items, own.http(config), config.getTimeout())),
				(config) -> new DeliveringGrpcSender(
						delivery(account, own::items, own.grpc(config), config.getTimeout())));
	}

	// Return the delivery of an exporter's batches. An extension may make the exporter
	// anew with other settings, after which the transport is the newer one's.
	private synchronized Delivery delivery(ExporterStatus account, ToIntFunction<byte[]> items, Transport transport,
			Duration answer) {
		Duration export = this.properties.getDuration(account.signal().exportTimeoutProperty());
		Duration timeout = (export.isZero() || answer.compareTo(export) < 0) ? answer : export;
		Delivery existing = this.deliveries.get(account);
		if (existing != null) {
			existing.courier().carry(existing.lane(), transport, timeout);
			return existing;
		}
		Courier courier = this.couriers.computeIfAbsent(account.receiver(),
				(receiver) -> new Courier(receiver, new Backoff(FIRST_PAUSE, LONGEST_PAUSE)));
		Backlog backlog = new Backlog(this.settings.buffer().maxMemory().toBytes(), spooled(account),
				account.delivery());
		Delivery delivery = new Delivery(items, courier, new Lane(transport, timeout, account.delivery(), backlog));
		this.deliveries.put(account, delivery);
		courier.add(delivery.lane());
		account.deliveredBy(delivery::flush);
		return delivery;
	}

	private @Nullable SpoolLane spooled(ExporterStatus account) {
		File directory = this.settings.spool().directory();
		if (directory == null) {
			return null;
		}
		try {
			if (this.spool == null) {
				this.spool = Spool.open(directory.toPath(), this.settings.spool().maxSize().toBytes(), service());
			}
			return this.spool.lane(place(account), account.delivery());
		}
		catch (IOException ex) {
			throw this.properties.invalid("otel.export.spool.directory", FileProblem.of(ex),
					"Set otel.export.spool.directory to a directory in which the application may write.");
		}
	}

	// What was meant for another address, or in another form, must not get to this one:
	// that is the number at the end. The rest is for people.
	private static String place(ExporterStatus account) {
		String key = account.endpoint() + ' ' + (account.isOtlp() ? "otlp" : account.protocol());
		return SpoolDirectory.nameOf(account.signal().id() + '-' + account.name()) + '-'
				+ SpoolDirectory.nameOf(account.receiver()) + '-' + Integer.toHexString(key.hashCode());
	}

	private String service() {
		String name = this.properties.get("otel.service.name");
		return (name != null) ? name
				: this.properties.getMap("otel.resource.attributes").getOrDefault("service.name", "application");
	}

	@Override
	public synchronized void ready() {
		if (this.spool != null) {
			this.spool.limitWhatIsLeft();
		}
	}

	@Override
	public synchronized void ending(Duration timeout) {
		this.couriers.values().forEach((courier) -> courier.ending(timeout));
	}

	@Override
	public synchronized void resume() {
		this.couriers.values().forEach(Courier::resume);
	}

	@Override
	public synchronized void abandon() {
		this.couriers.values().forEach(Courier::abandon);
		if (this.spool != null) {
			this.spool.close();
		}
		this.transports.close();
	}

}
