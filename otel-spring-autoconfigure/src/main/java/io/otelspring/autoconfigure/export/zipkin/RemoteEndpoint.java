// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export.zipkin;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Who was called, as far as a span tells. Zipkin draws its graph of dependencies from it.
 *
 * @param service the name of the service or host
 * @param address the address in numbers
 * @param port the port
 */
record RemoteEndpoint(@Nullable String service, @Nullable String address, @Nullable Long port) {

	private static final AttributeKey<String> PEER_SERVICE = AttributeKey.stringKey("peer.service");

	/**
	 * Find out whom a span calls, in the order of the specification, without names that
	 * are no longer in use.
	 * @param span the span
	 * @return whom it calls, or {@code null} if it calls nobody or does not tell
	 */
	static @Nullable RemoteEndpoint of(SpanData span) {
		if (span.getKind() != SpanKind.CLIENT && span.getKind() != SpanKind.PRODUCER) {
			return null;
		}
		Attributes attributes = span.getAttributes();
		String service = attributes.get(PEER_SERVICE);
		if (service == null) {
			service = attributes.get(ServerAttributes.SERVER_ADDRESS);
		}
		String address = attributes.get(NetworkAttributes.NETWORK_PEER_ADDRESS);
		if (service == null && address == null) {
			String database = attributes.get(DbAttributes.DB_NAMESPACE);
			return (database != null) ? new RemoteEndpoint(database, null, null) : null;
		}
		Long port = attributes
			.get((address != null) ? NetworkAttributes.NETWORK_PEER_PORT : ServerAttributes.SERVER_PORT);
		return new RemoteEndpoint(service, address, port);
	}

	void write(Json json) {
		json.open('{').member("serviceName", this.service);
		if (this.address != null) {
			json.member((this.address.indexOf(':') >= 0) ? "ipv6" : "ipv4", this.address);
		}
		if (this.port != null) {
			json.member("port", this.port);
		}
		json.close('}');
	}

}
