// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.messaging.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * The server that a client was told of. Where it was told of several, it is not known
 * which of them it talks to.
 *
 * @param host the name or the address
 * @param port the port
 */
record BrokerAddress(String host, long port) {

	/**
	 * Read the address from the configuration of a client.
	 * @param configuration gives the configuration; where it throws, there is no address
	 * @return the address, or {@code null} where there is not exactly one
	 */
	static @Nullable BrokerAddress of(Supplier<Map<String, Object>> configuration) {
		try {
			Object servers = configuration.get().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
			if (servers instanceof Collection<?> collection) {
				return (collection.size() == 1) ? parse(String.valueOf(collection.iterator().next())) : null;
			}
			return (servers != null) ? parse(servers.toString()) : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private static @Nullable BrokerAddress parse(String server) {
		String address = server.substring(server.indexOf("://") + 1).replaceFirst("^//", "").trim();
		int colon = address.lastIndexOf(':');
		if (colon <= 0 || address.indexOf(',') != -1) {
			return null;
		}
		boolean enclosed = address.charAt(0) == '[' && address.charAt(colon - 1) == ']';
		String name = enclosed ? address.substring(1, colon - 1) : address.substring(0, colon);
		return new BrokerAddress(name, Long.parseLong(address.substring(colon + 1)));
	}

}
