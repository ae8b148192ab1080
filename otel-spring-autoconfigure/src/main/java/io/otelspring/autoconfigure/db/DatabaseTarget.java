// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.semconv.DbAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where operations go to.
 *
 * @param system the database management system
 * @param namespace the database, and the schema where one was chosen
 * @param serverAddress the host
 * @param serverPort the port
 */
public record DatabaseTarget(DatabaseSystem system, @Nullable String namespace, @Nullable String serverAddress,
		@Nullable Long serverPort) {

	/**
	 * Put what is known about the target.
	 * @param attributes where to put it
	 */
	public void describe(AttributesBuilder attributes) {
		attributes.put(DbAttributes.DB_SYSTEM_NAME, this.system.name())
			.put(DbAttributes.DB_NAMESPACE, this.namespace)
			.put(ServerAttributes.SERVER_ADDRESS, this.serverAddress);
		if (this.serverAddress != null) {
			attributes.put(ServerAttributes.SERVER_PORT, this.serverPort);
		}
	}

	/**
	 * What the name of a span says of the server, where there is nothing more exact to
	 * say.
	 * @return the server or {@code null}
	 */
	@Nullable String serverInSpanName() {
		return (this.serverPort != null) ? this.serverAddress + ":" + this.serverPort : this.serverAddress;
	}

}
